// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis;
import org.messageslot.lab.desk.Order;

/**
 * Takes a student through a walkthrough: shows, asks, runs, explains, and remembers how far they got.
 *
 * <p>Wherever it asks, the student may also type Java, which runs in the same session, or one of the words that {@code
 * help} lists.
 */
public final class Lesson {

    /** The ways in which a lesson ends. */
    public enum End {
        /** At the end of the walkthrough. */
        FINISHED,
        /** Earlier, because the student left. */
        LEFT,
        /** There was no kernel to run it on, and the student was told why. */
        UNAVAILABLE
    }

    private static final String HELP = """
            Wherever you are asked, you can type

            - **Enter** to go on, which runs the line of Java that is shown
            - **Java** of your own; it runs in the same session, and Tab completes it
            - `back` to see the step before again (what ran stays done)
            - `skip` to leave out a line, a question or an exercise
            - `hint`, `check` and `solution` in an exercise
            - `try` to run the lines of a "try this"
            - `clause R-W4` to read what the assignment says there
            - `shell` to play in jshell for a while; `exit` comes back
            - `reset` to begin with a new kernel, at the same place in the text
            - `restart` to begin the lab again, from its first line
            - `quit` to leave; the next time you go on from here

            Ctrl-C drops what you have begun to type, and stops Java that does not end.
            """;

    private static final Set<String> COMMANDS = Set.of(
            "back",
            "skip",
            "hint",
            "check",
            "solution",
            "try",
            "shell",
            "reset",
            "restart",
            "quit",
            "exit",
            "help",
            "?");

    private static final int CHECK_SECONDS = 60;
    private static final int OWN_SHOWN = 5;

    /** Whose Java runs, which decides whether it runs again when the student comes back. */
    private enum Source {
        /** The text goes on from it. */
        LAB,
        /** Something beside the way, on which nothing depends. */
        BRANCH,
        /** Typed by the student. */
        OWN
    }

    private final Walkthrough walkthrough;
    private final Settings settings;
    private final Console console;
    private final Progress progress;
    private final Engine engine;
    private final Narrator narrator;
    private final Console.Assistant assistant;

    private int at;
    private String prediction = "";
    private int hintsGiven;
    private boolean toldHow;

    /** The wishes of a student at a prompt. */
    private enum Wish {
        ON,
        AGAIN,
        BACK,
        SKIP,
        TRY,
        HINT,
        CHECK,
        SOLUTION,
        QUIT
    }

    /**
     * Prepare a lesson.
     *
     * @param walkthrough what to teach
     * @param settings what its Java machine is told
     * @param console where to teach it
     * @param progress how far the student got before
     */
    public Lesson(Walkthrough walkthrough, Settings settings, Console console, Progress progress) {
        this(walkthrough, settings, console, progress, Session.Place.APART);
    }

    Lesson(Walkthrough walkthrough, Settings settings, Console console, Progress progress, Session.Place place) {
        this.walkthrough = walkthrough;
        this.settings = settings;
        this.console = console;
        this.progress = progress;
        this.engine = new Engine(walkthrough, settings, place, console::printPart);
        this.narrator = new Narrator(console, settings.home());
        this.assistant = new JavaAssistant();
    }

    /**
     * Teach, from where the student left.
     *
     * @return how it ended
     * @throws IOException if the progress cannot be written down
     */
    public End run() throws IOException {
        boolean again = progress.step() >= walkthrough.steps().size();
        if (again) {
            progress.restart();
        }
        at = progress.step();
        engine.start(progress.ran(), again ? Engine.Files.NEW : Engine.Files.KEPT);
        try {
            welcome(again);
            return teach();
        } catch (Engine.UnavailableException e) {
            narrator.blank();
            narrator.say(Style.BAD, "This lab cannot run here: " + e.getMessage());
            return End.UNAVAILABLE;
        } finally {
            engine.close();
        }
    }

    private void welcome(boolean again) {
        narrator.heading("Lab " + walkthrough.number() + ", " + walkthrough.title());
        narrator.say(
                Style.FAINT,
                "About " + walkthrough.minutes() + " minutes, on the " + settings.target()
                        + ". Enter goes on, 'help' tells what else, 'quit' leaves.");
        if (again) {
            narrator.say(Style.FAINT, "You have been through it before; this is the beginning.");
        } else if (at > 0) {
            narrator.say(Style.FAINT, "You were here before, and go on from where you left ('restart' begins anew).");
            tellReplay();
            narrator.blank();
            narrator.markdown(textBefore(at));
        } else if (!progress.own().isEmpty()) {
            tellReplay();
        }
        narrator.blank();
    }

