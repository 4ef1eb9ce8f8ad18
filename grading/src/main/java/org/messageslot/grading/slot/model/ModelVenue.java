// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.SlotEdition;
import org.messageslot.grading.trial.Venue;
import org.messageslot.guest.Guest;
import org.messageslot.model.ModelKernel;

/**
 * The assignment as a program, in place of a kernel with a module: loading the module makes a new model, which has forgotten all.
 *
 * <p>The model knows no users, and no heap. Not thread-safe, but for calls that wait.
 */
final class ModelVenue implements Venue {

    private final Edition edition;
    private final Function<ModelKernel.Ways, ModelKernel> models;
    private final CallWatch watch;
    private final List<Guest.GuestNode> nodes = new ArrayList<>();
    private final List<ModelCall> begun = new ArrayList<>();
    private @Nullable ModelKernel loaded;

    /**
     * Starts without a module.
     *
     * @param edition whose major number and censorship the module has
     * @param models makes what stands for the module when it is loaded: a right model, or a wrong one
     * @param watch hears of each call
     */
    ModelVenue(Edition edition, Function<ModelKernel.Ways, ModelKernel> models, CallWatch watch) {
        this.edition = edition;
        this.models = models;
        this.watch = watch;
    }

    @Override
    public DirectedCalls newProcess(String name, int user) {
        return new ModelSubject(this);
    }

    @Override
    public void makeNodes(List<Guest.GuestNode> made) {
        nodes.addAll(made);
        if (loaded != null) {
            made.forEach(this::makeNode);
        }
    }

    private void makeNode(Guest.GuestNode node) {
        int major = node.major() == edition.major() ? SlotCommands.MAJOR : 0;
        kernel().mknod(node.path(), major, node.minor(), node.permissions());
    }

    @Override
    public void load(String parameters) {
        Map<String, Integer> given = new HashMap<>();
        Arrays.stream(parameters.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split("=", 2))
                .forEach(pair -> given.put(pair[0], Integer.valueOf(pair[1])));
        boolean extended = edition.name().equals(SlotAssignment.EXTENSIONS);
        boolean waiting = given.getOrDefault("wait", 0) != 0;
        int queue = given.getOrDefault("queue", 0);
        loaded = models.apply(new ModelKernel.Ways(SlotEdition.of(edition).censorEvery(), extended, waiting, queue));
        nodes.forEach(this::makeNode);
    }

    @Override
    public void unload() throws ErrnoException {
        if (kernel().isInUse()) {
            throw new ErrnoException("delete_module", "message_slot", Errno.EWOULDBLOCK);
        }
        loaded = null;
    }

    @Override
    public void checkHeap() {
        // A model allocates nothing that could be overrun.
    }

    /** {@return the kernel with the module; for processes, which outlive it} */
    ModelKernel kernel() {
        if (loaded == null) {
            throw new IllegalStateException("The module is not loaded.");
        }
        return loaded;
    }

    /** Begins a call, and comes back when it has returned, or waits. */
    void begin(ModelCall call) {
        begun.add(call);
        call.start();
    }

    /** Comes back when each call that was begun has returned, or waits. */
    void settle() {
        begun.forEach(ModelCall::isDone);
    }

    CallWatch watch() {
        return watch;
    }
}
