// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a student sees in place of the regions of one source: a file of sections, each beginning with {@code == NAME}.
 *
 * <p>In a section, {@code @step N} stands for all that there is to say about step N, {@code @later N TEXT} for a reminder
 * of it, and {@code @item TEXT} after that for a line of the reminder.
 */
final class Substitutes {

    private static final Pattern SECTION = Pattern.compile("== ([a-z-]+)");
    private static final Pattern STEP = Pattern.compile("(\t*)@step (\\d)");
    private static final Pattern LATER = Pattern.compile("(\t*)@later (\\d) (.+)");
    private static final Pattern ITEM = Pattern.compile("\t*@item (.+)");

    private final Map<String, List<String>> sections;

    private Substitutes(Map<String, List<String>> sections) {
        this.sections = sections;
    }

    /** Writes the comments that sections ask for. */
    interface Comments {

        /** {@return all that there is to say about a step, as a comment} */
        List<String> whole(int step, String indent);

        /** {@return a reminder of a step, as a comment} */
        List<String> reminder(int step, String text, List<String> items, String indent);
    }

    static Substitutes parse(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher section = SECTION.matcher(line);
            if (section.matches()) {
                current = new ArrayList<>();
                if (sections.put(section.group(1), current) != null) {
                    throw new IllegalStateException("There are two sections '" + section.group(1) + "'.");
                }
            } else {
                current.add(line);
            }
        }
        sections.values().forEach(Substitutes::stripBlankEnd);
        return new Substitutes(sections);
    }

    private static void stripBlankEnd(List<String> lines) {
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
    }

    /** {@return the names of all sections, in the file's order} */
    Set<String> names() {
        return sections.keySet();
    }

    /**
     * What stands in place of a region.
     *
     * @param name the region's name
     * @param comments writes the comments
     * @return the lines
     * @throws IllegalStateException if there is no section for it
     */
    List<String> of(String name, Comments comments) {
        List<String> section = sections.get(name);
        if (section == null) {
            throw new IllegalStateException("There is no section '" + name + "'.");
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < section.size(); i++) {
            Matcher step = STEP.matcher(section.get(i));
            Matcher later = LATER.matcher(section.get(i));
            if (step.matches()) {
                lines.addAll(comments.whole(Integer.parseInt(step.group(2)), step.group(1)));
            } else if (later.matches()) {
                List<String> items = items(section.subList(i + 1, section.size()));
                lines.addAll(
                        comments.reminder(Integer.parseInt(later.group(2)), later.group(3), items, later.group(1)));
                i += items.size();
            } else {
                lines.add(section.get(i));
            }
        }
        return lines;
    }

    private static List<String> items(List<String> lines) {
        return lines.stream()
                .map(ITEM::matcher)
                .takeWhile(Matcher::matches)
                .map(item -> item.group(1))
                .toList();
    }
}
