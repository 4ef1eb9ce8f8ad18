// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.Submitted;

/**
 * Holds what a student handed in: the files that matter, which is which, and what was missing or left aside.
 *
 * <p>It is held in memory; opening one writes nothing to the disk, follows no link and starts nothing. Immutable and
 * thread-safe.
 *
 * @param artifacts what the assignment asks for
 * @param name what it was called, fit to be shown
 * @param sha256 the SHA-256 of its files' paths and bytes, in hexadecimal: equal for equal files, however they were packed and
 *     whatever else lay beside them
 * @param files the files by what they are for
 * @param others further sources and headers, ordered by path
 * @param missing what the assignment asks for and is not there
 * @param ignored what was not looked at, and why; at most 101
 * @param remarks whole sentences about whatever was not plain
 * @param rivals folders that hold different files for one role, so that the student has to say which count; empty if it is clear
 */
public record Submission(
        Artifacts artifacts,
        String name,
        String sha256,
        Map<Role, SubmittedFile> files,
        List<SubmittedFile> others,
        List<Role> missing,
        List<Ignored> ignored,
        List<String> remarks,
        List<String> rivals) {

    public Submission {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        others = List.copyOf(others);
        missing = List.copyOf(missing);
        ignored = List.copyOf(ignored);
        remarks = List.copyOf(remarks);
        rivals = List.copyOf(rivals);
    }

    /**
     * Opens a submission.
     *
     * @param path a folder, or a {@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tar.xz} or {@code .tar.bz2}; its content
     *     tells which
     * @param artifacts what the assignment asks for
     * @return the submission; it may lack every file
     * @throws SubmissionException if it is no archive, damaged as a whole, or beyond every bound (32 MB, 10,000 entries, 256 MB
     *     unpacked): the student's affair
     * @throws IOException if this machine cannot read it
     */
    public static Submission open(Path path, Artifacts artifacts) throws IOException {
        Unpacking unpacking = new Unpacking();
        String name =
                Shown.name(String.valueOf(path.toAbsolutePath().normalize().getFileName()));
        if (Files.isDirectory(path)) {
            Containers.folder(path, unpacking);
        } else {
            Containers.archive(archive(path, name), name, unpacking);
        }
        openNested(unpacking, 1);
        return of(name, unpacking, artifacts);
    }

    /**
     * Opens a submission that is in memory.
     *
     * @param archive an archive, as {@link #open(Path, Artifacts)} takes it, of at most 32 MB
     * @param name what it is called
     * @param artifacts what the assignment asks for
     * @return the submission
     * @throws SubmissionException as {@link #open(Path, Artifacts)}
     * @throws IOException never, but for that
     */
    public static Submission open(byte[] archive, String name, Artifacts artifacts) throws IOException {
        Unpacking unpacking = new Unpacking();
        String shown = Shown.name(name);
        if (archive.length > SubmissionLimits.ARCHIVE) {
            throw tooLarge(shown);
        }
        Containers.archive(archive, shown, unpacking);
        openNested(unpacking, 1);
        return of(shown, unpacking, artifacts);
    }

    private static SubmissionException tooLarge(String name) {
        return new SubmissionException(name + " is larger than " + (SubmissionLimits.ARCHIVE >> 20)
                + " MB; hand in the files that the assignment names.");
    }

    private static byte[] archive(Path path, String name) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(
                    Files.exists(path)
                            ? name + " is neither a folder nor a file."
                            : "There is no " + name + "; give the path of a folder or an archive.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes((int) SubmissionLimits.ARCHIVE + 1);
            if (bytes.length > SubmissionLimits.ARCHIVE) {
                throw tooLarge(name);
            }
            return bytes;
        }
    }

    /** Some course systems, and some students, pack archives into archives. They are opened where there is no source yet. */
    private static void openNested(Unpacking unpacking, int level) throws IOException {
        boolean wanted = level <= SubmissionLimits.NESTING
                && unpacking.files().stream().noneMatch(file -> file.isNamed(".c") || file.isNamed(".java"));
        boolean any = false;
        for (SubmittedFile nested : unpacking.takeNested()) {
            EntryName name = new EntryName(nested.path());
            if (!wanted) {
                unpacking.ignore(name, "an archive in the archive");
                continue;
            }
            try {
                Containers.archive(nested.content(), name.shown(), unpacking);
                unpacking.remark("The files lay in " + name.shown() + ", an archive in the submission.");
                any = true;
            } catch (SubmissionException e) {
                unpacking.ignore(name, "an archive in the archive: " + e.getMessage());
            }
        }
        if (any) {
            openNested(unpacking, level + 1);
        }
    }

    private static Submission of(String name, Unpacking unpacking, Artifacts artifacts) {
        List<String> remarks = new ArrayList<>(unpacking.remarks());
        List<SubmittedFile> files = readable(withoutCommonFolder(unpacking.files()), remarks);
        RoleFinder roles = RoleFinder.in(files, artifacts);
        remarks.addAll(roles.remarks());
        remarkLines(files, remarks);
        Map<Role, SubmittedFile> found = new TreeMap<>(roles.found());
        List<SubmittedFile> others =
                files.stream().filter(file -> !found.containsValue(file)).toList();
        List<Role> missing = artifacts.roles().stream()
                .filter(Role::isAskedFor)
                .filter(role -> !found.containsKey(role))
                .filter(role ->
                        artifacts.inJava(role).filter(found::containsKey).isEmpty())
                .toList();
        return new Submission(
                artifacts, name, digest(files), found, others, missing, unpacking.ignored(), remarks, roles.rivals());
    }

    private static List<SubmittedFile> withoutCommonFolder(List<SubmittedFile> files) {
        String common = files.stream()
                .map(file -> file.folder().isEmpty() ? "" : file.folder() + "/")
                .reduce(Submission::commonFolder)
                .orElse("");
        return files.stream()
                .map(file -> file.at(file.path().substring(common.length())))
                .toList();
    }

    private static String commonFolder(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return a.substring(0, a.lastIndexOf('/', length - 1) + 1);
    }

    private static List<SubmittedFile> readable(List<SubmittedFile> files, List<String> remarks) {
        List<SubmittedFile> readable = new ArrayList<>();
        for (SubmittedFile file : files) {
            byte[] before = file.content();
            byte[] after = SourceText.readable(before);
            if (!Arrays.equals(before, after)) {
                remarks.add(file + " was converted: no compiler reads UTF-16 or bare carriage returns.");
            }
            readable.add(new SubmittedFile(file.path(), after));
        }
        return readable;
    }

    private static void remarkLines(List<SubmittedFile> files, List<String> remarks) {
        List<String> windows = files.stream()
                .filter(file -> SourceText.of(file).hasWindowsLines())
                .map(SubmittedFile::path)
                .limit(7)
                .toList();
        if (!windows.isEmpty()) {
            remarks.add(
                    "Lines end as on Windows (CR LF) in " + String.join(", ", windows) + "; compilers do not mind.");
        }
    }

    private static String digest(List<SubmittedFile> files) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (SubmittedFile file : files) {
            byte[] content = file.content();
            digest.update((file.path() + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        }
        return Hex.encodeHexString(digest.digest());
    }

    /**
     * Finds the file of a role.
     *
     * @param role what it is for
     * @return the file, if there is one
     */
    public Optional<SubmittedFile> file(Role role) {
        return Optional.ofNullable(files.get(role));
    }

    /**
     * Tells what was handed in, as a grade does.
     *
     * @param id whose it is
     * @param more remarks besides {@link #remarks()}
     * @return the same without the contents of files
     */
    public Submitted submitted(String id, List<String> more) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(more);
        return new Submitted(
                id,
                sha256,
                files.values().stream().map(SubmittedFile::path).toList(),
                missing.stream().map(Role::fileName).toList(),
                ignored.stream().map(one -> one.name() + ": " + one.reason()).toList(),
                all);
    }

    /** {@return every file, those with a role first} */
    public List<SubmittedFile> all() {
        List<SubmittedFile> all = new ArrayList<>(files.values());
        all.addAll(others);
        return List.copyOf(all);
    }
}
