// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a machine's apt is told about where packages come from, in either of apt's two notations.
 *
 * <p>Guests need Debian's archive whatever the machine itself runs, and the machine's own mirror is the one that is sure
 * to be reachable from it.
 */
final class AptSources {

    private static final Pattern RELEASE = Pattern.compile(
            "(stable|testing|unstable|sid|oldstable|oldoldstable|bullseye|bookworm|trixie|forky)(-updates|-backports)?");
    private static final Pattern SECURITY =
            Pattern.compile("(stable|oldstable|bullseye|bookworm|trixie|forky)(-security|/updates)");
    private static final Pattern ONE_LINE = Pattern.compile("deb\\s+(?:\\[[^\\]]*\\]\\s*)?(\\S+)\\s+(\\S+)\\s+(.*)");

    /**
     * One address and what it offers.
     *
     * @param uri where
     * @param suites which suites
     * @param components which components
     */
    record AptSource(String uri, List<String> suites, List<String> components) {
        private boolean offers(Pattern suite) {
            return components.contains("main")
                    && suites.stream().anyMatch(name -> suite.matcher(name).matches());
        }
    }

    private final List<AptSource> sources;

    AptSources(List<AptSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Reads /etc/apt, or a folder like it. */
    static AptSources in(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.exists(folder.resolve("sources.list"))) {
            files.add(folder.resolve("sources.list"));
        }
        if (Files.isDirectory(folder.resolve("sources.list.d"))) {
            try (Stream<Path> parts = Files.list(folder.resolve("sources.list.d"))) {
                parts.sorted().forEach(files::add);
            }
        }
        List<AptSource> sources = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".list")) {
                sources.addAll(oneLine(Files.readString(file)));
            } else if (name.endsWith(".sources")) {
                sources.addAll(deb822(Files.readString(file)));
            }
        }
        return new AptSources(sources);
    }

    /** {@return the mirror of Debian's archive} */
    Optional<String> archive() {
        return first(RELEASE);
    }

    /** {@return the mirror of Debian's security archive} */
    Optional<String> security() {
        return first(SECURITY);
    }

    /** apt has ways of its own beside these, such as cdrom: and tor+http:. */
    static boolean isReachable(String address) {
        return address.matches("(https?://[^/]|file:/).*");
    }

    private Optional<String> first(Pattern suite) {
        return sources.stream()
                .filter(source -> source.offers(suite) && isReachable(source.uri()))
                .map(source -> source.uri().replaceAll("/+$", ""))
                .findFirst();
    }

    /** Reads {@code deb [options] uri suite component...} lines. */
    static List<AptSource> oneLine(String text) {
        List<AptSource> sources = new ArrayList<>();
        text.lines().forEach(line -> {
            Matcher m = ONE_LINE.matcher(line.strip());
            if (m.matches()) {
                sources.add(new AptSource(m.group(1), List.of(m.group(2)), words(m.group(3))));
            }
        });
        return sources;
    }

    /** Reads paragraphs of {@code Field: value} lines; a line that begins with a blank continues the one before. */
    static List<AptSource> deb822(String text) {
        List<AptSource> sources = new ArrayList<>();
        String joined = text.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (all, line) -> all + "\n" + line)
                .replaceAll("\n[ \t]+", " ");
        for (String paragraph : joined.split("\n\\s*\n", -1)) {
            boolean disabled = field(paragraph, "Enabled").equals(List.of("no"));
            if (disabled || !field(paragraph, "Types").contains("deb")) {
                continue;
            }
            for (String uri : field(paragraph, "URIs")) {
                sources.add(new AptSource(uri, field(paragraph, "Suites"), field(paragraph, "Components")));
            }
        }
        return sources;
    }

    private static List<String> field(String paragraph, String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return paragraph
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .findFirst()
                .map(line -> words(line.substring(prefix.length())))
                .orElse(List.of());
    }

    private static List<String> words(String text) {
        String stripped = text.replaceAll("#.*", "").strip();
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+", -1));
    }
}
