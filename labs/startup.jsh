// SPDX-License-Identifier: Apache-2.0
// What `lab shell` starts with: the library, a process of the kernel that --on chose, and an open slot.
import org.messageslot.*;
import org.messageslot.calls.*;
import static org.messageslot.calls.OpenFlags.*;
import static org.messageslot.lab.desk.Schedules.race;

SystemCalls calls = org.messageslot.lab.slot.Shell.calls();
MessageSlot slot = MessageSlot.open(calls, "/dev/slot0");
