// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Role.FileKind;
import org.messageslot.grading.submission.Sandbox.JobEnd;

/**
 * One submission laid out for compilers: its files read-only under {@code /submission}, our shim headers under {@code /shim},
 * and a folder for each job. Gone when closed.
 */
final class Workshop implements AutoCloseable {

    static final String SOURCES = "/submission";
    static final String SHIM = "/shim";
    private static final int LONGEST_WORDS = 16_000;

    private final Sandbox sandbox;
    private final Submission submission;
    private final PrivateFolder folder;

    private Workshop(Sandbox sandbox, Submission submission, PrivateFolder folder) {
        this.sandbox = sandbox;
        this.submission = submission;
        this.folder = folder;
    }

    static Workshop open(Sandbox sandbox, Submission submission) throws IOException {
        Workshop workshop = new Workshop(sandbox, submission, PrivateFolder.make());
        try {
            workshop.layOut();
            return workshop;
        } catch (IOException e) {
            workshop.close();
            throw e;
        }
    }

    private void layOut() throws IOException {
        publicFolder("submission");
        publicFolder("shim");
        for (SubmittedFile file : submission.all()) {
            folder.write("submission/" + file.path(), file.content());
        }
        for (Map.Entry<Role, SubmittedFile> entry : submission.files().entrySet()) {
            alias(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, String> header : Shim.headers().entrySet()) {
            folder.write("shim/" + header.getKey(), header.getValue());
        }
    }

    /** The header is found under the assignment's name also if the student's differs, in case for example. */
    private void alias(Role role, SubmittedFile file) throws IOException {
        String prefix = file.folder().isEmpty() ? "" : file.folder() + "/";
        String path = "submission/" + prefix + role.fileName();
        if (role.kind() == FileKind.HEADER && !folder.isTaken(path)) {
            folder.write(path, file.content());
        }
    }

    private void publicFolder(String name) throws IOException {
        Files.createDirectory(
                folder.path().resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder.path().resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Submission submission() {
        return submission;
    }

    static String inside(SubmittedFile file) {
        return SOURCES + "/" + file.path();
    }

    /** The private folder of one job. */
    final class Bench {
        private final String name;
        private final Map<String, Path> mounts = new HashMap<>();

        private Bench(String name) {
            this.name = name;
            mounts.put(SOURCES, folder.path().resolve("submission"));
            mounts.put(SHIM, folder.path().resolve("shim"));
        }

        Bench mounting(Map<String, Path> more) {
            mounts.putAll(more);
            return this;
        }

        /** Writes a text of ours, in which things are named as a job finds them. */
        void write(String file, String text) throws IOException {
            folder.write(name + "/" + file, places().outside(text));
        }

        /** Writes a file of ours; an object as it is, for in it each byte has its place. */
        void write(String file, byte[] content) throws IOException {
            if (file.endsWith(".o")) {
                folder.write(name + "/" + file, content);
                return;
            }
            String bytes = places().outside(new String(content, StandardCharsets.ISO_8859_1));
            folder.write(name + "/" + file, bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        private Places places() {
            return sandbox.places(job(List.of(), Sandbox.JobLimits.ofCompilers(), false));
        }

        private Sandbox.Job job(List<String> words, Sandbox.JobLimits limits, boolean showProcesses) {
            return new Sandbox.Job(words, path(), mounts, limits, showProcesses);
        }

        boolean has(String file) {
            return folder.has(name + "/" + file);
        }

        byte[] read(String file) throws IOException {
            return folder.read(name + "/" + file);
        }

        Path path() {
            return folder.path().resolve(name);
        }

        /** Runs a script of ours with arguments; only a limit that is the machine's fault is an exception. */
        Sandbox.JobResult bash(String script, String... arguments) throws UngradableException, InterruptedException {
            List<String> words = Stream.concat(Stream.of("/usr/bin/bash", "-c", script, "bash"), Stream.of(arguments))
                    .toList();
            return run(words, Sandbox.JobLimits.ofCompilers(), false);
        }

        Sandbox.JobResult run(List<String> words, Sandbox.JobLimits limits, boolean showProcesses)
                throws UngradableException, InterruptedException {
            HostState before = HostState.of(path());
            Sandbox.JobResult outcome = sandbox.run(job(words, limits, showProcesses));
            if (outcome.end() == JobEnd.TOO_SLOW) {
                throw new UngradableException("Compiling " + submission.name() + " took more than "
                        + limits.wall().toMinutes()
                        + " minutes though no process used up its CPU time; is this machine overloaded?");
            }
            if (!outcome.isSuccess()) {
                HostState.of(path()).demandSoundSince(before, limits);
            }
            return outcome;
        }
    }

    Bench bench(String name) throws IOException {
        publicFolder(name);
        return new Bench(name);
    }

    /** Folders with headers, as options for a response file. */
    String includeOptions(String option) {
        StringBuilder options = new StringBuilder();
        submission.all().stream()
                .filter(file -> file.isNamed(".h") || file.isNamed(".inc") || file.isNamed(".c"))
                .map(SubmittedFile::folder)
                .distinct()
                .sorted()
                .forEach(name -> options.append(option)
                        .append(" \"")
                        .append(SOURCES)
                        .append(name.isEmpty() ? "" : "/" + name)
                        .append("\"\n"));
        return options.toString();
    }

    /** What a compiler said, as the student may read it: paths as in the submission. */
    static String words(Sandbox.JobResult outcome) {
        String output = FoldedWords.of(outcome.output())
                .replaceAll("(?m)^In file included from /build/\\S*[,:]\\R", "")
                .replaceAll("/kernel/usr/src/linux-headers-[^/\\s]+/", "")
                .replace(SOURCES + "/", "")
                .replace(SHIM + "/", "");
        Optional<String> limit = outcome.isSuccess() ? Optional.empty() : Sandbox.limitReached(outcome);
        String words = Shown.text(output, LONGEST_WORDS);
        return limit.map(reason -> "Stopped: " + reason + ".\n" + words).orElse(words);
    }

    static int warnings(Sandbox.JobResult outcome) {
        return (int) outcome.output()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(": warning: "))
                .count();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
