// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code submission_metadata.yml} of a Gradescope export: whose each folder is, and when it was handed in. */
final class GradescopeMetadata {

    static final String FILE = "submission_metadata.yml";

    private static final int LONGEST = 64 << 20;
    private static final int ALIASES = 50;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT);

    private GradescopeMetadata() {}

    /**
     * What is said of one submission.
     *
     * @param student the ids of those who handed it in, joined by {@code +}
     * @param name their names
     * @param at when, if that is said
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Said(String student, String name, Optional<Instant> at) {}

    /** {@return what is said, by the names of the folders} */
    static Map<String, Said> read(Item file) throws IOException {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setCodePointLimit(LONGEST);
        bounds.setMaxAliasesForCollections(ALIASES);
        // Composed, not constructed: nothing in the file becomes anything but text.
        try (InputStream in = file.content().open();
                InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Map<String, Said> said = new HashMap<>();
            for (NodeTuple entry : entries(new Yaml(bounds).compose(text))) {
                said(entry.getValueNode()).ifPresent(one -> said.put(scalar(entry.getKeyNode()), one));
            }
            return said;
        } catch (YAMLException e) {
            throw new ClassException(FILE + " is no YAML as Gradescope writes it; export the submissions again.");
        }
    }

    private static Optional<Said> said(Node node) {
        List<String> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (field(node, "submitters") instanceof SequenceNode submitters) {
            for (Node submitter : submitters.getValue()) {
                String sid = scalar(field(submitter, "sid"));
                String email = scalar(field(submitter, "email"));
                String name = scalar(field(submitter, "name"));
                ids.add(!sid.isBlank() ? sid : !email.isBlank() ? email : name);
                names.add(name);
            }
        }
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(new Said(
                        String.join("+", ids), String.join(", ", names), time(scalar(field(node, "created_at")))));
    }

    private static Optional<Instant> time(String text) {
        try {
            String plain = text.replaceAll("\\s*(Z|UTC|\\+00:00)$", "").replace('T', ' ');
            return Optional.of(LocalDateTime.parse(plain, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static List<NodeTuple> entries(@Nullable Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** Ruby's symbols begin with a colon. */
    private static @Nullable Node field(@Nullable Node node, String name) {
        for (NodeTuple entry : entries(node)) {
            String key = scalar(entry.getKeyNode());
            if (key.equals(name) || key.equals(":" + name)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    private static String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !"null".equals(scalar.getValue()) ? scalar.getValue() : "";
    }
}
