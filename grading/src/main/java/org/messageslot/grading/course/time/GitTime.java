// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.messageslot.grading.submission.PrivateFolder;

/**
 * Finds when the commit was made that a student's clone is at, or its newest tag.
 *
 * <p>The repository is a stranger's: nothing in it is run, its settings and hooks are not read, and only objects are taken
 * from it. What its times say, the student's own machine wrote.
 */
public final class GitTime {

    private static final int LONGEST_FILE = 1 << 20;
    private static final int MOST_TAGS = 200;
    private static final Pattern HEAD = Pattern.compile("ref: (refs/heads/[A-Za-z0-9._/-]{1,200})");
    private static final Pattern PACKED = Pattern.compile("(?m)^([0-9a-f]{40}) (refs/\\S+)$");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

    private GitTime() {}

    /**
     * Reads the time of a clone.
     *
     * @param clone the folder with {@code .git} in it
     * @return the time; empty if it cannot be told
     */
    public static Optional<Moment> of(Path clone) {
        Path git = clone.resolve(".git");
        if (!Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (PrivateFolder own = PrivateFolder.make()) {
            Optional<String> head = head(git);
            return head.isEmpty() ? Optional.empty() : time(git, own.path(), head.get());
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return Optional.empty(); // Damaged, or made to damage: then it does not tell a time.
        }
    }

    private static Optional<Moment> time(Path git, Path own, String head) throws IOException {
        Path objects = git.resolve("objects");
        try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(own.toFile())
                        .setObjectDirectory(objects.toFile())
                        .setBare()
                        .build();
                RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(head));
            Instant committed = commit.getCommitterIdent().getWhenAsInstant();
            Optional<Instant> tagged = Optional.empty();
            for (String id : tags(git)) {
                RevObject tag = walk.parseAny(ObjectId.fromString(id));
                if (tag instanceof RevTag one && one.getObject().equals(commit) && one.getTaggerIdent() != null) {
                    Instant at = one.getTaggerIdent().getWhenAsInstant();
                    tagged = Optional.of(tagged.filter(at::isBefore).orElse(at));
                }
            }
            return Optional.of(tagged.map(at -> new Moment(at, "git tag")).orElse(new Moment(committed, "git commit")));
        }
    }

    private static Optional<String> head(Path git) throws IOException {
        String head = text(git.resolve("HEAD")).strip();
        if (ID.matcher(head).matches()) {
            return Optional.of(head);
        }
        Matcher branch = HEAD.matcher(head);
        if (!branch.matches() || branch.group(1).contains("..")) {
            return Optional.empty();
        }
        String loose = text(git.resolve(branch.group(1))).strip();
        return ID.matcher(loose).matches()
                ? Optional.of(loose)
                : packed(git).stream()
                        .filter(ref -> ref.name().equals(branch.group(1)))
                        .map(Ref::id)
                        .findFirst();
    }

    private record Ref(String id, String name) {}

    private static List<Ref> packed(Path git) throws IOException {
        List<Ref> refs = new ArrayList<>();
        for (Matcher line = PACKED.matcher(text(git.resolve("packed-refs"))); line.find(); ) {
            refs.add(new Ref(line.group(1), line.group(2)));
        }
        return refs;
    }

    private static List<String> tags(Path git) throws IOException {
        List<String> ids = new ArrayList<>();
        packed(git).stream()
                .filter(ref -> ref.name().startsWith("refs/tags/"))
                .limit(MOST_TAGS)
                .forEach(ref -> ids.add(ref.id()));
        Path folder = git.resolve("refs/tags");
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.limit(MOST_TAGS).toList()) {
                    String id = text(file).strip();
                    if (ID.matcher(id).matches()) {
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }

    /** {@return a file's text; empty if it is no file of its own, or too long} */
    private static String text(Path file) throws IOException {
        boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST_FILE;
        return plain ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1) : "";
    }
}
