// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.messageslot.lab.desk.DeskOrder;
import org.messageslot.lab.walk.Session.SnippetPlace;

/**
 * Takes a student through a walkthrough: shows, asks, runs, explains, and remembers how far they got.
 *
 * <p>Wherever it asks, the student may also type Java, which runs in the same session, or one of the words that {@code
 * help} lists.
 */
public final class Lesson {

    /** The ways in which a lesson ends. */
    public enum LessonEnd {
        /** At the end of the walkthrough. */
        FINISHED,
        /** Earlier, because the student left. */
        LEFT,
        /** There was no kernel to run it on, and the student was told why. */
        UNAVAILABLE
    }

    private static final int CHECK_SECONDS = 60;

    private final Walkthrough walkthrough;
    private final Settings settings;
    private final Console console;
    private final Progress progress;
    private final Engine engine;
    private final Narrator narrator;
    private final LessonFrame frame;
    private final LessonPlan plan;
    private final LessonRun java;
    private final Console.Assistant assistant;

    private int at;
    private String prediction = "";
    private int hintsGiven;
    private boolean toldHow;

    /**
     * Prepares a lesson.
     *
     * @param walkthrough what to teach
     * @param settings what its Java machine is told
     * @param console where to teach it
     * @param progress how far the student got before
     */
    public Lesson(Walkthrough walkthrough, Settings settings, Console console, Progress progress) {
        this(walkthrough, settings, console, progress, SnippetPlace.APART);
    }

    Lesson(Walkthrough walkthrough, Settings settings, Console console, Progress progress, SnippetPlace place) {
        this.walkthrough = walkthrough;
        this.settings = settings;
        this.console = console;
        this.progress = progress;
        this.engine = new Engine(walkthrough, settings, place, console::printPart);
        this.narrator = new Narrator(console, settings.home());
        this.frame = new LessonFrame(narrator, walkthrough, settings.target(), progress);
        this.plan = new LessonPlan(walkthrough, settings.target());
        this.java = new LessonRun(walkthrough, engine, console, narrator, progress);
        this.assistant = new LessonAssistant(engine);
    }

    /**
     * Teaches, from where the student left.
     *
     * @return how it ended
     * @throws IOException if the progress cannot be written down
     */
    public LessonEnd run() throws IOException {
        boolean again = progress.step() >= walkthrough.steps().size();
        if (again) {
            progress.restart();
        }
        at = progress.step();
        engine.start(progress.ran(), again ? Engine.Files.NEW : Engine.Files.KEPT);
        try {
            frame.welcome(again, at);
            return teach();
        } catch (Engine.UnavailableException e) {
            narrator.blank();
            narrator.say(Style.BAD, "This lab cannot run here: " + e.getMessage());
            return LessonEnd.UNAVAILABLE;
        } finally {
            engine.close();
        }
    }

    private LessonEnd teach() throws IOException {
        while (at < walkthrough.steps().size()) {
            StudentWish wish = teach(walkthrough.steps().get(at));
            switch (wish) {
                case QUIT -> {
                    save();
                    narrator.say(
                            Style.FAINT,
                            "Left at " + progress.percent() + " %. 'lab walk " + walkthrough.number()
                                    + "' goes on from here.");
                    return LessonEnd.LEFT;
                }
                case BACK -> goBack();
                case AGAIN -> narrator.blank();
                default -> at++;
            }
            save();
        }
        frame.farewell();
        return LessonEnd.FINISHED;
    }

    private void save() throws IOException {
        progress.moveTo(at, walkthrough.steps().size());
        progress.save();
    }

    private void goBack() {
        at = plan.before(at);
        prediction = "";
        narrator.blank();
        narrator.say(Style.FAINT, "Back. What ran stays done.");
    }