    /** Tells what a new session runs again, and the last lines of it that the student typed. */
    private void tellReplay() {
        List<String> own = progress.own();
        int ofLab = progress.ran().size() - own.size();
        narrator.say(
                Style.FAINT,
                "Run again, to bring the new session to this place: " + counted(ofLab, "line") + " of the lab"
                        + (own.isEmpty() ? "." : " and " + own.size() + " of your own:"));
        if (own.size() > OWN_SHOWN) {
            narrator.say(Style.FAINT, "    ... " + (own.size() - OWN_SHOWN) + " earlier");
        }
        own.subList(Math.max(0, own.size() - OWN_SHOWN), own.size()).forEach(narrator::old);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The heading under which a step stands, and what the text says just before it. */
    private String textBefore(int step) {
        List<WalkthroughStep> before = walkthrough.steps().subList(0, step);
        String last = before.get(step - 1) instanceof WalkthroughStep.Prose prose ? prose.markdown() : "";
        for (int i = step - 1; i >= 0; i--) {
            if (before.get(i) instanceof WalkthroughStep.Prose prose && prose.startsSection()) {
                String heading = prose.markdown().lines().findFirst().orElse("");
                return i == step - 1 ? last : heading + "\n\n" + last;
            }
        }
        return last;
    }

    private End teach() throws IOException {
        while (at < walkthrough.steps().size()) {
            Wish wish = teach(walkthrough.steps().get(at));
            switch (wish) {
                case QUIT -> {
                    save();
                    narrator.say(
                            Style.FAINT,
                            "Left at " + progress.percent() + " %. 'lab walk " + walkthrough.number()
                                    + "' goes on from here.");
                    return End.LEFT;
                }
                case BACK -> goBack();
                case AGAIN -> narrator.blank();
                default -> at++;
            }
            save();
        }
        farewell();
        return End.FINISHED;
    }

    private void save() throws IOException {
        progress.moveTo(at, walkthrough.steps().size());
        progress.save();
    }

    private void farewell() {
        narrator.blank();
        int questions = walkthrough.questions().size();
        int exercises = walkthrough.exercises().size();
        narrator.say(
                Style.GOOD,
                "The end of lab " + walkthrough.number() + ". Predicted rightly: " + progress.right() + " of "
                        + questions + ". Exercises solved: " + progress.solved() + " of " + exercises + ".");
        narrator.say(Style.FAINT, "'lab walk' lists the labs.");
    }

    /** To the step before at which the student was asked something. */
    private void goBack() {
        int before = at - 1;
        while (before > 0 && !asksAt(before)) {
            before--;
        }
        while (before > 0 && walkthrough.steps().get(before - 1) instanceof WalkthroughStep.Prose) {
            before--; // The text above it belongs to it.
        }
        at = Math.max(0, before);
        prediction = "";
        narrator.blank();
        narrator.say(Style.FAINT, "Back. What ran stays done.");
    }

    private boolean asksAt(int index) {
        WalkthroughStep step = walkthrough.steps().get(index);
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return snippet.runsOn(settings.target()) && !wasShownByQuestion(snippet, index);
        }
        return !(step instanceof WalkthroughStep.Prose);
    }

