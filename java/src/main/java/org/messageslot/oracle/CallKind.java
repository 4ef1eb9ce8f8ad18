// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.Optional;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Read;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.model.FileState;
import org.messageslot.oracle.Condition.ChannelState;

/** The kinds of calls on an open file, as far as the assignment tells calls apart. */
public enum CallKind {
    /** The channel id 0. */
    SELECT_ZERO("select channel 0"),
    /** The channel that the file has. */
    SELECT_SAME("select the same channel"),
    /** Another channel, of an id below 2^16. */
    SELECT_OTHER("select another channel"),
    /** Another channel, of a larger id. */
    SELECT_LARGE("select a channel of a large id"),
    /** Neither of the slot's commands. */
    UNKNOWN_COMMAND("give an unknown command"),
    /** Censorship is turned on. */
    CENSOR_ON("turn censorship on"),
    /** Censorship is turned off. */
    CENSOR_OFF("turn censorship off"),
    /** A message of 1 to 128 bytes. */
    WRITE("write a message"),
    /** 0 bytes. */
    WRITE_NOTHING("write 0 bytes"),
    /** More than 128 bytes. */
    WRITE_TOO_LONG("write too many bytes"),
    /** A message of a right length, not all of which can be read. */
    WRITE_BAD_BUFFER("write from a bad buffer"),
    /** A buffer that has room for the message, if there is one. */
    READ("read"),
    /** A buffer that is shorter than the message. */
    READ_SMALL("read into a small buffer"),
    /** A buffer that has room for the message, if there is one, and cannot be written. */
    READ_BAD_BUFFER("read into a bad buffer"),
    /** Another descriptor of the file. */
    DUP("duplicate the descriptor"),
    /** One descriptor of the file. */
    CLOSE("close a descriptor"),
    /** 0 bytes; what then comes is not decided. */
    READ_NOTHING("read 0 bytes", false),
    /** A message that ends before the buffer's unmapped page; whether that is an error is not decided. */
    READ_FITTING("read into a buffer that ends early, behind the message", false),
    /** An id that is no unsigned int; it is not decided. */
    SELECT_BEYOND("select a channel of an id from 2^32 on", false),
    /** Neither 0 nor 1; it is not decided. */
    CENSOR_OTHERWISE("turn censorship to something else than 0 and 1", false);

    private static final int LONGEST = 128;
    private static final long LARGE = 1L << 16;

    private final String words;
    private final boolean decided;

    CallKind(String words) {
        this(words, true);
    }

    CallKind(String words, boolean decided) {
        this.words = words;
        this.decided = decided;
    }

    /**
     * Finds out what a call asks.
     *
     * @param call the call
     * @param file the file that it is made on, before
     * @param selected the id of the file's channel, 0 if it has none
     * @param censorship whether the edition has censorship
     * @return the kind; empty if the call asks nothing of a slot
     */
    public static Optional<CallKind> of(Call call, FileState file, long selected, boolean censorship) {
        if (call instanceof Ioctl ioctl) {
            return Optional.of(ofCommand(ioctl, selected, censorship));
        }
        if (call instanceof Write write) {
            return Optional.of(ofWrite(write.buffer()));
        }
        if (call instanceof Read read) {
            return Optional.of(ofRead(read.buffer(), file.messageLength()));
        }
        return call instanceof Dup ? Optional.of(DUP) : call instanceof Close ? Optional.of(CLOSE) : Optional.empty();
    }

    private static CallKind ofCommand(Ioctl call, long selected, boolean censorship) {
        if (censorship && call.command() == SlotCommands.SET_CENSORSHIP) {
            return call.argument() == 1 ? CENSOR_ON : call.argument() == 0 ? CENSOR_OFF : CENSOR_OTHERWISE;
        }
        if (call.command() != SlotCommands.CHANNEL) {
            return UNKNOWN_COMMAND;
        }
        if (call.argument() >>> Integer.SIZE != 0) {
            return SELECT_BEYOND;
        }
        if (call.argument() == 0) {
            return SELECT_ZERO;
        }
        return call.argument() == selected ? SELECT_SAME : call.argument() < LARGE ? SELECT_OTHER : SELECT_LARGE;
    }

    private static CallKind ofWrite(Buffer buffer) {
        if (buffer.length() == 0) {
            return WRITE_NOTHING;
        }
        return buffer.length() > LONGEST ? WRITE_TOO_LONG : buffer.isReadable() ? WRITE : WRITE_BAD_BUFFER;
    }

    private static CallKind ofRead(Buffer buffer, Optional<Integer> message) {
        if (buffer.length() == 0) {
            return READ_NOTHING;
        }
        if (buffer.length() < message.orElse(0)) {
            return READ_SMALL;
        }
        return switch (buffer.kind()) {
            case BYTES, UNTOUCHED -> READ;
            case NULL, UNMAPPED, READ_ONLY, KERNEL -> READ_BAD_BUFFER;
            case CROSSING -> buffer.bytes().length < message.orElse(Integer.MAX_VALUE) ? READ_BAD_BUFFER : READ_FITTING;
        };
    }

    /** {@return whether the assignment's text decides what comes of it} */
    public boolean isDecided() {
        return decided;
    }

    /**
     * Tells whether such a call can be made.
     *
     * @param condition what the file is like
     * @param censorship whether the edition has censorship
     * @return whether it can
     */
    public boolean isPossible(Condition condition, boolean censorship) {
        return isPossible(condition.channel(), censorship);
    }

    private boolean isPossible(ChannelState channel, boolean censorship) {
        return switch (this) {
            case SELECT_SAME -> channel != ChannelState.NONE;
            case READ_SMALL, READ_FITTING -> channel == ChannelState.FULL;
            case CENSOR_ON, CENSOR_OFF, CENSOR_OTHERWISE -> censorship;
            default -> true;
        };
    }

    /**
     * Tells whether such a call can be made after another one.
     *
     * @param first that one, which is possible
     * @param censorship whether the edition has censorship
     * @return whether it can; a channel that the first selects may have a message
     */
    public boolean canFollow(Asked first, boolean censorship) {
        ChannelState before = first.condition().channel();
        boolean hasChannel = before != ChannelState.NONE;
        return switch (first.kind()) {
            case SELECT_OTHER, SELECT_LARGE -> isPossible(ChannelState.FULL, censorship);
            case WRITE -> isPossible(hasChannel ? ChannelState.FULL : before, censorship);
            default -> isPossible(before, censorship);
        };
    }

    /** {@return what the call does, in a few words} */
    @Override
    public String toString() {
        return words;
    }
}
