// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.messageslot.LabFolders;

/**
 * The folder of things that take long to make and can be made again: kernels, images, snapshots, built modules.
 *
 * <p>An entry is a folder whose name tells everything that it depends on. It is made beside its place and renamed, once,
 * however many processes ask for it; it carries a stamp by which a damaged one is noticed and made again. Everything may be
 * deleted at any time. Thread-safe.
 */
final class Cache {

    private static final String STAMP = ".stamp";
    /**
     * Files up to this length are compared by content if they are as young as the stamp, else by length; longer ones by length
     * and time: reading them would cost too much.
     */
    private static final long HASHED = 2 << 20;

    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path root;

    Cache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Makes an entry's files in an empty folder. */
    interface EntryMaker {
        void make(Path folder) throws IOException;
    }

    static Cache ofUser() {
        return new Cache(LabFolders.cache());
    }

    Path root() {
        return root;
    }

    /** {@return the entry if it is there and sound} */
    Optional<Path> find(String kind, String key) {
        Path entry = root.resolve(kind).resolve(key);
        return isSound(entry) ? Optional.of(entry) : Optional.empty();
    }

    /**
     * Finds an entry, or makes it.
     *
     * @param kind the folder of such entries
     * @param key the entry's name, made of everything that it depends on
     * @param maker makes its files
     * @return the entry's folder
     * @throws GuestUnavailableException if the disk is full or the folder cannot be written
     * @throws IOException if the maker fails
     */
    Path entry(String kind, String key, EntryMaker maker) throws IOException {
        Optional<Path> found = find(kind, key);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return locked(kind + "-" + key, () -> make(kind, key, maker));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** {@return whether an entry's files are as they were made, all that the stamp tells of being read again} */
    boolean isIntact(String kind, String key) {
        Path entry = root.resolve(kind).resolve(key);
        try {
            return Files.readString(entry.resolve(STAMP)).equals(stamp(files(entry)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes an entry that turned out to be no good. */
    void discard(String kind, String key) throws IOException {
        Path entry = root.resolve(kind).resolve(key);
        Path aside = aside(entry);
        try {
            // Out of the way in one step, so that nobody finds half of it.
            Files.move(entry, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw explained(e);
        }
        FileTree.delete(aside);
    }

    private Path make(String kind, String key, EntryMaker maker) throws IOException {
        Optional<Path> found = find(kind, key);
        if (found.isPresent()) {
            return found.get();
        }
        discard(kind, key);
        Path entry = root.resolve(kind).resolve(key);
        sweep(root.resolve(kind), key);
        Path aside = aside(entry);
        Files.createDirectories(aside);
        try {
            maker.make(aside);
            Files.writeString(aside.resolve(STAMP), stamp(files(aside)));
            Files.move(aside, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            throw new IOException("The cache folder " + entry + " is in the way; delete it.", e);
        } finally {
            FileTree.delete(aside);
        }
        return entry;
    }

    private static Path aside(Path entry) {
        return entry.resolveSibling("." + entry.getFileName() + "." + Long.toHexString(System.nanoTime()));
    }

    /** What a maker left that was killed. The entry's lock is held, so that nobody is at work on it. */
    private static void sweep(Path kind, String key) throws IOException {
        if (!Files.isDirectory(kind)) {
            return;
        }
        try (Stream<Path> files = Files.list(kind)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("." + key + ".")) {
                    FileTree.delete(file);
                }
            }
        }
    }

    /** Work that one process at a time may do, and one thread of it. */
    interface Locked<T> {
        T run() throws IOException;
    }

    <T> T locked(String name, Locked<T> work) throws IOException {
        Path folder = root.resolve("locks");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw explained(e);
        }
        Path file = folder.resolve(name.length() > 100 ? hash(name.getBytes(StandardCharsets.UTF_8)) : name);
        // A file lock belongs to the whole JVM, so its threads need a lock of their own.
        ReentrantLock lock = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
        lock.lock();
        try {
            FileChannel held;
            try {
                held = held(file);
            } catch (IOException e) {
                throw explained(e);
            }
            try {
                return work.run();
            } finally {
                held.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return a file that this process alone has locked until it is closed} */
    private static FileChannel held(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (FileLockInterruptionException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            channel.close();
            return heldElsewhere(file);
        }
    }

    /** Shared folders of virtual machines (vboxsf, 9p) have no locks; the folder for temporary files has. */
    private static FileChannel heldElsewhere(Path file) throws IOException {
        String name = "msgslot-" + System.getProperty("user.name", "") + "-" + hash(file.toString()) + ".lock";
        FileChannel channel = FileChannel.open(
                Path.of(System.getProperty("java.io.tmpdir", "/tmp"), name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        channel.lock();
        return channel;
    }

    /** {@return a failure of this cache in a sentence with a remedy, if it is of a kind that has one} */
    IOException explained(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return new GuestUnavailableException(
                    "The disk that holds the cache " + root
                            + " is full; free about 1 GB there, or set MSGSLOT_CACHE to a folder on another disk.",
                    e);
        }
        if (e instanceof java.nio.file.AccessDeniedException || message.contains("Read-only file system")) {
            return new GuestUnavailableException(
                    "The cache " + root + " cannot be written; " + LabFolders.remedy(nearest(root), nearest(placeOf(e)))
                            + ".",
                    e);
        }
        return e;
    }

    /** {@return the file in the cache that a failure is about; the cache itself where that is not told} */
    private Path placeOf(IOException e) {
        String file = e instanceof FileSystemException failure ? failure.getFile() : null;
        return file != null && Path.of(file).startsWith(root) ? Path.of(file) : root;
    }

    /** {@return a folder, or the nearest one above it that is there} */
    private static Path nearest(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** Refuses to begin what the disk has no room for. Sparse files would otherwise fail much later, and much worse. */
    void demandSpace(long bytes) throws IOException {
        if (Files.getFileStore(nearest(root)).getUsableSpace() < bytes) {
            throw new GuestUnavailableException("The disk that holds the cache " + root + " is full (about "
                    + (bytes >> 20) + " MB are needed); free some, or set MSGSLOT_CACHE to a folder on another disk.");
        }
    }

    private static boolean isSound(Path entry) {
        Path file = entry.resolve(STAMP);
        try {
            String stamp = Files.readString(file);
            List<String> lines = stamp.lines().toList();
            List<Path> files = files(entry);
            Instant time = Files.getLastModifiedTime(file).toInstant();
            if (isUnchanged(lines, files, time)) {
                return true;
            }
            Instant now = Instant.now();
            boolean sound = stamp.equals(stamp(files));
            if (sound) {
                touch(file, now);
            }
            return sound;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return whether files have the stamp's sizes and names, and none is as young as the stamp; content is not read} */
    private static boolean isUnchanged(List<String> lines, List<Path> files, Instant stamped) throws IOException {
        if (lines.size() != files.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            Path file = files.get(i);
            String[] words = lines.get(i).split(" ", 3);
            if (words.length < 3) {
                return false; // Its writing was cut off.
            }
            long size = Files.size(file);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            boolean same = size <= HASHED
                    ? written.isBefore(stamped)
                    : written.toString().equals(words[1]);
            if (!same
                    || !words[0].equals(Long.toString(size))
                    || !words[2].equals(file.getFileName().toString())) {
                return false;
            }
        }
        return true;
    }

    /** Makes the stamp younger than the files that were just compared with it, so that they need not be read again. */
    private static void touch(Path stamp, Instant read) {
        try {
            Files.setLastModifiedTime(stamp, FileTime.from(read));
        } catch (IOException e) {
            return; // The cache is somebody else's: they are read each time.
        }
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> all = Files.list(entry)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(STAMP))
                    .sorted()
                    .toList();
        }
    }

    private static String stamp(List<Path> files) throws IOException {
        StringBuilder stamp = new StringBuilder();
        for (Path file : files) {
            long size = Files.size(file);
            String content = size <= HASHED
                    ? hash(Files.readAllBytes(file))
                    : Files.getLastModifiedTime(file).toInstant().toString();
            stamp.append(size)
                    .append(' ')
                    .append(content)
                    .append(' ')
                    .append(file.getFileName())
                    .append('\n');
        }
        return stamp.toString();
    }

    /** {@return the first 128 bits of the SHA-256 of some bytes, in hexadecimal} */
    static String hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
