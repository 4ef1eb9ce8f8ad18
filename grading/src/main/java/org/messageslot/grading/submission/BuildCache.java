// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.guest.FileTree;

/**
 * Builds that were made, one folder each, named by everything that they depend on. A damaged one is made again; all of them may
 * be deleted at any time. Thread-safe, also between processes: a build is made aside and renamed.
 */
final class BuildCache {

    private static final String STORED = "build.json";
    private static final String MAKING = ".making-";
    private static final Gson GSON = new Gson();

    private final Path root;
    private final Artifacts artifacts;

    BuildCache(Path root, Artifacts artifacts) {
        this.root = root;
        this.artifacts = artifacts;
    }

    /** What is kept beside the files. */
    private record StoredBuild(
            @Nullable Map<String, Part> parts,
            @Nullable List<Constant> constants,
            @Nullable List<String> remarks,
            @Nullable Map<String, String> digests) {}

    static String key(String... dependencies) {
        return DigestUtils.sha256Hex(String.join("\0", dependencies)).substring(0, 40);
    }

    Optional<Build> find(String key) {
        Path folder = root.resolve(key);
        try {
            StoredBuild stored = GSON.fromJson(Files.readString(folder.resolve(STORED)), StoredBuild.class);
            if (stored == null
                    || stored.parts() == null
                    || stored.constants() == null
                    || stored.remarks() == null
                    || stored.digests() == null) {
                return Optional.empty();
            }
            for (Map.Entry<String, String> file : stored.digests().entrySet()) {
                if (!DigestUtils.sha256Hex(Files.readAllBytes(folder.resolve(file.getKey())))
                        .equals(file.getValue())) {
                    return Optional.empty();
                }
            }
            Map<Role, Part> parts = new TreeMap<>();
            stored.parts().forEach((id, part) -> parts.put(artifacts.role(id), part));
            return Optional.of(new Build(folder, artifacts, parts, stored.constants(), stored.remarks()));
        } catch (IOException | JsonParseException | IllegalArgumentException e) {
            return Optional.empty(); // Not there, or no longer whole: it will be made.
        }
    }

    Build store(
            String key,
            Map<Role, Part> parts,
            List<Constant> constants,
            List<String> remarks,
            Map<String, byte[]> files)
            throws IOException {
        Files.createDirectories(root);
        sweep();
        Path aside = Files.createTempDirectory(root, MAKING);
        try {
            Map<String, String> digests = new TreeMap<>();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = aside.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                digests.put(file.getKey(), DigestUtils.sha256Hex(file.getValue()));
            }
            Map<String, Part> byId = new TreeMap<>();
            parts.forEach((role, part) -> byId.put(role.id(), part));
            Files.writeString(aside.resolve(STORED), GSON.toJson(new StoredBuild(byId, constants, remarks, digests)));
            moveInto(aside, root.resolve(key));
        } finally {
            FileTree.delete(aside);
        }
        return new Build(root.resolve(key), artifacts, parts, constants, remarks);
    }

    /** Removes what processes left behind that were killed while they stored a build, which takes milliseconds. */
    private void sweep() throws IOException {
        Instant old = Instant.now().minus(Duration.ofHours(1));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, MAKING + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                    FileTree.delete(folder);
                }
            }
        } catch (DirectoryIteratorException | NoSuchFileException e) {
            // Another process is sweeping, too.
            return;
        }
    }

    private void moveInto(Path aside, Path place) throws IOException {
        if (Files.exists(place) && find(place.getFileName().toString()).isEmpty()) {
            FileTree.delete(place);
        }
        try {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (find(place.getFileName().toString()).isEmpty()) {
                throw e;
            }
            // Another process made the same one meanwhile.
        }
    }
}