    private Wish teach(WalkthroughStep step) throws IOException {
        if (step instanceof WalkthroughStep.Prose prose) {
            narrator.markdown(prose.markdown());
            narrator.blank();
            boolean last = at == walkthrough.steps().size() - 1;
            boolean textFollows = !last && walkthrough.steps().get(at + 1) instanceof WalkthroughStep.Prose;
            return textFollows ? ask("Enter: on") : Wish.ON;
        }
        if (step instanceof WalkthroughStep.Ask ask) {
            return ask.runsOn(settings.target()) ? predict(ask.question()) : Wish.ON;
        }
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return snippet.runsOn(settings.target()) ? teach(snippet) : leftOut(snippet);
        }
        return step instanceof WalkthroughStep.Branch branch ? teach(branch) : teach((WalkthroughStep.Exercise) step);
    }

    private Wish leftOut(WalkthroughStep.Snippet snippet) {
        narrator.java(snippet.source());
        narrator.say(
                Style.FAINT,
                "(Not on the " + settings.target() + ": this line runs on "
                        + String.join(" or ", snippet.only().stream().sorted().toList()) + " only.)");
        narrator.blank();
        return Wish.ON;
    }

    private Wish predict(Question question) throws IOException {
        narrator.question(question);
        showJavaOf(question);
        while (true) {
            String what = question.options().isEmpty() ? question.form().wanted() : "your guess, a letter";
            Console.Input input = prompt(what);
            if (!(input instanceof Console.Line line)) {
                if (input instanceof Console.End) {
                    return Wish.QUIT;
                }
                continue;
            }
            String text = line.text().strip();
            String word = text.toLowerCase(Locale.ROOT);
            if (word.isEmpty() || word.equals("skip")) {
                prediction = "";
                return Wish.ON;
            }
            Optional<String> answer = question.meantBy(text);
            if (answer.isPresent() && !isCommand(word) && !isJavaToRun(text)) {
                prediction = answer.get();
                return Wish.ON;
            }
            if (isCommand(word) || !word.matches("[a-z]\\w*\\)?")) { // A word that is no answer is no Java either.
                Wish wish = obey(text);
                if (wish == Wish.QUIT || wish == Wish.BACK || wish == Wish.AGAIN) {
                    return wish;
                }
            }
            narrator.say(Style.FAINT, "Type " + question.form().wanted() + "; or Enter, to see what happens.");
        }
    }

    /** Somebody who wants to try something before answering; a value or a name has no call in it. */
    private static boolean isJavaToRun(String text) {
        return text.endsWith(";") || text.matches("[a-zA-Z][\\w.]*\\(.*");
    }

    /** The Java that will answer the question, so that the student sees what it is about. */
    private void showJavaOf(Question question) {
        List<WalkthroughStep.Snippet> shown = new ArrayList<>();
        for (int i = at + 1; i < walkthrough.steps().size(); i++) {
            if (walkthrough.steps().get(i) instanceof WalkthroughStep.Snippet snippet) {
                shown.add(snippet);
                if (snippet.question().filter(question::equals).isPresent()) {
                    break;
                }
            }
        }
        narrator.java(shown);
        narrator.blank();
    }

    private boolean wasShownByQuestion(WalkthroughStep.Snippet snippet, int index) {
        for (int i = index; i >= 0; i--) {
            WalkthroughStep step = walkthrough.steps().get(i);
            if (step instanceof WalkthroughStep.Ask ask) {
                return answers(ask, snippet);
            }
            if (!(step instanceof WalkthroughStep.Snippet)) {
                return false;
            }
        }
        return false;
    }

    private boolean answers(WalkthroughStep.Ask ask, WalkthroughStep.Snippet snippet) {
        int index = walkthrough.steps().indexOf(ask);
        for (int i = index + 1; i < walkthrough.steps().size(); i++) {
            WalkthroughStep step = walkthrough.steps().get(i);
            if (step == snippet) {
                return true;
            }
            if (step instanceof WalkthroughStep.Snippet other
                    && other.question().isPresent()) {
                return false;
            }
        }
        return false;
    }

    private Wish teach(WalkthroughStep.Snippet snippet) throws IOException {
        boolean asked = wasShownByQuestion(snippet, at);
        if (!asked) {
            narrator.java(snippet.source());
            Wish wish = ask(toldHow ? "Enter: run" : "Enter: run this line; or type your own, or 'help'");
            toldHow = true;
            if (wish != Wish.ON) {
                return wish;
            }
        }
        if (asked && walkthrough.steps().get(at - 1) instanceof WalkthroughStep.Snippet) {
            narrator.java(snippet.source());
        }
        SnippetResult outcome = run(snippet.source(), Source.LAB);
        if (!outcome.survived()) {
            return Wish.ON; // It was said what happened; the line would only kill again.
        }
        compare(snippet, outcome);
        snippet.question().ifPresent(question -> {
            progress.answer(question.line(), question.isRight(prediction, outcome));
            narrator.answer(question, prediction, outcome);
            prediction = "";
        });
        narrator.blank();
        return Wish.ON;
    }

    /** Tells the student if a line did something else than the text says. */
    private void compare(WalkthroughStep.Snippet snippet, SnippetResult outcome) {
        Judging verdict = new Judging(walkthrough.fileName());
        WalkthroughStep.Snippet bare = new WalkthroughStep.Snippet(
                snippet.line(),
                snippet.source(),
                snippet.expectations().stream()
                        .filter(e -> e.kind() != Expectation.Kind.CALLS)
                        .toList(),
                Optional.empty(),
                Set.of());
        verdict.judge(bare, outcome, List.of());
        for (Complaint complaint : verdict.complaints()) {
            narrator.blank();
            narrator.remark("The lab expected `" + complaint.wanted() + "` here. Something that you ran before has"
                    + " changed it, which is fine; `reset` gives you a fresh kernel at this place.");
        }
    }

    private Wish teach(WalkthroughStep.Branch branch) throws IOException {
        narrator.blank();
        narrator.markdown("**Try this.** " + branch.markdown());
        narrator.java(branch.snippets());
        narrator.blank();
        while (true) {
            Wish wish = ask("'try' runs it; Enter: on");
            if (wish != Wish.TRY) {
                return wish;
            }
            for (WalkthroughStep.Snippet snippet : branch.snippets()) {
                narrator.java(snippet.source());
                run(snippet.source(), Source.BRANCH);
            }
            narrator.blank();
        }
    }

    private Wish teach(WalkthroughStep.Exercise exercise) throws IOException {
        narrator.exercise(exercise);
        narrator.blank();
        if (progress.isSolved(exercise.line())) {
            narrator.say(Style.GOOD, "(You have solved this one.)");
        }
        hintsGiven = 0;
        console.attend(() -> engine.session().run(Order.BEGIN_EXERCISE.java(), CHECK_SECONDS), () -> {});
        while (true) {
            Wish wish = ask("your Java; then 'check', 'hint' or 'skip'");
            switch (wish) {
                case CHECK -> {
                    List<String> faults = console.attend(
                            () -> new ExerciseCheck(exercise, engine.session()).faults(), engine::interrupt);
                    engine.newCalls();
                    if (faults.isEmpty()) {
                        progress.solve(exercise.line());
                        narrator.say(Style.GOOD, "Solved.");
                        narrator.blank();
                        return Wish.ON;
                    }
                    narrator.faults(faults);
                }
                case HINT -> hint(exercise);
                case SOLUTION -> {
                    narrator.java(exercise.answer());
                    narrator.blank();
                    narrator.say(Style.FAINT, "Type it, or something better; or 'skip', which runs it.");
                }
                case ON, TRY ->
                    narrator.say(Style.FAINT, "Type Java that does it, and then 'check'. ('skip' goes on.)");
                case SKIP -> {
                    narrator.say(Style.FAINT, "Skipped. What follows may build on it, so here is one answer:");
                    for (WalkthroughStep.Snippet snippet : exercise.answer()) {
                        narrator.java(snippet.source());
                        run(snippet.source(), Source.LAB);
                    }
                    narrator.blank();
                    return Wish.ON;
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

    /** Prompt until the student wants something that is not done here and now. */
    private Wish ask(String what) throws IOException {
        while (true) {
            Console.Input input = prompt(what);
            if (input instanceof Console.End) {
                return Wish.QUIT;
            }
            if (input instanceof Console.Line line) {
                String text = line.text().strip();
                if (text.isEmpty()) {
                    return Wish.ON;
                }
                Wish wish = obey(text);
                if (wish != Wish.ON) {
                    return wish;
                }
            }
        }
    }

    private static boolean isCommand(String word) {
        return COMMANDS.contains(word) || word.startsWith("clause ") || word.startsWith("/");
    }

    /** Do what was typed: a command, or Java. {@code ON} means that it is done, and the prompt comes again. */
    private Wish obey(String text) throws IOException {
        String word = text.toLowerCase(Locale.ROOT).replaceAll("^/", "").strip();
        switch (word) {
            case "help", "?" -> narrator.markdown(HELP);
            case "back" -> {
                return Wish.BACK;
            }
            case "skip" -> {
                return Wish.SKIP;
            }
            case "try" -> {
                return Wish.TRY;
            }
            case "hint" -> {
                return onlyInExercise(Wish.HINT);
            }
            case "check" -> {
                return onlyInExercise(Wish.CHECK);
            }
            case "solution" -> {
                return onlyInExercise(Wish.SOLUTION);
            }
            case "quit", "exit" -> {
                return Wish.QUIT;
            }
            case "shell" -> shell();
            case "reset" -> {
                reset();
                return Wish.AGAIN;
            }
            case "restart" -> {
                progress.restart();
                at = 0;
                engine.restart(List.of(), Engine.Files.NEW);
                narrator.say(Style.FAINT, "From the beginning, with a new kernel.");
                return Wish.AGAIN;
            }
            default -> {
                if (word.startsWith("clause")) {
                    clause(text.strip().replaceFirst("^/?\\S+\\s*", ""));
                } else {
                    run(text, Source.OWN);
                    narrator.blank();
                }
            }
        }
        return Wish.ON;
    }

    private Wish onlyInExercise(Wish wish) {
        if (walkthrough.steps().get(at) instanceof WalkthroughStep.Exercise) {
            return wish;
        }
        narrator.say(Style.FAINT, "That is for exercises; there is none right here.");
        return Wish.ON;
    }

    private void clause(String number) {
        try {
            String wanted = number.strip().toUpperCase(Locale.ROOT);
            Clauses clauses = Clauses.in(settings.home());
            narrator.markdown(clauses.text(wanted)
                    .map(text -> "**" + wanted + "** " + text)
                    .orElse("There is no clause '" + number + "'; there are: " + String.join(", ", clauses.numbers())
                            + "."));
        } catch (IOException e) {
            narrator.say(Style.BAD, "The clauses cannot be read: " + e.getMessage());
        }
    }

    private void shell() throws IOException {
        narrator.say(Style.FAINT, "jshell, in the same session. 'exit' comes back to the lab.");
        while (true) {
            Console.Input input = console.read("jshell> ", assistant);
            narrator.seen();
            if (input instanceof Console.End) {
                return;
            }
            if (input instanceof Console.Line line) {
                String text = line.text().strip();
                if (List.of("exit", "/exit", "quit", "back").contains(text)) {
                    return;
                }
                if (!text.isEmpty()) {
                    run(text, Source.OWN);
                }
            }
        }
    }

    /** A new kernel, in the state in which the script alone would have brought it here. */
    private void reset() throws IOException {
        List<String> sources = new ArrayList<>();
        for (WalkthroughStep step : walkthrough.steps().subList(0, at)) {
            if (step instanceof WalkthroughStep.Snippet snippet && snippet.runsOn(settings.target())) {
                sources.add(snippet.source());
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                exercise.answer().forEach(snippet -> sources.add(snippet.source()));
            }
        }
        progress.replaceRuns(sources);
        save();
        engine.restart(sources, Engine.Files.NEW);
        narrator.say(Style.FAINT, "A new kernel, as the lab has it at this place. What you added is gone.");
    }

    // --- Running ------------------------------------------------------------------------------------------------

    private SnippetResult run(String source, Source whose) throws IOException {
        if (!engine.isReady()) {
            narrator.say(Style.FAINT, "(starting Java ...)");
        }
        SnippetResult outcome = console.attend(() -> engine.run(source), engine::interrupt);
        boolean kernelDied = !walkthrough.needsGuest() // There, kernels are meant to die.
                && outcome.ending() instanceof SnippetResult.Thrown thrown
                && thrown.type().equals("GuestFailureException");
        List<String> calls = outcome.survived() && !kernelDied ? engine.newCalls() : List.of();
        narrator.outcome(outcome, calls);
        if (outcome.ending() instanceof SnippetResult.Fatal fatal) {
            revive("That line " + fatal.why() + ".");
        } else if (kernelDied) {
            revive("The kernel has crashed, and its guest with it.");
        } else if (!(outcome.ending() instanceof SnippetResult.Rejected
                || outcome.ending() instanceof SnippetResult.Stopped)) {
            remember(source, whose);
        }
        return outcome;
    }

    private void remember(String source, Source whose) throws IOException {
        switch (whose) {
            case LAB -> progress.addRun(source);
            case OWN -> progress.addOwnRun(source);
            case BRANCH -> {
                return;
            }
        }
        save();
    }

    private void revive(String what) {
        narrator.blank();
        narrator.remark("**" + what + "** A new one is started, and all that ran before is run again; that line is left"
                + " out.");
        engine.restart(progress.ran(), Engine.Files.KEPT);
        console.attend(engine::session, () -> {});
        narrator.blank();
    }

    /** Completes Java and the lesson's words. */
    private final class JavaAssistant implements Console.Assistant {

        @Override
        public boolean isComplete(String text) {
            String stripped = text.strip();
            if (stripped.isEmpty() || isCommand(stripped.toLowerCase(Locale.ROOT)) || !engine.isReady()) {
                return true;
            }
            return engine.session().completeness().isComplete(text);
        }

        @Override
        public Console.Completions complete(String text, int cursor) {
            if (!engine.isReady() || cursor == 0) {
                return new Console.Completions(cursor, List.of());
            }
            int[] anchor = new int[] {cursor};
            List<String> candidates =
                    new ArrayList<>(engine.analysis().completionSuggestions(text, cursor, anchor).stream()
                            .map(SourceCodeAnalysis.Suggestion::continuation)
                            .distinct()
                            .toList());
            COMMANDS.stream().filter(word -> word.startsWith(text)).sorted().forEach(candidates::add);
            return new Console.Completions(Math.max(0, anchor[0]), candidates);
        }
    }
}
