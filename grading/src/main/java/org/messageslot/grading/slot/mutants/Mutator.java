// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.messageslot.grading.slot.mutants.CSource.CFunction;
import org.messageslot.grading.slot.mutants.CSource.Token;
import org.messageslot.grading.slot.mutants.Mutant.Edit;

/** Finds the changes of one place that are tried in a function: those that a tired programmer makes. */
final class Mutator {

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("==", "!="),
            Map.entry("!=", "=="),
            Map.entry("<", "<="),
            Map.entry("<=", "<"),
            Map.entry(">", ">="),
            Map.entry(">=", ">"),
            Map.entry("&&", "||"),
            Map.entry("||", "&&"),
            Map.entry("++", "--"),
            Map.entry("--", "++"),
            Map.entry("+=", "="));

    private static final List<String> ERRORS =
            List.of("EINVAL", "EFAULT", "ENOMEM", "EMSGSIZE", "EWOULDBLOCK", "ENOSPC", "EPERM");

    private static final Set<String> NO_STATEMENT = Set.of(
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "default",
            "return",
            "goto",
            "struct",
            "union",
            "enum",
            "const",
            "static",
            "unsigned",
            "signed",
            "int",
            "long",
            "short",
            "char",
            "void",
            "bool",
            "{",
            "}",
            ";");

    private static final Set<String> NO_TYPE = Set.of("return", "goto", "case", "else", "sizeof", "break", "continue");

    private final String text;
    private final List<Token> tokens;
    private final CFunction function;
    private final List<Edit> edits = new ArrayList<>();

    private Mutator(CSource source, CFunction function) {
        this.text = source.text();
        this.tokens = source.tokens();
        this.function = function;
    }

    /** {@return all changes of a source, in the order of its functions} */
    static List<Mutant> mutants(String file, String text) {
        CSource source = CSource.of(text);
        List<Mutant> mutants = new ArrayList<>();
        for (CFunction function : source.functions()) {
            Mutator mutator = new Mutator(source, function);
            mutator.find();
            mutator.edits.forEach(edit -> mutants.add(new Mutant(file, source, function.name(), edit)));
        }
        return List.copyOf(mutants);
    }

    private void find() {
        int brackets = 0;
        for (int at = function.first() + 1; at < function.last(); at++) {
            Token token = tokens.get(at);
            brackets += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            String other = OPERATORS.get(token.text());
            if (other != null) {
                replace(token, other);
            }
            if (token.is("if")) {
                condition(at + 1);
            }
            if (ERRORS.contains(token.text())) {
                replace(token, ERRORS.get((ERRORS.indexOf(token.text()) + 1) % ERRORS.size()));
            }
            if (token.text().matches("\\d+")) {
                number(token);
            }
            if (brackets == 0 && isStatement(at)) {
                leaveOut(at);
            }
        }
        otherVariables();
    }

    private void replace(Token token, String other) {
        edits.add(new Edit(token.start(), token.end(), other, token.text() + " became " + other));
    }

    private void number(Token token) {
        if (token.text().length() < 10) {
            int value = Integer.parseInt(token.text().replaceFirst("^0+(?=\\d)", ""));
            replace(token, Integer.toString(value + 1));
            if (value > 0) {
                replace(token, Integer.toString(value - 1));
            }
        }
    }

    private void condition(int open) {
        int close = CSource.partner(tokens, open);
        int start = tokens.get(open).start();
        int end = tokens.get(close).end();
        String condition = text.substring(start, end);
        edits.add(new Edit(start, end, "(!" + condition + ")", "the condition is turned round"));
        edits.add(new Edit(start, end, "(" + condition + " && 0)", "the check is left out"));
    }

    /** Whether a statement begins here that is an expression, a break or a continue. */
    private boolean isStatement(int at) {
        Token before = tokens.get(at - 1);
        boolean begins = before.is(";", "{", "}", "else", ":") || (before.is(")") && isHead(at - 1));
        return begins && !NO_STATEMENT.contains(tokens.get(at).text()) && !isDeclaration(at) && !isLabel(at);
    }

    /** Whether a bracket ends what stands before the statement of an if, a for or a while. */
    private boolean isHead(int close) {
        int depth = 0;
        for (int at = close; at > function.first(); at--) {
            depth += tokens.get(at).is(")") ? 1 : tokens.get(at).is("(") ? -1 : 0;
            if (depth == 0) {
                return tokens.get(at - 1).is("if", "for", "while");
            }
        }
        return false;
    }

    private boolean isDeclaration(int at) {
        return tokens.get(at).isName()
                && !NO_TYPE.contains(tokens.get(at).text())
                && (tokens.get(at + 1).isName()
                        || (tokens.get(at + 1).is("*") && tokens.get(at + 2).isName()));
    }

    private boolean isLabel(int at) {
        return tokens.get(at + 1).is(":");
    }

    private void leaveOut(int at) {
        int end = at;
        while (end < function.last() && !tokens.get(end).is(";")) {
            end = tokens.get(end).is("(", "[", "{") ? CSource.partner(tokens, end) + 1 : end + 1;
        }
        if (end < function.last() && end > at) {
            int start = tokens.get(at).start();
            int stop = tokens.get(end).start();
            String lines = text.substring(start, stop).replaceAll("[^\n]", "");
            edits.add(new Edit(start, stop, lines, "a statement is left out"));
        }
    }

    /** A variable takes the place of another one that was declared with the same words. */
    private void otherVariables() {
        Map<String, String> types = types();
        Map<String, List<String>> names = new LinkedHashMap<>();
        types.forEach((name, type) ->
                names.computeIfAbsent(type, one -> new ArrayList<>()).add(name));
        for (int at = function.first() + 1; at < function.last(); at++) {
            Token token = tokens.get(at);
            String type = types.get(token.text());
            if (type != null && !tokens.get(at - 1).is(".", "->") && !isDeclared(at)) {
                List<String> alike = names.getOrDefault(type, List.of());
                int next = (alike.indexOf(token.text()) + 1) % alike.size();
                if (alike.size() > 1) {
                    replace(token, alike.get(next));
                }
            }
        }
    }

    private boolean isDeclared(int at) {
        Token before = tokens.get(at - 1);
        return (before.isName() && !NO_TYPE.contains(before.text()))
                || (before.is("*")
                        && tokens.get(at - 2).isName()
                        && tokens.get(at - 3).is(";", "{", "(", ",", "}"));
    }

    /** By name, the words that each parameter and local variable is declared with. */
    private Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        StringBuilder type = new StringBuilder();
        for (int at = function.head() + 1; at < function.last(); at++) {
            Token token = tokens.get(at);
            boolean ends = tokens.get(at + 1).is(",", ";", "=", ")");
            if (token.isName() && ends && !type.isEmpty()) {
                types.putIfAbsent(token.text(), type.toString());
                type.setLength(0);
            } else if ((token.isName() && !NO_TYPE.contains(token.text())) || (token.is("*") && !type.isEmpty())) {
                type.append(token.text()).append(' ');
            } else {
                type.setLength(0);
            }
        }
        return types;
    }
}
