// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.course.Member;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.rubric.DataFileException;

/**
 * {@code class.json}: who handed in what, so that a graded class can be read back from its folder.
 *
 * <p>The grades themselves are in {@code students/}.
 */
public final class ClassFile {

    /** The file's name. */
    public static final String FILE = "class.json";

    private static final int VERSION = 2;
    private static final int MOST_NAMED = 20;
    private static final long LONGEST = 64L << 20;
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private ClassFile() {}

    private record StoredClass(
            int version,
            @Nullable Run run,
            @Nullable Layout layout,
            @Nullable List<Student> students,
            @Nullable List<Earlier> replaced,
            @Nullable List<String> strays,
            @Nullable List<String> missing,
            @Nullable List<String> strangers) {}

    private record Student(
            String student,
            String name,
            String where,
            @Nullable String at,
            boolean markedLate,
            String key,
            String path,
            @Nullable List<Member> members,
            @Nullable String grade) {}

    private record Earlier(
            String student, String where, @Nullable String at) {}

    static String render(GradedClass whole, Path folder) {
        List<Student> students = whole.graded().stream()
                .map(one -> new Student(
                        one.handing().student(),
                        one.handing().name(),
                        one.handing().where(),
                        text(one.handing().at()),
                        one.handing().markedLate(),
                        one.handing().key(),
                        place(one.handing().path(), folder),
                        one.handing().members(),
                        seal(new JsonReport().render(one.grade()))))
                .toList();
        List<Earlier> replaced = whole.roll().replaced().stream()
                .map(one -> new Earlier(one.student(), one.where(), text(one.at())))
                .toList();
        return GSON.toJson(new StoredClass(
                        VERSION,
                        whole.run(),
                        whole.roll().layout(),
                        students,
                        replaced,
                        whole.roll().strays(),
                        whole.missing(),
                        whole.strangers().stream().map(Handing::key).toList()))
                + "\n";
    }

    /** Each student's grade is sealed, so that it is seen if some were made again since, and others not yet. */
    private static String seal(String grade) {
        return DigestUtils.sha256Hex(grade);
    }

    private static @Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }

    /** What lies in the folder is named from there, so that the folder can be moved. */
    private static String place(Path path, Path folder) {
        Path whole = path.toAbsolutePath().normalize();
        Path from = folder.toAbsolutePath().normalize();
        return whole.startsWith(from) ? from.relativize(whole).toString() : whole.toString();
    }

    /**
     * Reads a graded class.
     *
     * @param folder the folder that {@code lab grade} reported it in
     * @return the class, with the grades as they are in the folder
     * @throws ClassException if it is no such folder, or not whole; the message says what to do
     * @throws IOException if it cannot be read
     */
    public static GradedClass read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new ClassException("there is no graded class in " + folder + "; name the folder that lab grade"
                    + " CLASS --out wrote, and let it finish first.");
        }
        if (Files.size(file) > LONGEST) {
            return refused(file);
        }
        try {
            StoredClass stored = GSON.fromJson(Files.readString(file), StoredClass.class);
            return stored == null ? refused(file) : read(folder, file, stored);
        } catch (NoSuchFileException | CharacterCodingException e) {
            throw new ClassException(
                    "the graded class in " + folder + " is not whole: a grade in it is gone, or is no text;"
                            + " grade the class again, which is quick: finished grades are kept.");
        } catch (JsonParseException | DateTimeException | DataFileException | NullPointerException e) {
            throw new ClassException(
                    file + " is not whole; grade the class again, which is quick: finished grades are" + " kept.");
        }
    }

    /**
     * Reads a graded class that is to be handed on.
     *
     * @param folder the folder that {@code lab grade} reported it in
     * @return the class
     * @throws ClassException as {@link #read(Path)}, and if the grading that is under way in the folder is not finished
     * @throws IOException if it cannot be read
     */
    public static GradedClass readWhole(Path folder) throws IOException {
        GradedClass whole = read(folder);
        StoredClass stored = GSON.fromJson(Files.readString(folder.resolve(FILE)), StoredClass.class);
        Map<String, String> seals = new HashMap<>();
        all(stored.students()).forEach(one -> seals.put(one.key(), String.valueOf(one.grade())));
        List<String> others = whole.graded().stream()
                .filter(one -> !seal(new JsonReport().render(one.grade()))
                        .equals(seals.get(one.handing().key())))
                .map(one -> one.handing().student())
                .toList();
        if (others.isEmpty()) {
            return whole;
        }
        String some = others.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        throw new ClassException("the class in " + folder + " is half graded again: " + others.size() + " of "
                + whole.graded().size() + " grades are newer than the class' own report (" + some
                + (others.size() > MOST_NAMED ? ", ..." : "")
                + "); give the last lab grade command again, and let it finish: finished grades are kept.");
    }

    private static GradedClass read(Path folder, Path file, StoredClass stored) throws IOException, DataFileException {
        Run run = stored.run();
        Layout layout = stored.layout();
        if (stored.version() != VERSION || run == null || layout == null || stored.students() == null) {
            return refused(file);
        }
        List<Graded> graded = new ArrayList<>();
        for (Student one : all(stored.students())) {
            Handing handing = new Handing(
                    one.student(),
                    one.name(),
                    one.where(),
                    instant(one.at()),
                    one.markedLate(),
                    one.key(),
                    folder.resolve(one.path()),
                    all(one.members()));
            Path page = ClassFolder.staff(folder, handing).resolve(new JsonReport().fileName());
            Grade grade = JsonReport.read(page.toString(), Files.readString(page));
            graded.add(new Graded(handing, grade, true));
        }
        List<Roll.Replaced> replaced = all(stored.replaced()).stream()
                .map(one -> new Roll.Replaced(one.student(), one.where(), instant(one.at())))
                .toList();
        List<Handing> handings = graded.stream().map(Graded::handing).toList();
        List<String> strangers = all(stored.strangers());
        return new GradedClass(
                run,
                new Roll(layout, handings, replaced, all(stored.strays())),
                graded,
                all(stored.missing()),
                handings.stream().filter(one -> strangers.contains(one.key())).toList());
    }

    private static GradedClass refused(Path file) throws ClassException {
        throw new ClassException(file + " is not whole, or of another version of the kit; grade the class again.");
    }

    private static <T> List<T> all(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Optional<Instant> instant(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
