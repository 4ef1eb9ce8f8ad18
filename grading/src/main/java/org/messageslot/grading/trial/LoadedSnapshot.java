// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.DerivedSnapshot;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.Taint;

/**
 * A kernel that has just loaded the submission's module, kept for as long as its checks run, and what was seen when it did.
 *
 * <p>Thread-safe.
 */
final class LoadedSnapshot implements AutoCloseable {

    private static final int TIMES = 2;

    private static final Pattern DEVICE = Pattern.compile(" {0,2}(\\d{1,3}) .*");
    private static final Pattern OURS = Pattern.compile("(\\d{1,9})-.*");

    private final Exam.Loading loading;
    private final @Nullable Path folder;
    private final @Nullable DerivedSnapshot branch;

    private LoadedSnapshot(Exam.Loading loading, @Nullable Path folder, @Nullable DerivedSnapshot branch) {
        this.loading = loading;
        this.folder = folder;
        this.branch = branch;
    }

    static LoadedSnapshot of(Candidate candidate, Edition edition, GuestStock stock, GuestKind kind)
            throws UngradableException {
        if (candidate.module().isEmpty()) {
            return new LoadedSnapshot(failed("The module did not build."), null, null);
        }
        for (int tries = 1; ; tries++) {
            try {
                LoadedSnapshot made = made(candidate, edition, stock, kind);
                if (!made.isTamperedWith() || tries == TIMES) {
                    return made;
                }
            } catch (GuestFailureException e) {
                // A failure that has nothing to do with the module does not come again.
                if (tries == TIMES || candidate.isSeenIn(e.failure().console())) {
                    return new LoadedSnapshot(
                            failed("Loading the module fails: " + e.failure().summary() + "."), null, null);
                }
            }
        }
    }

    private boolean isTamperedWith() {
        return Tampering.status(loading.sentence()) == Status.TAMPERED;
    }

    private static LoadedSnapshot made(Candidate candidate, Edition edition, GuestStock stock, GuestKind kind)
            throws UngradableException {
        AtomicReference<Exam.Loading> seen = new AtomicReference<>(failed("The module was not loaded."));
        Path folder = newFolder();
        try {
            DerivedSnapshot branch =
                    stock.branch(kind, folder, guest -> seen.set(prepare(candidate, edition, kind, guest)));
            Optional<String> tampering = Tampering.of(branch.codeChange(), kind);
            if (tampering.isPresent()) {
                branch.close();
                delete(folder);
                return new LoadedSnapshot(failed(tampering.get()), null, null);
            }
            return new LoadedSnapshot(Objects.requireNonNull(seen.get()), folder, branch);
        } catch (ErrnoException e) {
            delete(folder);
            return new LoadedSnapshot(failed("The module does not load: " + e.errno() + "."), null, null);
        } catch (GuestFailureException e) {
            delete(folder);
            throw e;
        } catch (IOException e) {
            delete(folder);
            throw new UngradableException("A snapshot cannot be kept: " + e.getMessage() + ".", e);
        }
    }

    /** Loads and unloads the module in a warm guest, to see what comes of it; nothing is kept. */
    static LoadedSnapshot tried(Candidate candidate, Edition edition, WarmGuests warm) throws UngradableException {
        return new LoadedSnapshot(loading(candidate, edition, warm), null, null);
    }

    /** A model always loads. */
    static LoadedSnapshot ofModel(Edition edition) {
        return new LoadedSnapshot(new Exam.Loading(true, Optional.of(edition.major()), Taint.NONE, ""), null, null);
    }

    private static Exam.Loading loading(Candidate candidate, Edition edition, WarmGuests warm)
            throws UngradableException {
        if (candidate.module().isEmpty()) {
            return failed("The module did not build.");
        }
        Guest guest = warm.take();
        try {
            Exam.Loading loading = load(candidate, edition, guest);
            guest.unloadModule(candidate.moduleName());
            return loading;
        } catch (ErrnoException e) {
            return failed("The module does not load: " + e.errno() + ".");
        } catch (GuestFailureException e) {
            return failed("Loading the module fails: " + e.failure().summary() + ".");
        } finally {
            warm.giveBack(guest);
        }
    }

    private static Exam.Loading failed(String sentence) {
        return new Exam.Loading(false, Optional.empty(), Taint.NONE, sentence);
    }

    private static Exam.Loading prepare(Candidate candidate, Edition edition, GuestKind kind, Guest guest)
            throws ErrnoException {
        if (kind == GuestKind.LEDGER) {
            new Ledger(guest, Journal.brief()).watch(candidate.moduleName());
        } else if (kind == GuestKind.POISON) {
            new Ledger(guest, Journal.brief()).dirty();
        } else {
            for (Program program : candidate.programs().values()) {
                if (kind == GuestKind.JAVA || program instanceof Program.NativeProgram) {
                    program.put(guest);
                }
            }
        }
        return load(candidate, edition, guest);
    }

    private static Exam.Loading load(Candidate candidate, Edition edition, Guest guest) throws ErrnoException {
        Set<Integer> before = majors(guest);
        guest.loadModule(
                candidate.module().orElseThrow(),
                candidate.parameters(edition.assignment().parameters(edition)));
        Set<Integer> after = majors(guest);
        after.removeAll(before);
        Optional<Integer> major = after.contains(edition.major())
                ? Optional.of(edition.major())
                : after.stream().findFirst();
        return new Exam.Loading(true, major, guest.taint(), "");
    }

    private static Set<Integer> majors(Guest guest) throws ErrnoException {
        Set<Integer> majors = new TreeSet<>();
        String text = guest.getText("/proc/devices");
        for (String line :
                text.substring(0, Math.max(0, text.indexOf("Block"))).lines().toList()) {
            Matcher device = DEVICE.matcher(line);
            if (device.matches()) {
                majors.add(Integer.valueOf(device.group(1)));
            }
        }
        return majors;
    }

    /** {@return what was seen when the module was loaded} */
    Exam.Loading loading() {
        return loading;
    }

    /** {@return a guest of this snapshot; empty if the module does not load} */
    Optional<Guest> fresh() throws UngradableException {
        if (branch == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(branch.restore());
        } catch (GuestFailureException e) {
            throw new UngradableException(e.failure().summary() + "; try again, or see lab doctor.", e);
        } catch (IOException e) {
            throw new UngradableException("A snapshot cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        if (branch != null) {
            branch.close();
        }
        if (folder != null) {
            delete(folder);
        }
    }

    // ---- folders: one for each, named after this process, so that what killed graders left can be told ----

    private static Path newFolder() throws UngradableException {
        Path all = CacheFolder.named("loaded");
        try {
            Files.createDirectories(all);
            sweep(all);
            return Files.createTempDirectory(all, ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UngradableException(
                    "The cache folder " + all + " cannot be written; set MSGSLOT_CACHE to a folder of yours.", e);
        }
    }

    private static void sweep(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                Matcher ours = OURS.matcher(folder.getFileName().toString());
                if (ours.matches()
                        && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                    sweepAway(folder);
                }
            }
        }
    }

    /** Several may sweep at once; whoever comes second finds nothing any more. */
    private static void sweepAway(Path folder) {
        try {
            delete(folder);
        } catch (UncheckedIOException e) {
            // What is left, if anything is, the next one sweeps.
        }
    }

    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
