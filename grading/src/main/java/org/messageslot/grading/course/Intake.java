// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.Item.ItemKind;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Shown;
import org.messageslot.host.FinishedFile;

/**
 * Finds what everybody handed in, in what course systems let instructors download: a plan first, then the submissions that
 * the plan says.
 *
 * <p>Names that strangers chose decide nothing that the course system's part of a name decides, and what has to be written
 * goes to names of ours. Not thread-safe.
 */
public final class Intake implements Closeable {

    private static final int MOST_STRAYS = 100;

    private final List<Path> paths;
    private final boolean forced;
    private final Artifacts artifacts;
    private final List<ClassFiles> open = new ArrayList<>();
    private Map<String, Planner.Material> materials = Map.of();

    private Intake(List<Path> paths, boolean forced, Artifacts artifacts) {
        this.artifacts = artifacts;
        this.paths = List.copyOf(paths);
        this.forced = forced;
    }

    /**
     * Asks whether a path holds a class, or one submission.
     *
     * @param path a folder or a file
     * @param artifacts what the assignment asks for
     * @return how it is laid out as a class; empty if it is one submission, as far as can be seen
     * @throws IOException if it cannot be read
     */
    public static Optional<Layout> layout(Path path, Artifacts artifacts) throws IOException {
        try (ClassFiles files = ClassFiles.of(path)) {
            return CourseLayout.of(Entries.levels(files, folder(path)), false, artifacts)
                    .map(CourseLayout::layout);
        }
    }

    private static @Nullable Path folder(Path path) {
        return Files.isDirectory(path) ? path.toAbsolutePath().normalize() : null;
    }

    /**
     * Opens a class.
     *
     * @param paths classes and single submissions, folders or archives
     * @param forced whether the only path is to be taken for a class, whatever it looks like
     * @param artifacts what the assignment asks for
     * @return the class, to be closed
     * @throws IOException if something cannot be read; the message of a {@link ClassException} says what to do
     */
    public static Intake open(List<Path> paths, boolean forced, Artifacts artifacts) throws IOException {
        Intake intake = new Intake(paths, forced, artifacts);
        try {
            for (Path path : paths) {
                intake.open.add(ClassFiles.of(path));
            }
            return intake;
        } catch (IOException | RuntimeException e) {
            intake.close();
            throw e;
        }
    }

    /**
     * Makes the plan.
     *
     * @param facts what the user's own files say
     * @param given a plan that a person looked at; {@code null} if there is none
     * @return the plan
     * @throws IOException if something cannot be read; the message of a {@link ClassException} says what to do
     */
    public Plan plan(Facts facts, @Nullable PlanFile given) throws IOException {
        Layout layout = null;
        List<Claim> claims = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            boolean isClass = forced && paths.size() == 1;
            Optional<CourseLayout> known =
                    CourseLayout.of(Entries.levels(open.get(i), folder(path)), isClass, artifacts);
            CourseLayout.Sorted otherwise = isClass ? CourseLayout.Sorted.NOTHING : single(path);
            CourseLayout.Sorted sorted = known.isPresent() ? known.get().sorted(facts) : otherwise;
            layout = layout == null ? known.map(CourseLayout::layout).orElse(Layout.PLAIN) : layout;
            claims.addAll(sorted.claims());
            strays.addAll(sorted.strays());
        }
        materials = Planner.materials(claims, artifacts);
        return new Planner(layout == null ? Layout.PLAIN : layout, materials, shown(strays), facts, given).plan();
    }

    private static CourseLayout.Sorted single(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        String file = String.valueOf(whole.getFileName());
        Item item = new Item(file, ItemKind.FILE, Optional.of(whole), () -> Files.newInputStream(whole));
        return new CourseLayout.Sorted(List.of(PlainLayout.named(file, List.of(item), whole)), List.of());
    }

    private static List<String> shown(List<String> strays) {
        List<String> shown = new ArrayList<>(
                strays.stream().limit(MOST_STRAYS).map(Shown::name).toList());
        if (strays.size() > MOST_STRAYS) {
            shown.add("and " + (strays.size() - MOST_STRAYS) + " more");
        }
        return shown;
    }

    /**
     * Puts what counts where it can be opened.
     *
     * @param plan the plan that was made last
     * @param spool a folder of ours for what lies in archives; made if it is needed
     * @return who handed in what; of a submission that is nobody's, or of which nothing counts, nothing
     * @throws IOException if something cannot be read or written
     */
    public Roll placed(Plan plan, Path spool) throws IOException {
        List<Handing> counted = new ArrayList<>();
        List<Roll.Replaced> replaced = new ArrayList<>();
        List<String> strays = new ArrayList<>(plan.strays());
        for (PlanRow row : plan.submissions()) {
            if (row.student().isEmpty() || row.counts().isEmpty()) {
                strays.add(row.submission() + ": " + (row.counts().isEmpty() ? "left out by the plan" : "nobody's"));
                continue;
            }
            counted.add(Planner.handing(row, place(row, spool)));
            row.others().forEach(one -> replaced.add(new Roll.Replaced(row.student(), one.where(), Optional.empty())));
        }
        counted.sort(Comparator.comparing(Handing::student).thenComparing(Handing::key));
        return new Roll(plan.layout(), counted, replaced, strays);
    }

    /**
     * Finds the submissions, as far as there is no doubt; where there is, as the plan would have it.
     *
     * @param paths classes and single submissions, folders or archives
     * @param spool a folder of ours for what lies in archives; made if it is needed
     * @param forced whether the only path is to be taken for a class, whatever it looks like
     * @param artifacts what the assignment asks for
     * @return who handed in what
     * @throws IOException if something cannot be read or written; the message of a {@link ClassException} says what to do
     */
    public static Roll roll(List<Path> paths, Path spool, boolean forced, Artifacts artifacts) throws IOException {
        try (Intake intake = open(paths, forced, artifacts)) {
            return intake.placed(intake.plan(Facts.NONE, null), spool);
        }
    }

    private Path place(PlanRow row, Path spool) throws IOException {
        List<HandedIn> counts = Objects.requireNonNull(materials.get(row.submission())).candidates().stream()
                .filter(one -> row.counts().contains(one.where()))
                .toList();
        HandedIn first = counts.get(0);
        boolean asItIs = counts.size() == 1
                && (row.folder().isEmpty()
                        || row.folder().equals(Choice.folder(first.content().home())));
        if (asItIs && first.disk().isPresent()) {
            return first.disk().get();
        }
        Path folder = spool.resolve(SafeName.of(row.student()));
        Files.createDirectories(folder);
        if (asItIs) {
            return written(folder.resolve(first.fileName()), first.bytes());
        }
        return written(
                folder.resolve("files.zip"),
                counts.size() == 1 ? first.only(row.folder().equals(".") ? "" : row.folder()) : together(counts));
    }

    /** Archives that belong together become an archive of archives, which opening a submission knows. */
    private static byte[] together(List<HandedIn> counts) throws IOException {
        List<Item> items = new ArrayList<>();
        for (HandedIn one : counts) {
            items.add(new Item(
                    items.size() + "-" + one.fileName(),
                    ItemKind.FILE,
                    Optional.empty(),
                    () -> new java.io.ByteArrayInputStream(one.bytes())));
        }
        return Packing.loose(items);
    }

    private static Path written(Path place, byte[] bytes) throws IOException {
        FinishedFile.write(place, bytes);
        return place;
    }

    @Override
    public void close() throws IOException {
        for (ClassFiles files : open) {
            files.close();
        }
    }
}
