// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Outcome;

/**
 * The functions of a module that the kernel calls, as its struct file_operations names them.
 *
 * @param byCall their names by the call that leads to them: {@code write} for example
 */
record ModuleFunctions(Map<String, String> byCall) {

    private static final Pattern OPERATION = Pattern.compile(
            "\\.(open|read|write|unlocked_ioctl|release)\\s{0,9}=\\s{0,9}&?\\s{0,9}([A-Za-z_][A-Za-z0-9_]{0,60})\\b");
    private static final Pattern CALL = Pattern.compile("(?:[A-Z]: )?(open|read|write|ioctl|close)\\(.*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,60}");

    /** {@return the functions that a source names; none if it is written in another way} */
    static ModuleFunctions of(String source) {
        Map<String, String> byCall = new LinkedHashMap<>();
        Matcher operation = OPERATION.matcher(source);
        while (operation.find()) {
            String call = operation.group(1).replace("unlocked_", "").replace("release", "close");
            byCall.putIfAbsent(call, operation.group(2));
        }
        return new ModuleFunctions(byCall);
    }

    /** {@return all their names, each once} */
    List<String> names() {
        return byCall.values().stream().distinct().toList();
    }

    /** {@return the function to stop in: where it crashed, or else that of the last call} */
    Optional<String> toStopIn(Outcome outcome) {
        @Nullable ExplainedOops oops = outcome.oops();
        if (oops != null
                && !oops.file().isEmpty()
                && NAME.matcher(oops.function()).matches()) {
            return Optional.of(oops.function());
        }
        return outcome.calls().stream()
                .map(CALL::matcher)
                .filter(Matcher::matches)
                .flatMap(call -> Optional.ofNullable(byCall.get(call.group(1))).stream())
                .reduce((before, last) -> last);
    }
}
