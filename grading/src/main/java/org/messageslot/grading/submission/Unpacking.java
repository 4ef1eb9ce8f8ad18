// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was taken out of a folder or an archive so far, in memory, within {@link SubmissionLimits}. Every kind of container hands its
 * entries here, so that the rules are the same for all.
 */
final class Unpacking {

    private final Map<String, SubmittedFile> files = new TreeMap<>();
    private final Set<String> folders = new HashSet<>();
    private final List<SubmittedFile> nested = new ArrayList<>();
    private long nestedBytes;
    private final List<Ignored> ignored = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int entries;
    private int kept;
    private int unlisted;
    private long unpacked;

    /** Opens an entry's content, which is read at most once. */
    interface EntryContent {
        InputStream open() throws IOException;
    }

    /** Counts one more entry, whatever it is. */
    void count() throws SubmissionException {
        demandFewer(1);
        entries++;
    }

    /** Demands that so many more entries are within the bound. */
    void demandFewer(int more) throws SubmissionException {
        if (entries + more > SubmissionLimits.ENTRIES) {
            throw new SubmissionException("The submission holds more than " + SubmissionLimits.ENTRIES
                    + " entries; hand in the five files that the assignment names.");
        }
    }

    /** Takes a regular file, or says why not. */
    void file(EntryName name, EntryContent content) throws IOException {
        String reason = name.fault().or(name::litter).orElse("");
        if (name.fault().isEmpty() && name.isArchive()) {
            archive(name, content);
        } else if (reason.isEmpty()) {
            keep(name, content);
        } else {
            ignore(name, reason);
        }
    }

    void ignore(EntryName name, String reason) {
        if (ignored.size() < SubmissionLimits.IGNORED) {
            ignored.add(new Ignored(name.shown(), reason));
        } else {
            unlisted++;
        }
    }

    private void keep(EntryName name, EntryContent content) throws IOException {
        byte[] bytes = read(name, content, SubmissionLimits.FILE);
        if (bytes.length > SubmissionLimits.FILE) {
            ignore(name, "it is larger than 1 MB");
            return;
        }
        kept += bytes.length;
        if (kept > SubmissionLimits.KEPT || files.size() >= SubmissionLimits.FILES) {
            throw new SubmissionException("The submission holds more than " + SubmissionLimits.FILES
                    + " source files or " + (SubmissionLimits.KEPT >> 20)
                    + " MB of them; hand in the five files that the assignment names.");
        }
        SubmittedFile file = new SubmittedFile(name.path(), bytes);
        Optional<String> clash = clash(file);
        if (clash.isPresent()) {
            ignore(name, clash.get() + " is both a file and a folder, and only the first of them was taken");
            return;
        }
        folders.addAll(foldersOf(file));
        SubmittedFile former = files.put(file.path(), file);
        if (former != null && !Arrays.equals(former.content(), bytes)) {
            remark("The archive holds " + name.shown() + " more than once; the last one was taken.");
        }
    }

    /** {@return the name that would have to be a file and a folder at once, if there is one} */
    private Optional<String> clash(SubmittedFile file) {
        return folders.contains(file.path())
                ? Optional.of(file.path())
                : foldersOf(file).stream().filter(files::containsKey).findFirst();
    }

    private static List<String> foldersOf(SubmittedFile file) {
        List<String> all = new ArrayList<>();
        String path = file.path();
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            all.add(path.substring(0, slash));
        }
        return all;
    }

    /** Archives are set aside; whether they are opened depends on what else there is. */
    private void archive(EntryName name, EntryContent content) throws IOException {
        byte[] bytes = read(name, content, SubmissionLimits.KEPT);
        if (bytes.length + nestedBytes > SubmissionLimits.KEPT) {
            ignore(name, "an archive in the archive, too large to be opened");
        } else if (bytes.length > 0) {
            nestedBytes += bytes.length;
            nested.add(new SubmittedFile(name.raw(), bytes));
        }
    }

    /** {@return the bytes, one more than the bound if there are more; none where the entry is damaged} */
    private byte[] read(EntryName name, EntryContent content, int bound) throws IOException {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readNBytes(bound + 1);
            unpacked(bytes.length);
            return bytes;
        } catch (SubmissionException e) {
            throw e;
        } catch (DamagedEntryException e) {
            ignore(name, e.reason());
            throw e;
        }
    }

    /** Counts bytes that an archive unpacked to. */
    void unpacked(long bytes) throws SubmissionException {
        unpacked += bytes;
        if (unpacked > SubmissionLimits.UNPACKED) {
            throw new SubmissionException("The archive unpacks to more than " + (SubmissionLimits.UNPACKED >> 20)
                    + " MB; hand in the five files that the assignment names.");
        }
    }

    void remark(String remark) {
        if (remarks.size() < SubmissionLimits.IGNORED) {
            remarks.add(remark);
        }
    }

    List<SubmittedFile> files() {
        return List.copyOf(files.values());
    }

    List<SubmittedFile> takeNested() {
        List<SubmittedFile> taken = List.copyOf(nested);
        nested.clear();
        return taken;
    }

    List<Ignored> ignored() {
        List<Ignored> all = new ArrayList<>(ignored);
        if (unlisted > 0) {
            all.add(new Ignored("... and " + unlisted + " more", "not listed"));
        }
        return List.copyOf(all);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Signals that one entry cannot be read, and that the others may. */
    static final class DamagedEntryException extends IOException {

        private static final long serialVersionUID = 1;

        private final String reason;

        DamagedEntryException(String reason, IOException cause) {
            super(reason, cause);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
