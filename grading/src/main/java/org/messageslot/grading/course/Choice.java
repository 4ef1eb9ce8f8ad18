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
record Choice(List<Candidate> counts, List<PlanRow.Other> others, String folder, List<String> doubts) {

    /** Keep copies of the lists. */
    Choice {
        counts = List.copyOf(counts);
        others = List.copyOf(others);
        doubts = List.copyOf(doubts);
    }

    /** {@return the choice among all that a student handed in} */
    static Choice among(List<Candidate> all) throws IOException {
        List<PlanRow.Other> others = new ArrayList<>();
        List<Candidate> left = latest(all, others);
        left = withFiles(left, others);
        left = different(left, others);
        if (left.size() == 1) {
            return one(left.get(0), others);
        }
        if (areParts(left)) {
            return new Choice(left, others, "", List.of("these belong together, so they count as one: " + names(left)));
        }
        List<Candidate> fullest = left.stream()
                .sorted(Comparator.comparingInt(Choice::size).reversed().thenComparing(Candidate::where))
                .toList();
        Candidate first = fullest.get(0);
        fullest.stream().skip(1).forEach(one -> others.add(new PlanRow.Other(one.where(), "equally good")));
        Choice chosen = one(first, others);
        List<String> doubts = new ArrayList<>(chosen.doubts());
        doubts.add(0, "several are equally good: " + names(left) + "; say which counts, or it is " + first.where());
        return new Choice(chosen.counts(), others, chosen.folder(), doubts);
    }

    /** {@return the choice that a person made} */
    static Choice made(List<Candidate> counts, List<Candidate> all, String folder) {
        List<PlanRow.Other> others = all.stream()
                .filter(one -> !counts.contains(one))
                .map(one -> new PlanRow.Other(one.where(), "by the plan"))
                .toList();
        return new Choice(counts, others, folder, List.of());
    }

    private static Choice one(Candidate candidate, List<PlanRow.Other> others) throws IOException {
        Candidate.Content content = candidate.content();
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

    private static int size(Candidate candidate) {
        try {
            return candidate.content().roles().size();
        } catch (IOException e) {
            return 0; // It was read before, or nobody would come here.
        }
    }

    private static String names(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::where).collect(Collectors.joining(", "));
    }

    private static List<Candidate> latest(List<Candidate> all, List<PlanRow.Other> others) {
        Map<String, Long> last = new HashMap<>();
        all.forEach(one -> last.merge(one.base(), one.attempt(), Math::max));
        List<Candidate> left = new ArrayList<>();
        for (Candidate one : all) {
            if (one.attempt() == last.getOrDefault(one.base(), 0L)) {
                left.add(one);
            } else {
                others.add(new PlanRow.Other(one.where(), "earlier"));
            }
        }
        return left;
    }

    private static List<Candidate> withFiles(List<Candidate> all, List<PlanRow.Other> others) throws IOException {
        List<Candidate> left = new ArrayList<>();
        List<Candidate> empty = new ArrayList<>();
        for (Candidate one : all) {
            (all.size() > 1 && one.content().roles().isEmpty() ? empty : left).add(one);
        }
        if (left.isEmpty()) {
            return empty;
        }
        empty.forEach(one -> others.add(new PlanRow.Other(one.where(), "none of the assignment's files in it")));
        return left;
    }

    private static List<Candidate> different(List<Candidate> all, List<PlanRow.Other> others) throws IOException {
        Map<String, Candidate> bySources = new LinkedHashMap<>();
        for (Candidate one : all) {
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
    private static boolean areParts(List<Candidate> left) throws IOException {
        Map<Role, String> roles = new TreeMap<>();
        for (Candidate one : left) {
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
