// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.course.Claim.Whose;

/**
 * Moodle's "Download all submissions": {@code Name_12345_assignsubmission_file_/ex3.zip}, or the same without folders.
 *
 * <p>Moodle replaces underscores in names by spaces, so the first mark in an entry is Moodle's; everything behind it is the
 * student's. The number is the participant's, or the group's where groups hand in; the default group has none.
 */
record MoodleLayout(Entries entries) implements CourseLayout {

    private static final Pattern ENTRY = Pattern.compile("(?s)(.*?)_assignsubmission_(file|onlinetext)_?(.*)");
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*)_(\\d{1,12})");

    /** The part of an entry's name that is Moodle's, and the student's file behind it. */
    private record MoodleName(String name, String number, boolean file, String rest) {

        static Optional<MoodleName> of(String top) {
            Matcher entry = ENTRY.matcher(top);
            if (!entry.matches()) {
                return Optional.empty();
            }
            Matcher numbered = NUMBERED.matcher(entry.group(1));
            boolean known = numbered.matches();
            return Optional.of(new MoodleName(
                    known ? numbered.group(1) : entry.group(1),
                    known ? numbered.group(2) : "",
                    entry.group(2).equals("file"),
                    entry.group(3)));
        }

        String prefix() {
            return number.isEmpty() ? name : name + "_" + number;
        }
    }

    static Optional<MoodleLayout> recognise(Entries entries) {
        boolean any = entries.tops().keySet().stream()
                .anyMatch(top -> MoodleName.of(top)
                        .filter(name -> !name.number().isEmpty())
                        .isPresent());
        return any ? Optional.of(new MoodleLayout(entries)) : Optional.empty();
    }

    @Override
    public Layout layout() {
        return Layout.MOODLE;
    }

    @Override
    public Sorted sorted(Facts facts) {
        Map<MoodleName, List<Item>> files = new LinkedHashMap<>();
        Map<MoodleName, String> folders = new LinkedHashMap<>();
        List<String> strays = new ArrayList<>();
        for (String top : entries.tops().keySet()) {
            Optional<MoodleName> name = MoodleName.of(top);
            if (name.isEmpty()) {
                strays.add(top + ": not as Moodle names submissions");
            } else if (!name.get().file()) {
                strays.add(top + ": online text, no file");
            } else if (entries.isFolder(top)) {
                MoodleName owner = new MoodleName(name.get().name(), name.get().number(), true, "");
                files.computeIfAbsent(owner, absent -> new ArrayList<>()).addAll(entries.items(top));
                folders.put(owner, top);
            } else {
                MoodleName owner = new MoodleName(name.get().name(), name.get().number(), true, "");
                files.computeIfAbsent(owner, absent -> new ArrayList<>())
                        .add(entries.items(top).get(0).at(name.get().rest()));
            }
        }
        boolean teams = isOfTeams(files.keySet(), facts);
        List<Claim> claims = new ArrayList<>();
        files.forEach((name, items) -> {
            String folder = folders.get(name);
            Path disk = folder == null ? null : entries.place(folder).orElse(null);
            claims.add(Claim.of(
                    teams ? team(name, facts) : participant(name, facts),
                    folder == null ? name.prefix() + "_assignsubmission_file" : folder,
                    items,
                    disk));
        });
        return new Sorted(claims, strays);
    }

    /** The default group has no number, and the worksheet's column of groups has their names. */
    private static boolean isOfTeams(Iterable<MoodleName> names, Facts facts) {
        for (MoodleName name : names) {
            if (name.number().isEmpty()
                    || (facts.worksheet() != null && facts.worksheet().isGroup(name.name()))) {
                return true;
            }
        }
        return false;
    }

    private static Whose team(MoodleName name, Facts facts) {
        List<Member> members = new ArrayList<>();
        String by = "folder name";
        if (facts.worksheet() != null) {
            members.addAll(facts.worksheet().group(name.name()));
            by = "group, worksheet";
        }
        if (members.isEmpty() && facts.roster() != null) {
            members.addAll(facts.roster().group(name.name()));
            by = "group, roster";
        }
        Whose whose = new Whose(name.prefix(), name.name(), members, by, "");
        return members.isEmpty()
                ? whose.doubted("it is a group's, and its members are not known: give --worksheet, or write them into"
                        + " the plan")
                : whose;
    }

    private static Whose participant(MoodleName name, Facts facts) {
        MoodleSheet worksheet = facts.worksheet();
        if (worksheet == null) {
            return Whose.one(name.number(), name.name(), "folder name");
        }
        Optional<Member> member = worksheet.participant(name.number());
        if (member.isEmpty()) {
            return Whose.one(name.number(), name.name(), "folder name")
                    .doubted("the worksheet has no participant " + name.number());
        }
        return new Whose(name.number(), name.name(), List.of(member.get()), "worksheet", "");
    }
}
