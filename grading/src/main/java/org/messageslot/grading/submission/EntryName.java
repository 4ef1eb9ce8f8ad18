// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The name of an entry as its archive or folder has it, and what it says about the entry. Nothing is ever opened by such a
 * name.
 */
record EntryName(String raw) {

    private static final Set<String> LITTER_FOLDERS =
            Set.of("__macosx", ".git", ".svn", ".hg", ".idea", ".vscode", ".vs", ".tmp_versions", "node_modules");
    private static final Set<String> LITTER_FILES = Set.of(
            ".ds_store",
            "thumbs.db",
            "desktop.ini",
            ".gitignore",
            ".gitattributes",
            "modules.order",
            "module.symvers",
            ".clang-format");
    private static final List<String> BUILT =
            List.of(".o", ".ko", ".mod", ".mod.c", ".cmd", ".o.d", ".a", ".so", ".class", ".symvers", ".order");
    private static final List<String> SOURCES = List.of(".c", ".h", ".inc", ".java");
    private static final List<String> ARCHIVES = List.of(
            ".zip", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".txz", ".tar.bz2", ".gz", ".xz", ".bz2", ".7z", ".rar");

    /** {@return why no file of this name may be taken; empty if it may} */
    Optional<String> fault() {
        String name = slashes();
        if (name.indexOf('\0') >= 0) {
            return Optional.of("its name holds a NUL");
        }
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
            return Optional.of("its name is an absolute path");
        }
        List<String> parts = parts();
        if (parts.contains("..")) {
            return Optional.of("its name leads out of the submission");
        }
        if (parts.isEmpty()) {
            return Optional.of("it has no name");
        }
        if (parts.stream()
                .anyMatch(
                        part -> isLonger(part, SubmissionLimits.NAME) || isLonger(tame(part), SubmissionLimits.NAME))) {
            return Optional.of("its name is longer than " + SubmissionLimits.NAME + " bytes");
        }
        if (parts.size() > SubmissionLimits.DEPTH + 1) {
            return Optional.of("it lies more than " + SubmissionLimits.DEPTH + " folders deep");
        }
        return isLonger(path(), SubmissionLimits.PATH)
                ? Optional.of("its name and its folders' are longer than " + SubmissionLimits.PATH + " bytes")
                : Optional.empty();
    }

    private static boolean isLonger(String name, int bytes) {
        return name.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    /** {@return why a file of this name is of no interest; empty if it is of interest} */
    Optional<String> litter() {
        List<String> parts =
                parts().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
        String name = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
        if (parts.contains("__macosx") || name.startsWith("._") || name.equals(".ds_store")) {
            return Optional.of("litter of macOS");
        }
        if (parts.stream().anyMatch(LITTER_FOLDERS::contains) || LITTER_FILES.contains(name)) {
            return Optional.of("litter of a tool");
        }
        if (BUILT.stream().anyMatch(name::endsWith)) {
            return Optional.of("made by a build");
        }
        if (isArchive()) {
            return Optional.of("an archive in the archive");
        }
        return isSource(name) ? Optional.empty() : Optional.of("no source file");
    }

    boolean isArchive() {
        String name = raw.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }

    private static boolean isSource(String name) {
        return SOURCES.stream().anyMatch(name::endsWith)
                || Set.of("makefile", "gnumakefile", "kbuild").contains(name);
    }

    /** {@return the path that the file has from now on} */
    String path() {
        return String.join("/", parts().stream().map(EntryName::tame).toList());
    }

    /** Letters of any script stay, so that includes find their files; what means something to a tool goes. */
    private static String tame(String part) {
        StringBuilder tame = new StringBuilder();
        part.codePoints().map(character -> isTame(character) ? character : '_').forEach(tame::appendCodePoint);
        if (tame.charAt(0) == '-') {
            tame.setCharAt(0, '_');
        }
        String name = tame.toString();
        // Two wild names must not become one.
        return name.equals(part) ? name : Integer.toHexString(part.hashCode()) + "_" + name;
    }

    private static boolean isTame(int character) {
        return Character.isLetterOrDigit(character) || "._-+ ()".indexOf(character) >= 0;
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (String part : slashes().split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Archives from Windows have backslashes between folders. */
    private String slashes() {
        return raw.replace('\\', '/');
    }

    String shown() {
        return Shown.name(raw);
    }
}
