// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.messageslot.lab.walk.Expectation.ExpectationKind;

/**
 * A question that is asked before its snippet runs. What happens then is the answer: the script does not say which
 * one is right, so it cannot be wrong.
 *
 * @param line where it stands
 * @param text what is asked, as Markdown
 * @param options the answers on offer; empty where the student types the value, or the error's name
 * @param because the explanation that follows, as Markdown
 * @param form which kind of answer is asked for
 */
public record Question(int line, String text, List<Option> options, String because, Form form) {

    /** The kinds of answers. */
    public enum Form {
        /** The letter of an option. */
        LETTER("one of the letters", "\\S.*"),
        /** A whole number. */
        NUMBER("a number", "-?(0[xX])?[0-9a-fA-F]*[0-9][0-9a-fA-F]*[lL]?"),
        /** The name of an error or of an exception. */
        ERROR("the name of an error", "(?i)(it )?(throws:? *)?[a-z][a-z0-9]*"),
        /** Any value. */
        VALUE("your guess", "\\S.*");

        private final String wanted;
        private final String pattern;

        Form(String wanted, String pattern) {
            this.wanted = wanted;
            this.pattern = pattern;
        }

        /** {@return what the student should type, in a few words} */
        public String wanted() {
            return wanted;
        }

        private boolean accepts(String typed) {
            return typed.strip().matches(pattern);
        }

        /** {@return the form of the answer to a question without options, whose snippet has these expectations} */
        static Form of(List<Expectation> expectations) {
            if (expectations.stream().anyMatch(e -> e.kind() == ExpectationKind.THROWS)) {
                return ERROR;
            }
            return expectations.stream().anyMatch(Form::isNumber) ? NUMBER : VALUE;
        }

        private static boolean isNumber(Expectation expectation) {
            return expectation.kind() == ExpectationKind.VALUE
                    && expectation.text().matches("-?[0-9]+");
        }
    }

    /** Make a question. */
    public Question {
        options = List.copyOf(options);
    }

    /**
     * An answer on offer.
     *
     * @param line where it stands
     * @param letter what the student types, {@code a} for example
     * @param text the answer as it is written
     * @param outcome what would have to happen; none where the answer is mere words, and never right
     * @param whyNot why it is tempting and wrong, as Markdown; empty if the script does not say
     */
    public record Option(int line, String letter, String text, Optional<Expectation> outcome, String whyNot) {

        Option because(String reason) {
            return new Option(line, letter, text, outcome, (whyNot + "\n" + reason).strip());
        }

        /** Whether that is this answer; of "-1 EINVAL (22)" the name is enough. */
        private boolean says(String typed) {
            String meant = SnippetResult.plain(typed);
            String said = SnippetResult.plain(outcome.map(Expectation::text).orElse(text));
            String name = said.replaceFirst("^-1,? (?:errno )?(e[a-z0-9]+) \\([0-9]+\\)$", "$1");
            return !meant.isEmpty() && (meant.equals(said) || meant.equals(name));
        }

        /** {@return the answer in words, as Markdown} */
        public String inWords() {
            if (outcome.isEmpty()) {
                return text;
            }
            Expectation expected = outcome.get();
            return switch (expected.kind()) {
                case VALUE -> "it gives `" + expected.text() + "`";
                case PRINTS -> "it prints `" + expected.text() + "`";
                case THROWS -> "it throws `" + expected.text() + "`";
                case REJECTED -> "the compiler refuses it";
                case CALLS -> "it calls `" + expected.text() + "`";
            };
        }
    }

    /**
     * Finds the option that came true.
     *
     * @param outcome what happened
     * @return the first option that describes it
     */
    public Optional<Option> cameTrue(SnippetResult outcome) {
        return options.stream().filter(option -> matches(option, outcome)).findFirst();
    }

    static boolean matches(Option option, SnippetResult outcome) {
        return option.outcome().isPresent() && outcome.matches(option.outcome().get());
    }

    /**
     * Judges what a student predicted.
     *
     * @param prediction a letter, or where there are no options a value or an error's name
     * @param outcome what happened
     * @return whether that was predicted
     */
    public boolean isRight(String prediction, SnippetResult outcome) {
        if (options.isEmpty()) {
            return outcome.isMeantBy(prediction.strip());
        }
        Optional<String> letter = meantBy(prediction);
        return letter.isPresent() && letter.equals(cameTrue(outcome).map(Option::letter));
    }

    /**
     * Finds the answer that was typed: by its letter, or by its text; quotes and case make no difference.
     *
     * @param typed what was typed
     * @return the letter, or where there are no options what was typed; none if it is no answer, a word where a number is
     *     asked for, say
     */
    public Optional<String> meantBy(String typed) {
        if (options.isEmpty()) {
            return Optional.of(typed).filter(form::accepts);
        }
        String letter = typed.strip().toLowerCase(Locale.ROOT).replaceAll("\\)$", "");
        return options.stream()
                .filter(option -> option.letter().equals(letter) || option.says(typed))
                .map(Option::letter)
                .findFirst();
    }

    /**
     * Finds what is wrong about an answer that is tempting.
     *
     * @param prediction what the student predicted
     * @return the reason, as Markdown; empty if the script does not say
     */
    public String whyNot(String prediction) {
        Optional<String> letter = meantBy(prediction);
        return options.stream()
                .filter(option -> letter.equals(Optional.of(option.letter())))
                .map(Option::whyNot)
                .findFirst()
                .orElse("");
    }

    Question answeredAs(Form other) {
        return new Question(line, text, options, because, other);
    }
}