    private StudentWish teach(WalkthroughStep step) throws IOException {
        if (step instanceof WalkthroughStep.Prose prose) {
            narrator.markdown(prose.markdown());
            narrator.blank();
            boolean last = at == walkthrough.steps().size() - 1;
            boolean textFollows = !last && walkthrough.steps().get(at + 1) instanceof WalkthroughStep.Prose;
            return textFollows && !prose.isHeading() ? ask("Enter: on") : StudentWish.ON;
        }
        if (step instanceof WalkthroughStep.Ask ask) {
            return ask.runsOn(settings.target()) ? predict(ask.question()) : StudentWish.ON;
        }
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return snippet.runsOn(settings.target()) ? teach(snippet) : leftOut(snippet);
        }
        return step instanceof WalkthroughStep.Branch branch ? teach(branch) : teach((WalkthroughStep.Exercise) step);
    }

    private StudentWish leftOut(WalkthroughStep.Snippet snippet) {
        narrator.java(snippet.source());
        narrator.say(
                Style.FAINT,
                "(Not on the " + settings.target() + ": this line runs on "
                        + String.join(" or ", snippet.only().stream().sorted().toList()) + " only.)");
        narrator.blank();
        return StudentWish.ON;
    }

    private StudentWish predict(Question question) throws IOException {
        narrator.question(question);
        narrator.java(plan.javaOf(question, at));
        narrator.blank();
        while (true) {
            String what = question.options().isEmpty() ? question.form().wanted() : "your guess, a letter";
            Console.Input input = prompt(what);
            if (!(input instanceof Console.TypedLine line)) {
                if (input instanceof Console.EndOfInput) {
                    return StudentWish.QUIT;
                }
                continue;
            }
            String text = line.text().strip();
            String word = text.toLowerCase(Locale.ROOT);
            if (word.isEmpty() || word.equals("skip")) {
                prediction = "";
                return StudentWish.ON;
            }
            Optional<String> answer = question.meantBy(text);
            if (answer.isPresent() && !LessonWords.areIn(word) && !LessonWords.isJavaToRun(text)) {
                prediction = answer.get();
                return StudentWish.ON;
            }
            if (LessonWords.areIn(word)
                    || !word.matches("[a-z]\\w*\\)?")) { // A word that is no answer is no Java either.
                StudentWish wish = obey(text);
                if (wish == StudentWish.QUIT || wish == StudentWish.BACK || wish == StudentWish.AGAIN) {
                    return wish;
                }
            }
            narrator.say(Style.FAINT, "Type " + question.form().wanted() + "; or Enter, to see what happens.");
        }
    }

    private StudentWish teach(WalkthroughStep.Snippet snippet) throws IOException {
        boolean asked = plan.wasShownByQuestion(snippet, at);
        if (!asked) {
            narrator.java(snippet.source());
            StudentWish wish = ask(toldHow ? "Enter: run" : "Enter: run this line; or type your own, or 'help'");
            toldHow = true;
            if (wish != StudentWish.ON) {
                return wish;
            }
        }
        if (asked && walkthrough.steps().get(at - 1) instanceof WalkthroughStep.Snippet) {
            narrator.java(snippet.source());
        }
        SnippetResult outcome = java.run(snippet.source(), LessonRun.SnippetOrigin.LAB);
        if (!outcome.survived()) {
            return StudentWish.ON; // It was said what happened; the line would only kill again.
        }
        java.compare(snippet, outcome);
        snippet.question().ifPresent(question -> {
            progress.answer(question.line(), question.isRight(prediction, outcome));
            narrator.answer(question, prediction, outcome);
            prediction = "";
        });
        narrator.blank();
        return StudentWish.ON;
    }

    private StudentWish teach(WalkthroughStep.Branch branch) throws IOException {
        narrator.blank();
        narrator.markdown("**Try this.** " + branch.markdown());
        narrator.java(branch.snippets());
        narrator.blank();
        while (true) {
            StudentWish wish = ask("'try' runs it; Enter: on");
            if (wish != StudentWish.TRY) {
                return wish;
            }
            for (WalkthroughStep.Snippet snippet : branch.snippets()) {
                narrator.java(snippet.source());
                java.run(snippet.source(), LessonRun.SnippetOrigin.BRANCH);
            }
            narrator.blank();
        }
    }

    private StudentWish teach(WalkthroughStep.Exercise exercise) throws IOException {
        narrator.exercise(exercise);
        narrator.blank();
        if (progress.isSolved(exercise.line())) {
            narrator.say(Style.GOOD, "(You have solved this one.)");
        }
        hintsGiven = 0;
        console.attend(() -> engine.session().run(DeskOrder.BEGIN_EXERCISE.java(), CHECK_SECONDS), () -> {});
        while (true) {
            StudentWish wish = ask("your Java; then 'check', 'hint' or 'skip'");
            switch (wish) {
                case CHECK -> {
                    List<String> faults = console.attend(
                            () -> new ExerciseCheck(exercise, engine.session()).faults(), engine::interrupt);
                    engine.newCalls();
                    if (faults.isEmpty()) {
                        progress.solve(exercise.line());
                        narrator.say(Style.GOOD, "Solved.");
                        narrator.blank();
                        return StudentWish.ON;
                    }
                    narrator.faults(faults);
                }
                case HINT -> hint(exercise);
                case SOLUTION -> {
                    narrator.java(exercise.answer());
                    narrator.blank();
                    narrator.say(Style.FAINT, "Type it, or something better; or 'skip', which runs it.");
                }
                case ON -> narrator.say(Style.FAINT, "Type Java that does it, and then 'check'. ('skip' goes on.)");
                case SKIP -> {
                    narrator.say(Style.FAINT, "Skipped. What follows may build on it, so here is one answer:");
                    for (WalkthroughStep.Snippet snippet : exercise.answer()) {
                        narrator.java(snippet.source());
                        java.run(snippet.source(), LessonRun.SnippetOrigin.LAB);
                    }
                    narrator.blank();
                    return StudentWish.ON;
                }
                default -> {
                    return wish;
                }
            }
        }
    }

    private void hint(WalkthroughStep.Exercise exercise) {
        int last = exercise.hints().size() - 1;
        narrator.markdown("*Hint " + (Math.min(hintsGiven, last) + 1) + " of "
                + exercise.hints().size() + ".* " + exercise.hints().get(Math.min(hintsGiven, last)));
        if (hintsGiven >= last) {
            narrator.say(Style.FAINT, "(That was the last one. 'solution' shows an answer.)");
        }
        hintsGiven++;
    }

    // --- Prompts ------------------------------------------------------------------------------------------------

    private Console.Input prompt(String what) {
        String text = Style.ASK.on(" [" + what + "] > ", console.colour());
        Console.Input input = console.read(text, assistant);
        narrator.seen();
        if (input instanceof Console.Interrupted) {
            narrator.say(Style.FAINT, "('quit' leaves; everything is remembered.)");
        }
        return input;
    }

    /** Prompts until the student wants something that is not done here and now. */
    private StudentWish ask(String what) throws IOException {
        while (true) {
            Console.Input input = prompt(what);
            if (input instanceof Console.EndOfInput) {
                return StudentWish.QUIT;
            }
            if (input instanceof Console.TypedLine line) {
                String text = line.text().strip();
                if (text.isEmpty()) {
                    return StudentWish.ON;
                }
                StudentWish wish = obey(text);
                if (wish != StudentWish.ON) {
                    return wish;
                }
            }
        }
    }

    /** Does what was typed: a command, or Java. {@code ON} means that it is done, and the prompt comes again. */
    private StudentWish obey(String text) throws IOException {
        String word = text.toLowerCase(Locale.ROOT).replaceAll("^/", "").strip();
        switch (word) {
            case "help", "?" -> narrator.markdown(LessonWords.HELP);
            case "back" -> {
                return StudentWish.BACK;
            }
            case "skip" -> {
                return StudentWish.SKIP;
            }
            case "try" -> {
                return onlyIn(WalkthroughStep.Branch.class, "a 'try this'", StudentWish.TRY);
            }
            case "hint" -> {
                return onlyIn(WalkthroughStep.Exercise.class, "exercises", StudentWish.HINT);
            }
            case "check" -> {
                return onlyIn(WalkthroughStep.Exercise.class, "exercises", StudentWish.CHECK);
            }
            case "solution" -> {
                return onlyIn(WalkthroughStep.Exercise.class, "exercises", StudentWish.SOLUTION);
            }
            case "quit", "exit" -> {
                return StudentWish.QUIT;
            }
            case "shell" -> java.shell(assistant);
            case "reset" -> {
                reset();
                return StudentWish.AGAIN;
            }
            case "restart" -> {
                progress.restart();
                at = 0;
                engine.restart(List.of(), Engine.Files.NEW);
                narrator.say(Style.FAINT, "From the beginning, with a new kernel.");
                return StudentWish.AGAIN;
            }
            default -> {
                if (word.startsWith("clause")) {
                    clause(text.strip().replaceFirst("^/?\\S+\\s*", ""));
                } else {
                    java.run(text, LessonRun.SnippetOrigin.OWN);
                    narrator.blank();
                }
            }
        }
        return StudentWish.ON;
    }

    private StudentWish onlyIn(Class<? extends WalkthroughStep> kind, String inWords, StudentWish wish) {
        if (kind.isInstance(walkthrough.steps().get(at))) {
            return wish;
        }
        narrator.say(Style.FAINT, "That is for " + inWords + "; there is none right here.");
        return StudentWish.ON;
    }

    private void clause(String number) {
        try {
            narrator.markdown(Clauses.in(settings.home()).told(number));
        } catch (IOException e) {
            narrator.say(Style.BAD, "The clauses cannot be read: " + e.getMessage());
        }
    }

    /** A new kernel, in the state in which the script alone would have brought it here. */
    private void reset() throws IOException {
        List<String> sources = plan.sourcesBefore(at);
        progress.replaceRuns(sources);
        save();
        engine.restart(sources, Engine.Files.NEW);
        narrator.say(Style.FAINT, "A new kernel, as the lab has it at this place. What you added is gone.");
    }
}
