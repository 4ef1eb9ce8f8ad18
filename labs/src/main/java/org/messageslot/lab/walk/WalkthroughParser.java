// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final Pattern TRAILING = Pattern.compile("^(.*\\S)\\s+//\\s?(\\S.*)$");
    private static final Pattern LOOKS_LIKE_EXPECTATION = Pattern.compile("^(=+\\s*>|[a-z]+:(\\s|$)).*");
    private static final Pattern KEYWORD = Pattern.compile("^([a-z]+):(?:\\s+(.*))?$");
    private static final Pattern OPTION = Pattern.compile("^\\s*([a-z])\\) (.+)$");
    private static final Pattern WHY_NOT = Pattern.compile("^\\s{3,}no: (.+)$");
    private static final Pattern CONTINUED = Pattern.compile("^\\s{5,}(\\S.*)$");
    private static final String INDENTED = "    ";

    private static final List<String> KEYWORDS = List.of(
            "minutes", "needs", "only", "predict", "because", "exercise", "hint", "check", "wrong", "answer", "try");

    private final Completeness completeness;

    /**
     * Make a parser.
     *
     * @param completeness tells where a snippet ends
     */
    public WalkthroughParser(Completeness completeness) {
        this.completeness = completeness;
    }

    /**
     * Read a walkthrough.
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
     * Read a walkthrough from its lines.
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
        return new Reading(file, name.group(1), name.group(2), lines).walkthrough();
    }

    /** One pass over the lines of a script. */
    private final class Reading {

        private final Path file;
        private final String number;
        private final String name;
        private final List<String> lines;
        private final List<WalkthroughStep> steps = new ArrayList<>();

        private int at; // the index of the next line
        private int minutes;
        private boolean needsGuest;
        private Set<String> only = Set.of();

        Reading(Path file, String number, String name, List<String> lines) {
            this.file = file;
            this.number = number;
            this.name = name;
            this.lines = lines;
        }

        Walkthrough walkthrough() throws WalkthroughException {
            List<Walkthrough.SourceLine> preamble = preamble();
            String title = lines.get(at).substring("// # ".length()).strip();
            at++;
            while (at < lines.size()) {
                step();
            }
            if (!only.isEmpty()) {
                throw wrong(lines.size(), "a snippet is missing at the end");
            }
            if (minutes == 0) {
                throw wrong(1, "'// minutes: N' is missing below the title");
            }
            return new Walkthrough(file, number, name, title, minutes, needsGuest, preamble, steps);
        }

        /** Imports and the desk; and the lines by which plain jshell judges the script. */
        private List<Walkthrough.SourceLine> preamble() throws WalkthroughException {
            List<Walkthrough.SourceLine> sources = new ArrayList<>();
            boolean judged = false;
            while (at < lines.size() && !lines.get(at).startsWith("// # ")) {
                String line = lines.get(at);
                if (line.startsWith("int verdict")) {
                    expectVerdict();
                    judged = true;
                } else if (line.startsWith("//") || line.isBlank()) {
                    at++;
                } else {
                    sources.add(code());
                }
            }
            if (at == lines.size()) {
                throw wrong(1, "a title, '// # ...', is missing");
            }
            if (!judged) {
                throw wrong(at + 1, "'int verdict = 1;' and the two lines after it are missing above the title");
            }
            return sources;
        }

        private void expectVerdict() throws WalkthroughException {
            List<String> wanted = List.of(
                    "int verdict = 1;",
                    "verdict = " + PlainRun.class.getName() + ".judge(\"" + number + "-" + name + ".jsh\");",
                    "/exit verdict");
            for (String line : wanted) {
                String got = at < lines.size() ? lines.get(at).replaceAll("\\s+//.*", "") : "";
                if (!got.equals(line)) {
                    throw wrong(at + 1, "this must be '" + line + "', or plain jshell would not judge the script");
                }
                at++;
            }
        }

        private void step() throws WalkthroughException {
            String line = lines.get(at);
            if (line.isBlank()) {
                at++;
            } else if (!isComment(line)) {
                steps.add(snippet());
            } else if (keyword(line).isPresent()) {
                keyword();
            } else {
                steps.add(prose());
            }
        }

        private void keyword() throws WalkthroughException {
            String line = lines.get(at);
            int start = at + 1;
            String word = keyword(line).orElseThrow();
            switch (word) {
                case "minutes" -> minutes = number(argument());
                case "needs" -> needsGuest = needs(argument());
                case "only" -> only = Set.of(argument().split("[ ,]+"));
                case "predict" -> predict();
                case "exercise" -> steps.add(exercise());
                case "try" -> steps.add(branch());
                default ->
                    throw wrong(
                            start,
                            "'" + word + ":' looks like a keyword, but none is known here; wrap the text elsewhere");
            }
        }

        /** A question and the lines of Java below it, the last of which answers it. */
        private void predict() throws WalkthroughException {
            Question question = question();
            skipEmptyLines();
            if (at < lines.size() && keyword(lines.get(at)).equals(Optional.of("only"))) {
                keyword();
            }
            Set<String> kernels = only;
            List<WalkthroughStep.Snippet> block = new ArrayList<>();
            while (at < lines.size()
                    && !isComment(lines.get(at))
                    && !lines.get(at).isBlank()) {
                only = kernels;
                block.add(snippet());
            }
            if (block.isEmpty()) {
                throw wrong(at + 1, "the question of line " + question.line() + " needs Java here, to answer it");
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
                throw wrong(at, "a number of minutes is wanted, not '" + text + "'");
            }
            return Integer.parseInt(text);
        }

        private boolean needs(String text) throws WalkthroughException {
            if (!text.equals("guest")) {
                throw wrong(at, "'guest' is all that a walkthrough can need, not '" + text + "'");
            }
            return true;
        }

        /** The rest of a keyword's line, which is consumed. */
        private String argument() {
            Matcher matcher = KEYWORD.matcher(content(lines.get(at++)));
            if (!matcher.matches()) {
                throw new AssertionError("Only called on the line of a keyword.");
            }
            return matcher.group(2) == null ? "" : matcher.group(2).strip();
        }

        /** Comment lines up to code, a blank line or a keyword; a heading starts a new step, and ends this one. */
        private WalkthroughStep.Prose prose() throws WalkthroughException {
            int start = at;
            List<String> text = new ArrayList<>();
            boolean fenced = false;
            while (at < lines.size()) {
                String line = lines.get(at);
                if (!isComment(line) || (!fenced && at > start && endsProse(line))) {
                    break;
                }
                String content = content(line);
                if (content.startsWith("```")) {
                    fenced = !fenced;
                } else if (!fenced && Expectation.parse(at + 1, false, content).isPresent()) {
                    throw wrong(at + 1, "this is an expectation, but there is no Java right above it");
                }
                text.add(content);
                at++;
            }
            if (fenced) {
                throw wrong(start + 1, "a ``` of this text is never closed");
            }
            return new WalkthroughStep.Prose(start + 1, String.join("\n", text).strip());
        }

        private boolean endsProse(String line) {
            return keyword(line).isPresent() || content(line).startsWith("## ");
        }

        private Question question() throws WalkthroughException {
            int start = at + 1;
            StringBuilder text = new StringBuilder(argument());
            List<Question.Option> options = new ArrayList<>();
            while (at < lines.size()
                    && isComment(lines.get(at))
                    && keyword(lines.get(at)).isEmpty()) {
                String content = content(lines.get(at));
                Matcher option = OPTION.matcher(content);
                if (option.matches()) {
                    options.add(option(option.group(1), option.group(2)));
                } else if (options.isEmpty()) {
                    text.append('\n').append(content);
                } else if (isWhyNot(content, options.get(options.size() - 1))) {
                    int last = options.size() - 1;
                    options.set(last, options.get(last).because(whyNot(content)));
                } else if (!content.isBlank()) {
                    throw wrong(at + 1, "an option, 'a) ...', or 'because:' is wanted here");
                }
                at++;
            }
            if (at == lines.size() || !keyword(lines.get(at)).equals(Optional.of("because"))) {
                throw wrong(at + 1, "the question of line " + start + " needs 'because:' here");
            }
            String because = argument() + "\n" + text();
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
            return new Question.Option(at + 1, letter, text, Expectation.parse(at + 1, false, text), "");
        }

        private WalkthroughStep.Exercise exercise() throws WalkthroughException {
            int start = at + 1;
            String title = argument();
            String task = text();
            List<String> hints = new ArrayList<>();
            List<Walkthrough.SourceLine> checks = new ArrayList<>();
            List<Walkthrough.SourceLine> wrongAnswers = new ArrayList<>();
            while (true) {
                skipEmptyLines();
                String word = at < lines.size() ? keyword(lines.get(at)).orElse("") : "";
                int line = at + 1;
                switch (word) {
                    case "hint" -> hints.add(argument() + "\n" + text());
                    case "check" -> checks.add(new Walkthrough.SourceLine(line, indented(argument())));
                    case "wrong" -> wrongAnswers.add(new Walkthrough.SourceLine(line, indented(argument())));
                    case "answer" -> {
                        at++;
                        if (checks.isEmpty() || wrongAnswers.isEmpty()) {
                            throw wrong(start, "an exercise needs a 'check:' and a 'wrong:' at least");
                        }
                        return new WalkthroughStep.Exercise(
                                start, title, task, stripped(hints), checks, wrongAnswers, answer());
                    }
                    default ->
                        throw wrong(
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
            while (at < lines.size() && !isComment(lines.get(at))) {
                if (lines.get(at).isBlank()) {
                    at++;
                } else {
                    snippets.add(snippet());
                }
            }
            if (snippets.isEmpty()) {
                throw wrong(at + 1, "Java is wanted below 'answer:'");
            }
            return snippets;
        }

        private WalkthroughStep.Branch branch() throws WalkthroughException {
            int start = at + 1;
            StringBuilder text = new StringBuilder(argument());
            while (at < lines.size()
                    && isComment(lines.get(at))
                    && keyword(lines.get(at)).isEmpty()
                    && !isIndented(lines.get(at))) {
                text.append('\n').append(content(lines.get(at++)));
            }
            int end = at;
            while (end < lines.size() && isComment(lines.get(end)) && isIndented(lines.get(end))) {
                end++;
            }
            List<WalkthroughStep.Snippet> snippets = new ArrayList<>();
            Reading inner = new Reading(file, number, name, indentedCode(end));
            inner.at = at;
            while (inner.at < end) {
                snippets.add(inner.snippet());
            }
            at = end;
            if (snippets.isEmpty()) {
                throw wrong(start, "a 'try:' needs Java below its text, indented by four spaces");
            }
            return new WalkthroughStep.Branch(start, text.toString().strip(), snippets);
        }

        /** The script up to a line, in which the indented comments from here on are code. */
        private List<String> indentedCode(int end) {
            List<String> script = new ArrayList<>(lines.subList(0, at));
            for (int i = at; i < end; i++) {
                script.add(content(lines.get(i)).substring(INDENTED.length()));
            }
            return script;
        }

        private boolean isIndented(String line) {
            return content(line).startsWith(INDENTED);
        }

        /** Comment lines up to the next keyword or code; what is fenced by ``` holds no keywords. */
        private String text() {
            List<String> text = new ArrayList<>();
            boolean fenced = false;
            while (at < lines.size() && isComment(lines.get(at))) {
                if (!fenced && keyword(lines.get(at)).isPresent()) {
                    break;
                }
                String content = content(lines.get(at++));
                fenced ^= content.startsWith("```");
                text.add(content);
            }
            return String.join("\n", text).strip();
        }

        /** A keyword's argument and the indented lines that continue it. */
        private String indented(String first) {
            StringBuilder text = new StringBuilder(first);
            while (at < lines.size() && isComment(lines.get(at)) && isIndented(lines.get(at))) {
                text.append('\n').append(content(lines.get(at++)).substring(INDENTED.length()));
            }
            return text.toString().strip();
        }

        private void skipEmptyLines() {
            while (at < lines.size()
                    && (lines.get(at).isBlank() || lines.get(at).strip().equals("//"))) {
                at++;
            }
        }

        private WalkthroughStep.Snippet snippet() throws WalkthroughException {
            int start = at + 1;
            List<Expectation> expectations = new ArrayList<>();
            StringBuilder source = new StringBuilder();
            boolean complete = false;
            while (!complete) {
                if (at == lines.size()) {
                    throw wrong(start, "this Java is never complete");
                }
                source.append(source.length() == 0 ? "" : "\n").append(withoutExpectation(expectations));
                at++;
                complete = completeness.isComplete(source.toString());
            }
            while (at < lines.size() && lines.get(at).startsWith("//")) {
                Optional<Expectation> below = Expectation.parse(at + 1, false, content(lines.get(at)));
                if (below.isEmpty()) {
                    if (lines.get(at).strip().equals("//")) {
                        break;
                    }
                    throw wrong(at + 1, "this is no expectation; leave a line free between code and text");
                }
                expectations.add(below.get());
                at++;
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

        private String withoutExpectation(List<Expectation> expectations) throws WalkthroughException {
            String line = lines.get(at);
            Matcher trailing = TRAILING.matcher(line);
            if (!trailing.matches()) {
                return line.stripTrailing();
            }
            Optional<Expectation> expectation = Expectation.parse(at + 1, true, trailing.group(2));
            if (expectation.isPresent()) {
                expectations.add(expectation.get());
                return trailing.group(1);
            }
            if (LOOKS_LIKE_EXPECTATION.matcher(trailing.group(2)).matches()) {
                throw wrong(at + 1, "'// " + trailing.group(2) + "' looks like an expectation, but is none");
            }
            return line.stripTrailing();
        }

        private boolean isComment(String line) {
            return line.startsWith("//");
        }

        private String content(String line) {
            String text = line.substring(2);
            return text.startsWith(" ") ? text.substring(1) : text;
        }

        private Optional<String> keyword(String line) {
            if (!isComment(line)) {
                return Optional.empty();
            }
            Matcher matcher = KEYWORD.matcher(content(line));
            boolean keyword = matcher.matches() && KEYWORDS.stream().anyMatch(word -> isNear(matcher.group(1), word));
            return keyword ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        /** Whether a word is a keyword, or looks like one that is misspelt: that must not pass for text. */
        private boolean isNear(String word, String keyword) {
            return distance(word, keyword) <= (keyword.length() > 4 ? 2 : word.equals(keyword) ? 0 : -1);
        }

        /** {@return the number of letters to change, add or remove to make one word the other} */
        private int distance(String from, String to) {
            int[] row = new int[to.length() + 1];
            Arrays.setAll(row, i -> i);
            for (int i = 1; i <= from.length(); i++) {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= to.length(); j++) {
                    int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
                }
            }
            return row[to.length()];
        }

        private WalkthroughException wrong(int line, String what) {
            return new WalkthroughException("labs/" + number + "-" + name + ".jsh:" + line + ": " + what + ".");
        }
    }
}
