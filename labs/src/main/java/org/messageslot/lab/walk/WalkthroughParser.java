// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads walkthroughs. {@code labs/README.md} describes the format.
 *
 * <p>It is strict: a comment that looks like an expectation or a keyword and is none is refused, because what is not
 * understood would not be checked.
 */
public final class WalkthroughParser {

    private static final Pattern FILE_NAME = Pattern.compile("([0-9]{2})-([a-z0-9-]+)\\.jsh");
    private static final Pattern OPTION = Pattern.compile("^\\s*([a-z])\\) (.+)$");
    private static final Pattern WHY_NOT = Pattern.compile("^\\s{3,}no: (.+)$");
    private static final Pattern CONTINUED = Pattern.compile("^\\s{5,}(\\S.*)$");

    private final Completeness completeness;

    /**
     * Makes a parser.
     *
     * @param completeness tells where a snippet ends
     */
    public WalkthroughParser(Completeness completeness) {
        this.completeness = completeness;
    }

    /**
     * Reads a walkthrough.
     *
     * @param file the script; its name is {@code NN-name.jsh}
     * @return what it says
     * @throws WalkthroughException if the format is violated; the message names file and line
     * @throws IOException if it cannot be read
     */
    public Walkthrough parse(Path file) throws WalkthroughException, IOException {
        return parse(file, Files.readAllLines(file));
    }

