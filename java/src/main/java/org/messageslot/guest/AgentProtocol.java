// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

/** The Java mirror of {@code kernel/guest/agent_protocol.h}, which explains it. */
final class AgentProtocol {

    static final int VERSION = 5;
    static final int HEADER_LENGTH = 12;
    static final int MAX_PAYLOAD = 16 << 20;
    static final int MAX_LANES = 64;
    static final int MAX_BUFFER = 1 << 20;
    static final int REPLY = 0x8000;

    static final int HELLO = 1;
    static final int POWER_OFF = 2;
    static final int LOAD_MODULE = 3;
    static final int UNLOAD_MODULE = 4;
    static final int MKNOD = 5;
    static final int UNLINK = 6;
    static final int CHMOD = 7;
    static final int CHOWN = 8;
    static final int PUT_FILE = 9;
    static final int GET_FILE = 10;
    static final int KERNEL_LOG = 11;
    static final int RUN = 12;
    static final int NEW_PROCESS = 13;
    static final int FORK = 14;
    static final int END_PROCESS = 15;
    static final int SCRIPT = 16;
    static final int STACKS = 17;
    static final int CHECK_HEAP = 18;
    static final int TAINT = 19;
    static final int PROCESS_ENDED = 0x7001;

    /** The other calls have their numbers in {@link org.messageslot.calls.Operations}. */
    static final int CALL_CLOSE_ALL = 7;

    static final int RUN_TIMED_OUT = 1;
    static final int RUN_OUTPUT_CUT = 2;
    static final int RUN_ERROR_CUT = 4;

    private AgentProtocol() {}
}
