// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.math.BigDecimal;
import java.util.List;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;

/**
 * JUnit's XML, which most build servers show: a suite for each group, a test case for each check.
 *
 * <p>A failed, crashed, hung or unbuilt check is a failure, one that was not run is skipped, and one that could not be
 * judged is an error.
 */
public final class JUnitReport implements Report {

    private static final int WIDTH = 100;

    private final Wording wording;

    /**
     * Reports in an assignment's own words.
     *
     * @param wording the words
     */
    public JUnitReport(Wording wording) {
        this.wording = wording;
    }

    @Override
    public String fileName() {
        return "grade-junit.xml";
    }

    @Override
    public String render(Grade grade) {
        Markup xml = Markup.xml();
        xml.open("testsuites", attributes(Excerpt.line(grade.submission().id()), grade.verdicts()));
        for (GroupTotal group : grade.groups()) {
            List<Verdict> members = grade.verdicts().stream()
                    .filter(verdict -> verdict.check().group().equals(group.id()))
                    .toList();
            xml.line().open("testsuite", attributes(group.title(), members));
            members.forEach(verdict -> testCase(xml, verdict, grade));
            xml.line().close();
        }
        return xml.line().close().end();
    }

    private static String[] attributes(String name, List<Verdict> verdicts) {
        long milliseconds = verdicts.stream()
                .mapToLong(verdict -> verdict.outcome().durationMs())
                .sum();
        return new String[] {
            "name", name,
            "tests", Integer.toString(verdicts.size()),
            "failures", count(verdicts, "failure"),
            "errors", count(verdicts, "error"),
            "skipped", count(verdicts, "skipped"),
            "time", seconds(milliseconds),
        };
    }

    private static String count(List<Verdict> verdicts, String element) {
        return Long.toString(verdicts.stream()
                .filter(verdict -> element(verdict.status()).equals(element))
                .count());
    }

    /** {@return all that there is to say of a check that did not pass, the mistake by which it loses points first} */
    static String words(Verdict verdict, Grade grade, Wording wording) {
        return words(verdict, grade, wording, "");
    }

    /** Says the same, and the command that repeats the check, if there is one. */
    static String words(Verdict verdict, Grade grade, Wording wording, String repeating) {
        Remark remark = Remark.of(verdict, wording).repeatedBy(repeating, verdict.id());
        return mistake(verdict, grade) + remark.title() + "\n" + String.join("\n", remark.plain(WIDTH));
    }

    private static String mistake(Verdict verdict, Grade grade) {
        List<String> lines = Remark.inShort(grade);
        return grade.mistakes().stream()
                .filter(mistake -> mistake.checks().contains(verdict.id()))
                .map(mistake -> "Mistake " + lines.get(grade.mistakes().indexOf(mistake)) + "\n")
                .findFirst()
                .orElse("");
    }

    private void testCase(Markup xml, Verdict verdict, Grade grade) {
        xml.line()
                .open(
                        "testcase",
                        "name",
                        verdict.id(),
                        "classname",
                        verdict.check().group(),
                        "time",
                        seconds(verdict.outcome().durationMs()));
        String element = element(verdict.status());
        String message = Excerpt.line(verdict.outcome().message());
        if (element.equals("skipped")) {
            xml.empty(element, "message", message);
        } else if (!element.isEmpty()) {
            xml.element(
                    element,
                    words(verdict, grade, wording),
                    "type",
                    verdict.status().name(),
                    "message",
                    message);
        }
        xml.close();
    }

    private static String element(Status status) {
        return switch (status) {
            case PASSED -> "";
            case FAILED, CRASHED, HUNG, TAMPERED, BUILD_FAILED -> "failure";
            case NOT_RUN, NOT_JUDGED -> "skipped";
            case UNGRADABLE -> "error";
        };
    }

    private static String seconds(long milliseconds) {
        return BigDecimal.valueOf(milliseconds, 3).toPlainString();
    }
}
