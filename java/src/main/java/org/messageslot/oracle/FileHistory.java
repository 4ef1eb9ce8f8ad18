// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.IdentityHashMap;
import java.util.Optional;
import org.messageslot.calls.Call;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.model.FileState;

/** Follows the calls on open files, and tells what each asks in which condition. Not thread-safe. */
public final class FileHistory {

    private final boolean censorship;
    private final IdentityHashMap<Object, Long> selected = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Asked> last = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Boolean> refused = new IdentityHashMap<>();

    /**
     * Begins.
     *
     * @param censorship whether the edition has censorship
     */
    public FileHistory(boolean censorship) {
        this.censorship = censorship;
    }

    /**
     * A call, and the one on the same file just before it.
     *
     * @param now this call
     * @param before the one before; empty if it is the first
     */
    public record InTurn(Asked now, Optional<Asked> before) {

        /** {@return both calls; empty if this is the first} */
        public Optional<AskedInARow> inARow() {
            return before.map(first -> new AskedInARow(first, now.kind()));
        }
    }

    /**
     * Notes a call.
     *
     * @param call the call
     * @param file the file that it was made on, before
     * @param result what it returned
     * @return what it asked; empty if nothing of a slot
     */
    public Optional<InTurn> note(Call call, FileState file, Result result) {
        Condition condition = condition(file);
        Optional<InTurn> asked = CallKind.of(call, file, selected(file), censorship)
                .map(kind -> new Asked(condition, kind))
                .map(now -> new InTurn(now, Optional.ofNullable(last.put(file.file(), now))));
        refused.put(file.file(), result.isFailure());
        if (call instanceof Ioctl ioctl && ioctl.command() == SlotCommands.CHANNEL && !result.isFailure()) {
            selected.put(file.file(), ioctl.argument());
        }
        return asked;
    }

    /**
     * Tells what a file is like.
     *
     * @param file the file
     * @return its condition
     */
    public Condition condition(FileState file) {
        return Condition.of(file, refused.getOrDefault(file.file(), false));
    }

    /**
     * Tells which call was the last on a file.
     *
     * @param file the file
     * @return what it asked; empty if there was none
     */
    public Optional<Asked> last(FileState file) {
        return Optional.ofNullable(last.get(file.file()));
    }

    /**
     * Tells which channel a file has.
     *
     * @param file the file
     * @return its id, 0 if it has none
     */
    public long selected(FileState file) {
        return selected.getOrDefault(file.file(), 0L);
    }
}
