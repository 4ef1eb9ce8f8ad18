// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things are for a job that runs without a sandbox: the names under which a sandbox would have mounted them, and where they
 * really are. Immutable.
 */
final class Places {

    /** A name begins where no other one goes on, or right after the option for a folder of headers. */
    private static final String START = "(?:(?<![\\w./-])|(?<=[^\\w./-]-I))";

    private static final String END = "(?![\\w.-])";

    private final List<Map.Entry<String, String>> all;

    private Places(List<Map.Entry<String, String>> all) {
        this.all = all;
    }

    /** {@return the places of a job in a sandbox, which sees everything where it was mounted} */
    static Places asMounted() {
        return new Places(List.of());
    }

    /** {@return the places of a job that runs without walls} */
    static Places of(Sandbox.Job job) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        all.add(Map.entry(Sandbox.FOLDER, job.folder().toString()));
        job.readOnly().forEach((inside, outside) -> all.add(Map.entry(inside, outside.toString())));
        return new Places(all);
    }

    /** {@return a text of ours with the real names} */
    String outside(String text) {
        String result = text;
        for (Map.Entry<String, String> place : longestFirst(Map.Entry.comparingByKey(byLength()))) {
            result = Pattern.compile(START + Pattern.quote(place.getKey()) + END)
                    .matcher(result)
                    .replaceAll(Matcher.quoteReplacement(place.getValue()));
        }
        return result;
    }

    /** {@return what a job said, with the names that a sandbox would have had} */
    String inside(String text) {
        String result = text;
        for (Map.Entry<String, String> place : longestFirst(Map.Entry.comparingByValue(byLength()))) {
            result = result.replace(place.getValue(), place.getKey());
        }
        return result;
    }

    private List<Map.Entry<String, String>> longestFirst(Comparator<Map.Entry<String, String>> order) {
        return all.stream().sorted(order.reversed()).toList();
    }

    private static Comparator<String> byLength() {
        return Comparator.comparingInt(String::length);
    }
}
