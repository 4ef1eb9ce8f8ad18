// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.time.Moment;
import org.messageslot.grading.course.time.WrittenTime;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
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

    private GradescopeMetadata() {}

    /**
     * What is said of one submission.
     *
     * @param members who handed it in
     * @param at when, if that is said
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record GradescopeEntry(List<Member> members, Optional<Moment> at) {

        /** Keep a copy of the list. */
        GradescopeEntry {
            members = List.copyOf(members);
        }
    }

    /** {@return what is said, by the names of the folders} */
    static Map<String, GradescopeEntry> read(Item file) throws IOException {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setCodePointLimit(LONGEST);
        bounds.setMaxAliasesForCollections(ALIASES);
        // Composed, not constructed: nothing in the file becomes anything but text.
        try (InputStream in = file.content().open();
                InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Map<String, GradescopeEntry> said = new HashMap<>();
            for (NodeTuple entry : entries(new Yaml(bounds).compose(text))) {
                said(entry.getValueNode()).ifPresent(one -> said.put(scalar(entry.getKeyNode()), one));
            }
            return said;
        } catch (YAMLException e) {
            Optional<Mark> mark = e instanceof MarkedYAMLException marked
                    ? Optional.ofNullable(marked.getProblemMark())
                    : Optional.empty();
            throw new ClassException(FILE
                    + mark.map(at -> ", line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
                            .orElse("")
                    + ", is no YAML as Gradescope writes it; export the submissions again.");
        }
    }

    private static Optional<GradescopeEntry> said(Node node) {
        List<Member> members = new ArrayList<>();
        if (field(node, "submitters") instanceof SequenceNode submitters) {
            for (Node submitter : submitters.getValue()) {
                String name = scalar(field(submitter, "name"));
                List<String> ids = Stream.of(scalar(field(submitter, "sid")), scalar(field(submitter, "email")), name)
                        .filter(id -> !id.isBlank())
                        .map(String::strip)
                        .toList();
                if (!ids.isEmpty()) {
                    members.add(new Member(ids.get(0), name, ids.subList(1, ids.size())));
                }
            }
        }
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(new GradescopeEntry(members, time(scalar(field(node, "created_at")))));
    }

    private static Optional<Moment> time(String text) {
        try {
            // Gradescope's times bear an offset; one without is in UTC, as Ruby writes it.
            return WrittenTime.read(List.of(text), Optional.of(ZoneOffset.UTC))
                    .get(0)
                    .map(at -> new Moment(at, "metadata"));
        } catch (WrittenTime.UnreadableTime e) {
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
