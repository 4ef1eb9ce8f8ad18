// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source whose parts are marked by the step that they solve. A mark is a comment on a line of its own: the number, the
 * region's name and an opening brace where the region begins, a closing brace and the name where it ends. Regions may lie
 * within each other.
 */
final class MarkedSource {

    private static final Pattern BEGIN = Pattern.compile("\\s*/\\* step (\\d): ([a-z-]+) \\{ \\*/");
    private static final Pattern END = Pattern.compile("\\s*/\\* \\} ([a-z-]+) \\*/");

    private final Region whole;

    private MarkedSource(Region whole) {
        this.whole = whole;
    }

    /** What a source consists of. */
    private sealed interface SourcePart {}

    private record PlainLine(String text) implements SourcePart {}

    /**
     * A marked part.
     *
     * @param step the step that it solves
     * @param name its name, which is the only one in the file
     * @param parts what is in it
     */
    record Region(int step, String name, List<SourcePart> parts) implements SourcePart {}

    /**
     * Reads a marked source.
     *
     * @param file its name, for messages
     * @param text its text
     * @throws IllegalStateException if a mark has no other end
     */
    static MarkedSource parse(String file, String text) {
        Deque<Region> open = new ArrayDeque<>();
        open.push(new Region(0, "", new ArrayList<>()));
        for (String line : text.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            Matcher end = END.matcher(line);
            if (begin.matches()) {
                Region region = new Region(Integer.parseInt(begin.group(1)), begin.group(2), new ArrayList<>());
                open.element().parts().add(region);
                open.push(region);
            } else if (end.matches()) {
                Region closed = open.pop();
                if (!closed.name().equals(end.group(1))) {
                    throw new IllegalStateException(
                            file + ": the region '" + closed.name() + "' ends as '" + end.group(1) + "'.");
                }
            } else {
                open.element().parts().add(new PlainLine(line));
            }
        }
        if (open.size() > 1) {
            throw new IllegalStateException(
                    file + ": the region '" + open.element().name() + "' has no end.");
        }
        return new MarkedSource(open.element());
    }

    /** {@return the names of all regions, in the file's order} */
    List<String> names() {
        List<String> names = new ArrayList<>();
        collect(whole, names);
        return names;
    }

    private static void collect(Region region, List<String> names) {
        for (SourcePart part : region.parts()) {
            if (part instanceof Region inner) {
                names.add(inner.name());
                collect(inner, names);
            }
        }
    }

    /**
     * Writes the source with some steps solved, without marks.
     *
     * @param solved how many steps are solved
     * @param instead what stands in place of a region whose step is not, as lines
     * @return the text
     */
    String render(int solved, Function<Region, List<String>> instead) {
        List<String> lines = new ArrayList<>();
        render(whole, solved, instead, lines);
        StringBuilder text = new StringBuilder();
        boolean blank = false;
        for (String line : lines) {
            // A region that is left out leaves the empty lines around it.
            if (line.isEmpty()) {
                blank = true;
            } else {
                text.append(blank ? "\n" : "").append(line).append('\n');
                blank = false;
            }
        }
        return text.toString();
    }

    private static void render(Region region, int solved, Function<Region, List<String>> instead, List<String> lines) {
        for (SourcePart part : region.parts()) {
            if (part instanceof Region inner && inner.step() <= solved) {
                render(inner, solved, instead, lines);
            } else if (part instanceof Region inner) {
                lines.addAll(instead.apply(inner));
            } else {
                lines.add(((PlainLine) part).text());
            }
        }
    }
}
