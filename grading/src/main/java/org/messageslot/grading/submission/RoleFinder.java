// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.messageslot.grading.submission.Role.FileKind;

/**
 * Says which file is which. The names of the assignment come first; where there are several of one name, the folder that
 * holds most of them; where there is none, case is overlooked and then the content decides. Whatever was not plain is
 * remarked.
 */
final class RoleFinder {

    private static final Set<String> OTHER_MAKEFILES = Set.of("makefile", "gnumakefile", "kbuild");

    private final List<SubmittedFile> files;
    private final Artifacts artifacts;
    private final Map<Role, SubmittedFile> found = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final Set<String> rivals = new TreeSet<>();
    private final Map<String, Long> filled = new TreeMap<>();

    private RoleFinder(List<SubmittedFile> files, Artifacts artifacts) {
        this.files = files;
        this.artifacts = artifacts;
    }

    static RoleFinder in(List<SubmittedFile> files, Artifacts artifacts) {
        RoleFinder finder = new RoleFinder(files, artifacts);
        String home = finder.fullestFolder();
        for (Role role : artifacts.roles()) {
            finder.byName(role, home);
        }
        finder.byContent();
        return finder;
    }

    Map<Role, SubmittedFile> found() {
        return found;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** {@return the folders that hold files of one name and different content, in order; none if there is no choice} */
    List<String> rivals() {
        return List.copyOf(rivals);
    }

    private String fullestFolder() {
        for (SubmittedFile file : files) {
            for (Role role : artifacts.roles()) {
                if (isCalled(file, role)) {
                    filled.merge(file.folder(), file.name().equals(role.fileName()) ? 3L : 2L, Long::sum);
                }
            }
        }
        return filled.entrySet().stream()
                .min(Comparator.<Map.Entry<String, Long>>comparingLong(entry -> -entry.getValue())
                        .thenComparing(entry -> entry.getKey()
                                .chars()
                                .filter(character -> character == '/')
                                .count())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static boolean isCalled(SubmittedFile file, Role role) {
        return file.name().equalsIgnoreCase(role.fileName())
                || (role.kind() == FileKind.MAKEFILE
                        && OTHER_MAKEFILES.contains(file.name().toLowerCase(java.util.Locale.ROOT)));
    }

    private void byName(Role role, String home) {
        List<SubmittedFile> candidates = files.stream()
                .filter(file -> isCalled(file, role))
                .sorted(Comparator.<SubmittedFile, Boolean>comparing(
                                file -> !file.folder().equals(home))
                        .thenComparing(file -> !file.name().equals(role.fileName()))
                        .thenComparingInt(SubmittedFile::depth)
                        .thenComparing(SubmittedFile::path))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        SubmittedFile taken = candidates.get(0);
        found.put(role, taken);
        boolean alike = candidates.stream().allMatch(file -> Arrays.equals(file.content(), taken.content()));
        if (!alike && role.kind() != FileKind.MAKEFILE) {
            candidates.forEach(file -> rivals.add(file.folder()));
        }
        if (candidates.size() > 1 && role.kind() != FileKind.MAKEFILE) {
            String others = candidates.stream()
                    .skip(1)
                    .map(SubmittedFile::path)
                    .limit(5)
                    .collect(Collectors.joining(", "));
            remark("There are several candidates for " + role.fileName() + ": " + taken + " was taken, because "
                    + reason(taken, candidates, role) + "; not taken: " + others + ".");
        }
        remarkName(role, taken);
    }

    private String reason(SubmittedFile taken, List<SubmittedFile> all, Role role) {
        if (all.stream().allMatch(file -> Arrays.equals(file.content(), taken.content()))) {
            return "all of them are equal";
        }
        long most = filled.getOrDefault(taken.folder(), 0L);
        if (all.stream().noneMatch(file -> file != taken && filled.getOrDefault(file.folder(), 0L) >= most)) {
            return "its folder holds most of the files";
        }
        boolean exact = taken.name().equals(role.fileName())
                && all.stream()
                                .filter(file -> file.name().equals(role.fileName()))
                                .count()
                        == 1;
        return exact
                ? "its name is the assignment's, letter by letter"
                : "one has to be, and nothing says which is meant";
    }

    private void remarkName(Role role, SubmittedFile taken) {
        if (!taken.name().equals(role.fileName()) && role.kind() != FileKind.MAKEFILE) {
            remark(taken + " was taken for " + role.fileName() + "; the assignment asks for that name.");
        }
    }

    private void byContent() {
        guess(
                artifacts.module(),
                file -> file.isNamed(".c") && SourceText.of(file).isModule());
        artifacts.programs().forEach(program -> guess(program, file -> isProgram(file, program.words())));
        artifacts.header().ifPresent(header -> {
            guess(header, this::isIncludedByModule);
            guess(header, this::definesCommand);
        });
    }

    private void guess(Role role, Predicate<SubmittedFile> fits) {
        if (found.containsKey(role)) {
            return;
        }
        Optional<SubmittedFile> guessed = files.stream()
                .filter(file -> !found.containsValue(file))
                .filter(fits)
                .min(Comparator.comparingInt(SubmittedFile::depth).thenComparing(SubmittedFile::path));
        guessed.ifPresent(file -> {
            found.put(role, file);
            remarkName(role, file);
        });
    }

    private static boolean isProgram(SubmittedFile file, Set<String> words) {
        String name = file.name().toLowerCase(java.util.Locale.ROOT);
        return file.isNamed(".c")
                && words.stream().anyMatch(name::contains)
                && SourceText.of(file).hasMain();
    }

    private boolean definesCommand(SubmittedFile file) {
        return file.isNamed(".h")
                && artifacts.commands().stream()
                        .filter(Artifacts.IoctlCommand::demanded)
                        .anyMatch(command -> SourceText.of(file).mentions(command.name()));
    }

    private boolean isIncludedByModule(SubmittedFile file) {
        return file.isNamed(".h")
                && Optional.ofNullable(found.get(artifacts.module()))
                        .map(module -> new TreeSet<>(SourceText.of(module).includes()))
                        .filter(names ->
                                names.stream().anyMatch(name -> file.path().endsWith(name)))
                        .isPresent();
    }

    private void remark(String remark) {
        remarks.add(remark);
    }
}
