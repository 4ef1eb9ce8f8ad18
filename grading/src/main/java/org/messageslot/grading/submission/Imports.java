// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Functions of the kernel that no module of an assignment needs and that reach beyond the module: whoever grades should look at the lines
 * that use them. It is a remark and no verdict, for a function can be imported and never called.
 */
final class Imports {

    private static final Map<String, List<String>> REACHING = new TreeMap<>(Map.of(
            "sees crashes before the kernel tells of them",
            List.of("register_die_notifier", "unregister_die_notifier", "panic_notifier_list"),
            "changes or finds code of the kernel",
            List.of(
                    "register_kprobe",
                    "register_kretprobe",
                    "register_ftrace_function",
                    "kallsyms_lookup_name",
                    "kallsyms_on_each_symbol",
                    "for_each_kernel_tracepoint",
                    "tracepoint_probe_unregister"),
            "ends, stops or starts processes",
            List.of(
                    "send_sig",
                    "send_sig_info",
                    "force_sig",
                    "kill_pid",
                    "kill_pgrp",
                    "call_usermodehelper",
                    "call_usermodehelper_exec"),
            "walks through all processes",
            List.of("init_task"),
            "ends the machine",
            List.of(
                    "panic",
                    "emergency_restart",
                    "kernel_restart",
                    "kernel_halt",
                    "kernel_power_off",
                    "orderly_poweroff"),
            "changes what the kernel remembers of damage",
            List.of("add_taint", "touch_softlockup_watchdog", "touch_all_softlockup_watchdogs"),
            "reaches into other files of the guest",
            List.of("filp_open", "kernel_write", "kernel_read", "remove_proc_entry", "remove_proc_subtree")));

    private Imports() {}

    /** {@return a sentence for each function that a built module imports and no such module needs} */
    static List<String> remarks(byte[] module, Submission submission) {
        String names = new String(module, StandardCharsets.ISO_8859_1);
        return REACHING.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream()
                        .filter(name -> names.contains("\0" + name + "\0"))
                        .map(name ->
                                "The module uses " + name + place(name, submission.all()) + ", which " + kind.getKey()
                                        + "; no " + submission.artifacts().device() + " needs that."))
                .toList();
    }

    private static String place(String name, List<SubmittedFile> sources) {
        Pattern word = Pattern.compile("\\b" + name + "\\b");
        for (SubmittedFile file : sources) {
            List<String> lines = file.text().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (word.matcher(lines.get(i)).find()) {
                    return " (" + file + ", line " + (i + 1) + ")";
                }
            }
        }
        return "";
    }
}
