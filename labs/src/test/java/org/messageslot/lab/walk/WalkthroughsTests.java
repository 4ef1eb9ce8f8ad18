// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.lab.walk.Session.SnippetPlace;

/** Every step of every walkthrough, on the model: does what the text says come true? */
class WalkthroughsTests {

    @TestFactory
    Stream<DynamicContainer> holdOnTheModel() throws Exception {
        return Library.in(Scripts.HOME).all().stream()
                .filter(walkthrough -> !walkthrough.needsGuest())
                .map(walkthrough -> check(walkthrough, "model"));
    }

    static DynamicContainer check(Walkthrough walkthrough, String target) {
        Session[] session = new Session[1];
        WalkthroughCheck[] check = new WalkthroughCheck[1];
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(dynamicTest("preamble", () -> {
            Settings settings = Settings.ofThisMachine(Scripts.HOME, target);
            session[0] = Session.start(SnippetPlace.WITHIN, settings, unused -> {});
            check[0] = new WalkthroughCheck(walkthrough, session[0], target, (snippet, outcome, calls) -> {});
            assertThat(check[0].begin()).isTrue();
        }));
        for (WalkthroughStep step : walkthrough.steps()) {
            if (!(step instanceof WalkthroughStep.Prose || step instanceof WalkthroughStep.Ask)) {
                String name = walkthrough.fileName() + ":" + step.line();
                tests.add(dynamicTest(name, walkthrough.file().toUri(), () -> {
                    int before = check[0].complaints().size();
                    boolean survived = check[0].run(step);
                    List<Complaint> complaints = check[0].complaints();
                    assertThat(complaints.subList(before, complaints.size())).isEmpty();
                    assertThat(survived).as("the session survives").isTrue();
                }));
            }
        }
        tests.add(dynamicTest("end", () -> {
            check[0].end();
            session[0].close();
        }));
        return dynamicContainer(walkthrough.id(), tests);
    }

    @TestFactory
    Stream<DynamicNode> areWhatTheyPromiseToBe() throws Exception {
        return Library.in(Scripts.HOME).all().stream()
                .map(walkthrough -> dynamicTest(walkthrough.id(), () -> {
                    assertThat(walkthrough.questions()).as("questions").hasSizeGreaterThanOrEqualTo(2);
                    assertThat(walkthrough.exercises()).as("exercises").hasSizeGreaterThanOrEqualTo(2);
                    assertThat(walkthrough.minutes()).as("minutes").isBetween(10, 30);
                    for (WalkthroughStep.Exercise exercise : walkthrough.exercises()) {
                        assertThat(exercise.hints())
                                .as("hints of " + exercise.title())
                                .isNotEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicNode> quoteTheKernelAsItIs() throws Exception {
        Quotations quotations = new Quotations(Scripts.HOME);
        List<DynamicNode> tests = new ArrayList<>();
        for (Walkthrough walkthrough : Library.in(Scripts.HOME).all()) {
            for (Quotations.Quotation quotation : Quotations.of(walkthrough)) {
                String name = walkthrough.fileName() + ":" + quotation.line() + " " + quotation.file();
                tests.add(dynamicTest(
                        name,
                        () -> assertThat(quotations.lineOf(quotation))
                                .as(quotation.text())
                                .isPresent()));
            }
        }
        assertThat(tests).hasSizeGreaterThan(15);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicNode> linkToLabsAndClausesThatExist() throws Exception {
        List<Walkthrough> all = Library.in(Scripts.HOME).all();
        Clauses clauses = Clauses.in(Scripts.HOME);
        List<DynamicNode> tests = new ArrayList<>();
        for (Walkthrough walkthrough : all) {
            for (String text : MarkdownTexts.of(walkthrough)) {
                MarkdownTexts.labLinks(text)
                        .forEach(link -> tests.add(dynamicTest(
                                walkthrough.id() + " -> " + link,
                                () -> assertThat(all.stream().map(w -> w.id() + ".jsh"))
                                        .contains(link))));
                Clauses.citedIn(text)
                        .forEach(clause -> tests.add(dynamicTest(
                                walkthrough.id() + " -> " + clause,
                                () -> assertThat(clauses.text(clause)).isPresent())));
            }
        }
        return tests.stream();
    }
}
