// SPDX-License-Identifier: Apache-2.0
// What `lab shell --module FOLDER` adds: the module built and loaded anew, and the kernel's log.
void reload() throws Exception { org.messageslot.lab.slot.Shell.reload(); slot = MessageSlot.open(calls, "/dev/slot0"); }
void log() throws Exception { System.out.println(org.messageslot.lab.slot.Shell.log()); }
void log(boolean live) { org.messageslot.lab.slot.Shell.log(live); }