    /**
     * Reads a walkthrough from its lines.
     *
     * @param file the name they are known by
     * @param lines the lines
     * @return what they say
     * @throws WalkthroughException if the format is violated; the message names file and line
     */
    public Walkthrough parse(Path file, List<String> lines) throws WalkthroughException {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new WalkthroughException(file + " is not the name of a walkthrough: NN-name.jsh is wanted.");
        }
        return new ScriptReading(file, name.group(1), name.group(2), new ScriptLines(name.group(), lines))
                .walkthrough();
    }

    /** One pass over the lines of a script. */
    private final class ScriptReading {

        private final Path file;
        private final String number;
        private final String name;
        private final ScriptLines script;
        private final List<WalkthroughStep> steps = new ArrayList<>();

        private int minutes;
        private boolean needsGuest;
        private Set<String> only = Set.of();

        ScriptReading(Path file, String number, String name, ScriptLines script) {
            this.file = file;
            this.number = number;
            this.name = name;
            this.script = script;
        }

        Walkthrough walkthrough() throws WalkthroughException {
            List<Walkthrough.SourceLine> preamble = preamble();
            String title = script.line().substring("// # ".length()).strip();
            script.skip();
            while (script.hasMore()) {
                step();
            }
            if (!only.isEmpty()) {
                throw script.wrong(script.size(), "a snippet is missing at the end");
            }
            if (minutes == 0) {
                throw script.wrong(1, "'// minutes: N' is missing below the title");
            }
            return new Walkthrough(file, number, name, title, minutes, needsGuest, preamble, steps);
        }

        /** Imports and the desk; and the lines by which plain jshell judges the script. */
        private List<Walkthrough.SourceLine> preamble() throws WalkthroughException {
            List<Walkthrough.SourceLine> sources = new ArrayList<>();
            boolean judged = false;
            while (script.hasMore() && !script.line().startsWith("// # ")) {
                String line = script.line();
                if (line.startsWith("int verdict")) {
                    expectVerdict();
                    judged = true;
                } else if (line.startsWith("//") || line.isBlank()) {
                    script.skip();
                } else {
                    sources.add(code());
                }
            }
            if (!script.hasMore()) {
                throw script.wrong(1, "a title, '// # ...', is missing");
            }
            if (!judged) {
                throw script.wrong(
                        script.number(), "'int verdict = 1;' and the two lines after it are missing above the title");
            }
            return sources;
        }

        private void expectVerdict() throws WalkthroughException {
            List<String> wanted = List.of(
                    "int verdict = 1;",
                    "verdict = " + PlainRun.class.getName() + ".judge(\"" + number + "-" + name + ".jsh\");",
                    "/exit verdict");
            for (String line : wanted) {
                String got = script.hasMore() ? script.line().replaceAll("\\s+//.*", "") : "";
                if (!got.equals(line)) {
                    throw script.wrong(
                            script.number(), "this must be '" + line + "', or plain jshell would not judge the script");
                }
                script.skip();
            }
        }

        private void step() throws WalkthroughException {
            if (script.isBlank()) {
                script.skip();
            } else if (!script.isComment()) {
                steps.add(snippet());
            } else if (script.keyword().isPresent()) {
                keyword();
            } else {
                steps.add(prose());
            }
        }

        private void keyword() throws WalkthroughException {
            int start = script.number();
            String word = script.keyword().orElseThrow();
            switch (word) {
                case "minutes" -> minutes = number(script.argument());
                case "needs" -> needsGuest = needs(script.argument());
                case "only" -> only = Set.of(script.argument().split("[ ,]+"));
                case "predict" -> predict();
                case "exercise" -> steps.add(exercise());
                case "try" -> steps.add(branch());
                default ->
                    throw script.wrong(
                            start,
                            "'" + word + ":' looks like a keyword, but none is known here; wrap the text elsewhere");
            }
        }

        /** A question and the lines of Java below it, the last of which answers it. */
        private void predict() throws WalkthroughException {
            Question question = question();
            script.skipEmptyLines();
            if (script.keyword().equals(Optional.of("only"))) {
                keyword();
            }
            Set<String> kernels = only;
            List<WalkthroughStep.Snippet> block = new ArrayList<>();
            while (script.hasMore() && !script.isComment() && !script.isBlank()) {
                only = kernels;
                block.add(snippet());
            }
            if (block.isEmpty()) {
                throw script.wrong(
                        script.number(), "the question of line " + question.line() + " needs Java here, to answer it");
            }
            WalkthroughStep.Snippet last = block.get(block.size() - 1);
            Question asked = question.options().isEmpty()
                    ? question.answeredAs(Question.Form.of(last.expectations()))
                    : question;
            steps.add(new WalkthroughStep.Ask(question.line(), asked, kernels));
            steps.addAll(block.subList(0, block.size() - 1));
            steps.add(last.answering(asked));
        }

        private int number(String text) throws WalkthroughException {
            if (!text.matches("[0-9]{1,3}")) {
                throw script.wrong(script.number() - 1, "a number of minutes is wanted, not '" + text + "'");
            }
            return Integer.parseInt(text);
        }

        private boolean needs(String text) throws WalkthroughException {
            if (!text.equals("guest")) {
                throw script.wrong(
                        script.number() - 1, "'guest' is all that a walkthrough can need, not '" + text + "'");
            }
            return true;
        }

        /** Comment lines up to code, a blank line or a keyword; a heading starts a new step, and ends this one. */
        private WalkthroughStep.Prose prose() throws WalkthroughException {
            int start = script.number();
            List<String> text = new ArrayList<>();
            boolean fenced = false;
            while (script.isComment() && (fenced || script.number() == start || !endsProse())) {
                String content = script.comment();
                if (content.startsWith("```")) {
                    fenced = !fenced;
                } else if (!fenced
                        && Expectation.parse(script.number(), false, content).isPresent()) {
                    throw script.wrong(script.number(), "this is an expectation, but there is no Java right above it");
                }
                text.add(content);
                script.skip();
            }
            if (fenced) {
                throw script.wrong(start, "a ``` of this text is never closed");
            }
            return new WalkthroughStep.Prose(start, String.join("\n", text).strip());
        }

        private boolean endsProse() {
            return script.keyword().isPresent() || script.comment().startsWith("## ");
        }

        private Question question() throws WalkthroughException {
            int start = script.number();
            StringBuilder text = new StringBuilder(script.argument());
            List<Question.Option> options = new ArrayList<>();
            while (script.isComment() && script.keyword().isEmpty()) {
                String content = script.comment();
                Matcher option = OPTION.matcher(content);
                if (option.matches()) {
                    options.add(option(option.group(1), option.group(2)));
                } else if (options.isEmpty()) {
                    text.append('\n').append(content);
                } else if (isWhyNot(content, options.get(options.size() - 1))) {
                    int last = options.size() - 1;
                    options.set(last, options.get(last).because(whyNot(content)));
                } else if (!content.isBlank()) {
                    throw script.wrong(script.number(), "an option, 'a) ...', or 'because:' is wanted here");
                }
                script.skip();
            }
            if (!script.keyword().equals(Optional.of("because"))) {
                throw script.wrong(script.number(), "the question of line " + start + " needs 'because:' here");
            }
            String because = script.argument() + "\n" + script.text();
            Question.Form form = options.isEmpty() ? Question.Form.VALUE : Question.Form.LETTER;
            return new Question(start, text.toString().strip(), options, because.strip(), form);
        }

        /** {@code no: why}, below an option that is tempting and wrong; and the lines that continue it. */
        private boolean isWhyNot(String content, Question.Option option) {
            return WHY_NOT.matcher(content).matches()
                    || (!option.whyNot().isEmpty() && CONTINUED.matcher(content).matches());
        }

        private String whyNot(String content) {
            Matcher first = WHY_NOT.matcher(content);
            return first.matches() ? first.group(1) : content.strip();
        }

        private Question.Option option(String letter, String text) {
            return new Question.Option(
                    script.number(), letter, text, Expectation.parse(script.number(), false, text), "");
        }

        private WalkthroughStep.Exercise exercise() throws WalkthroughException {
            int start = script.number();
            String title = script.argument();
            String task = script.text();
            List<String> hints = new ArrayList<>();
            List<Walkthrough.SourceLine> checks = new ArrayList<>();
            List<Walkthrough.SourceLine> wrongAnswers = new ArrayList<>();
            while (true) {
                script.skipEmptyLines();
                String word = script.keyword().orElse("");
                int line = script.number();
                switch (word) {
                    case "hint" -> hints.add(script.argument() + "\n" + script.text());
                    case "check" -> checks.add(new Walkthrough.SourceLine(line, script.indented(script.argument())));
                    case "wrong" ->
                        wrongAnswers.add(new Walkthrough.SourceLine(line, script.indented(script.argument())));
                    case "answer" -> {
                        script.skip();
                        if (checks.isEmpty() || wrongAnswers.isEmpty()) {
                            throw script.wrong(start, "an exercise needs a 'check:' and a 'wrong:' at least");
                        }
                        return new WalkthroughStep.Exercise(
                                start, title, task, stripped(hints), checks, wrongAnswers, answer());
                    }
                    default ->
                        throw script.wrong(
                                line,
                                "the exercise of line " + start
                                        + " needs 'hint:', 'check:', 'wrong:' or 'answer:' here");
                }
            }
        }

        private List<String> stripped(List<String> texts) {
            return texts.stream().map(String::strip).toList();
        }

        private List<WalkthroughStep.Snippet> answer() throws WalkthroughException {
            List<WalkthroughStep.Snippet> snippets = new ArrayList<>();
            while (script.hasMore() && !script.isComment()) {
                if (script.isBlank()) {
                    script.skip();
                } else {
                    snippets.add(snippet());
                }
            }
            if (snippets.isEmpty()) {
                throw script.wrong(script.number(), "Java is wanted below 'answer:'");
            }
            return snippets;
        }

        private WalkthroughStep.Branch branch() throws WalkthroughException {
            int start = script.number();
            StringBuilder text = new StringBuilder(script.argument());
            while (script.isComment() && script.keyword().isEmpty() && !script.isIndented()) {
                text.append('\n').append(script.comment());
                script.skip();
            }
            ScriptReading inner = new ScriptReading(file, number, name, script.indentedCode());
            List<WalkthroughStep.Snippet> snippets = new ArrayList<>();
            while (inner.script.hasMore()) {
                snippets.add(inner.snippet());
            }
            if (snippets.isEmpty()) {
                throw script.wrong(start, "a 'try:' needs Java below its text, indented by four spaces");
            }
            return new WalkthroughStep.Branch(start, text.toString().strip(), snippets);
        }

        private WalkthroughStep.Snippet snippet() throws WalkthroughException {
            int start = script.number();
            List<Expectation> expectations = new ArrayList<>();
            StringBuilder source = new StringBuilder();
            boolean complete = false;
            while (!complete) {
                if (!script.hasMore()) {
                    throw script.wrong(start, "this Java is never complete");
                }
                source.append(source.length() == 0 ? "" : "\n").append(script.withoutExpectation(expectations));
                script.skip();
                complete = completeness.isComplete(source.toString());
            }
            while (script.hasMore() && script.line().startsWith("//")) {
                Optional<Expectation> below = Expectation.parse(script.number(), false, script.comment());
                if (below.isEmpty()) {
                    if (script.line().strip().equals("//")) {
                        break;
                    }
                    throw script.wrong(
                            script.number(), "this is no expectation; leave a line free between code and text");
                }
                expectations.add(below.get());
                script.skip();
            }
            WalkthroughStep.Snippet snippet =
                    new WalkthroughStep.Snippet(start, source.toString(), expectations, Optional.empty(), only);
            only = Set.of();
            return snippet;
        }

        /** Java of the preamble, which is expected to go well. */
        private Walkthrough.SourceLine code() throws WalkthroughException {
            WalkthroughStep.Snippet snippet = snippet();
            return new Walkthrough.SourceLine(snippet.line(), snippet.source());
        }
    }
}
