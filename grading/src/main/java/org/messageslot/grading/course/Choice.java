// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.messageslot.grading.submission.Role;

/**
 * Which of a student's files count. The course system's counting and the numbers in names decide, and what is in the files;
 * never the alphabet: what stays equal is a doubt.
 *
 * @param counts what counts; several if they belong together
 * @param others what does not, and why
 * @param folder the folder in it that counts, {@code "."} for the topmost one; empty if there is no choice
 * @param doubts what a person has to decide
 */
record Choice(List<HandedIn> counts, List<PlanRow.Other> others, String folder, List<String> doubts) {

    /** Keep copies of the lists. */
    Choice {
        counts = List.copyOf(counts);
        others = List.copyOf(others);
        doubts = List.copyOf(doubts);
    }

    /** {@return the choice among all that a student handed in} */
    static Choice among(List<HandedIn> all) throws IOException {
        List<PlanRow.Other> others = new ArrayList<>();
        List<HandedIn> left = latest(all, others);
        left = withFiles(left, others);
        left = different(left, others);
        if (left.size() == 1) {
            return one(left.get(0), others);
        }
        if (areParts(left)) {
            return new Choice(left, others, "", List.of("these belong together, so they count as one: " + names(left)));
        }
        List<HandedIn> fullest = left.stream()
                .sorted(Comparator.comparingInt(Choice::size).reversed().thenComparing(HandedIn::where))
                .toList();
        HandedIn first = fullest.get(0);
        fullest.stream().skip(1).forEach(one -> others.add(new PlanRow.Other(one.where(), "equally good")));
        Choice chosen = one(first, others);
        List<String> doubts = new ArrayList<>(chosen.doubts());
        doubts.add(0, "several are equally good: " + names(left) + "; say which counts, or it is " + first.where());
        return new Choice(chosen.counts(), others, chosen.folder(), doubts);
    }

    /** {@return the choice that a person made} */
    static Choice made(List<HandedIn> counts, List<HandedIn> all, String folder) {
        List<PlanRow.Other> others = all.stream()
                .filter(one -> !counts.contains(one))
                .map(one -> new PlanRow.Other(one.where(), "by the plan"))
                .toList();
        return new Choice(counts, others, folder, List.of());
    }

    private static Choice one(HandedIn candidate, List<PlanRow.Other> others) throws IOException {
        HandedIn.RecognisedFiles content = candidate.content();
        if (content.rivals().isEmpty()) {
            return new Choice(List.of(candidate), others, "", List.of());
        }
        String folders = content.rivals().stream().map(Choice::folder).collect(Collectors.joining(", "));
        return new Choice(
                List.of(candidate),
                others,
                folder(content.home()),
                List.of("it holds different files of one name in " + folders + "; say which folder counts, or it is "
                        + folder(content.home())));
    }

    /** {@return a folder as the plan writes it} */
    static String folder(String folder) {
        return folder.isEmpty() ? "." : folder;
    }

    private static int size(HandedIn candidate) {
        try {
            return candidate.content().roles().size();
        } catch (IOException e) {
            return 0; // It was read before, or nobody would come here.
        }
    }

    private static String names(List<HandedIn> candidates) {
        return candidates.stream().map(HandedIn::where).collect(Collectors.joining(", "));
    }

    private static List<HandedIn> latest(List<HandedIn> all, List<PlanRow.Other> others) {
        Map<String, Long> last = new HashMap<>();
        all.forEach(one -> last.merge(one.base(), one.attempt(), Math::max));
        List<HandedIn> left = new ArrayList<>();
        for (HandedIn one : all) {
            if (one.attempt() == last.getOrDefault(one.base(), 0L)) {
                left.add(one);
            } else {
                others.add(new PlanRow.Other(one.where(), "earlier"));
            }
        }
        return left;
    }

    private static List<HandedIn> withFiles(List<HandedIn> all, List<PlanRow.Other> others) throws IOException {
        List<HandedIn> left = new ArrayList<>();
        List<HandedIn> empty = new ArrayList<>();
        for (HandedIn one : all) {
            (all.size() > 1 && one.content().roles().isEmpty() ? empty : left).add(one);
        }
        if (left.isEmpty()) {
            return empty;
        }
        empty.forEach(one -> others.add(new PlanRow.Other(one.where(), "none of the assignment's files in it")));
        return left;
    }

    private static List<HandedIn> different(List<HandedIn> all, List<PlanRow.Other> others) throws IOException {
        Map<String, HandedIn> bySources = new LinkedHashMap<>();
        for (HandedIn one : all) {
            if (all.size() == 1) {
                return all;
            }
            if (bySources.putIfAbsent(one.content().sources(), one) != null) {
                others.add(new PlanRow.Other(one.where(), "the same sources"));
            }
        }
        return List.copyOf(bySources.values());
    }

    /** Archives belong together if each adds a file that the others lack, and what several of them hold is equal. */
    private static boolean areParts(List<HandedIn> left) throws IOException {
        Map<Role, String> roles = new TreeMap<>();
        for (HandedIn one : left) {
            Map<Role, String> own = one.hashes();
            boolean adds = !roles.keySet().containsAll(own.keySet());
            boolean agrees = own.entrySet().stream()
                    .allMatch(role ->
                            roles.getOrDefault(role.getKey(), role.getValue()).equals(role.getValue()));
            if (!adds || !agrees) {
                return false;
            }
            roles.putAll(own);
        }
        return true;
    }
}
