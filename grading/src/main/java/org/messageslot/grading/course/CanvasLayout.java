// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.course.Claim.Whose;
import org.messageslot.grading.submission.Shown;

/**
 * Canvas' "Download Submissions": {@code name_LATE_123_456_ex3.zip}, a file for each attachment of the current attempt.
 *
 * <p>Canvas lets no number between underscores stand in a name, so the first two numbers are the user's and the attachment's,
 * and everything behind them is the student's. A group's name may end with a number, though; then it takes the gradebook to
 * tell, and without it there is a doubt.
 */
record CanvasLayout(Entries entries) implements CourseLayout {

    private static final Pattern UPLOAD =
            Pattern.compile("(?s)([^/]+?)_(?:(LATE)_)?(?:question_\\d+_)?(\\d{1,18})_(\\d{1,18})_([^/]+)");
    private static final Pattern NOBODY =
            Pattern.compile("(?s)(?:(LATE)_)?(anon_[A-Za-z0-9]{5})_(?:(LATE)_)?(?:question_\\d+_)?(\\d{1,18})_([^/]+)");
    private static final Pattern ENTRY = Pattern.compile(
            "(?s)([^/]+?)_(?:(LATE)_)?(\\d{1,18})_(text|link)\\.html|(?:(LATE)_)?(anon_[A-Za-z0-9]{5})_(?:(LATE)_)?(text|link)\\.html");
    private static final Pattern SECOND = Pattern.compile("(?s)(\\d{1,18})_(.+)");
    private static final Pattern VERSION = Pattern.compile("(?s)(.+)-(\\d{1,3})((?:\\.tar)?\\.[A-Za-z0-9]+)");

    /** A name in Canvas' download; {@code shifted} if the name before the numbers may end with the first of them. */
    private record CanvasName(String name, boolean late, String user, String file, boolean shifted) {

        static Optional<CanvasName> of(String top) {
            Matcher nobody = NOBODY.matcher(top);
            if (nobody.matches()) {
                boolean late = nobody.group(1) != null || nobody.group(3) != null;
                return Optional.of(new CanvasName("", late, nobody.group(2), nobody.group(5), false));
            }
            Matcher upload = UPLOAD.matcher(top);
            return upload.matches()
                    ? Optional.of(new CanvasName(
                            upload.group(1),
                            upload.group(2) != null,
                            upload.group(3),
                            upload.group(5),
                            SECOND.matcher(upload.group(5)).matches() && upload.group(2) == null))
                    : Optional.empty();
        }

        /** {@return the same, if the first number belongs to the name; the second one is the user's then} */
        static CanvasName shifted(String top) {
            Matcher upload = UPLOAD.matcher(top);
            Matcher rest = SECOND.matcher(upload.matches() ? upload.group(5) : "");
            return rest.matches()
                    ? new CanvasName(
                            upload.group(1) + "_" + upload.group(3), false, upload.group(4), rest.group(2), true)
                    : of(top).orElseThrow();
        }
    }

    static Optional<CanvasLayout> recognise(Entries entries) {
        long uploads = entries.tops().keySet().stream()
                .filter(top -> !entries.isFolder(top) && CanvasName.of(top).isPresent())
                .count();
        long others = entries.tops().keySet().stream()
                .filter(top ->
                        CanvasName.of(top).isEmpty() && !ENTRY.matcher(top).matches())
                .count();
        return uploads > 0 && others <= uploads ? Optional.of(new CanvasLayout(entries)) : Optional.empty();
    }

    @Override
    public Layout layout() {
        return Layout.CANVAS;
    }

    @Override
    public Sorted sorted(Facts facts) {
        Map<String, Gathered> byUser = new LinkedHashMap<>();
        List<String> strays = new ArrayList<>();
        for (String top : entries.tops().keySet()) {
            Optional<CanvasName> read = entries.isFolder(top) ? Optional.empty() : CanvasName.of(top);
            if (read.isEmpty()) {
                boolean text = ENTRY.matcher(top).matches();
                strays.add(top + ": " + (text ? "a text or an address, no file" : "not as Canvas names submissions"));
                continue;
            }
            CanvasName name = read.get();
            boolean doubtful = name.shifted();
            if (doubtful && facts.roster() != null) {
                CanvasName other = CanvasName.shifted(top);
                boolean first = facts.roster().hasId(name.user());
                boolean second = facts.roster().hasId(other.user());
                doubtful = first == second;
                name = second && !first ? other : name;
            }
            CanvasName own = name;
            byUser.computeIfAbsent(
                            name.user(),
                            user -> new Gathered(own, new ArrayList<>(), new ArrayList<>(), new boolean[2]))
                    .add(top, entries.items(top).get(0).at(name.file()), name.late(), doubtful);
        }
        return new Sorted(byUser.values().stream().map(Gathered::claim).toList(), strays);
    }

    /** The files of one user. */
    @SuppressWarnings("ArrayRecordComponent") // Two marks that are set as files come.
    private record Gathered(CanvasName name, List<String> tops, List<Item> items, boolean[] marks) {

        void add(String top, Item item, boolean late, boolean doubtful) {
            tops.add(top);
            items.add(item);
            marks[0] |= late;
            marks[1] |= doubtful;
        }

        Claim claim() {
            boolean nobody = name.user().startsWith("anon_");
            Whose whose = Whose.one(name.user(), name.name(), nobody ? "file name, anonymous" : "file name");
            List<PlanRow.Other> earlier = new ArrayList<>();
            List<Item> last = lastVersions(earlier);
            return new Claim(
                    marks[1]
                            ? whose.doubted("the number " + name.user()
                                    + " may be the end of a group's name; give --roster with the gradebook's export")
                            : whose,
                    (name.name() + "_" + name.user()).replaceFirst("^_", ""),
                    0,
                    null,
                    marks[0],
                    last,
                    null,
                    earlier);
        }

        /** Canvas calls what is uploaded again ex3-1.zip. */
        private List<Item> lastVersions(List<PlanRow.Other> earlier) {
            Map<String, Integer> last = new LinkedHashMap<>();
            for (int i = 0; i < items.size(); i++) {
                last.merge(plain(items.get(i).path()), i, (old, now) -> version(old) > version(now) ? old : now);
            }
            List<Item> kept = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                String plain = plain(items.get(i).path());
                if (Integer.valueOf(i).equals(last.get(plain))) {
                    kept.add(items.get(i).at(plain));
                } else {
                    earlier.add(new PlanRow.Other(Shown.name(tops.get(i)), "earlier"));
                }
            }
            return kept;
        }

        private static String plain(String file) {
            Matcher version = VERSION.matcher(file);
            return version.matches() ? version.group(1) + version.group(3) : file;
        }

        private int version(int item) {
            Matcher version = VERSION.matcher(items.get(item).path());
            return version.matches() ? Integer.parseInt(version.group(2)) : 0;
        }
    }
}
