// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.CallWords;
import org.messageslot.calls.Operation;
import org.messageslot.calls.Operations;

/** Reads one line of a script: words, and texts in quotes as in C. */
final class ActReader implements CallWords {

    private static final int MOST_BYTES = 1 << 20;
    private static final int HEX = 16;

    private final int number;
    private final List<Word> words;
    private int next;

    /** A word, or a text in quotes. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes are the point; equality is never asked for.
    private record Word(byte[] bytes, boolean quoted) {}

    private ActReader(int number, List<Word> words) {
        this.number = number;
        this.words = words;
    }

    /**
     * Reads a line.
     *
     * @param line the line, without comment and recorded result
     * @param number its number, for messages
     * @return what is to be done
     * @throws IOException if that cannot be told
     */
    static Act read(String line, int number) throws IOException {
        ActReader reader = new ActReader(number, words(line, number));
        Act act = reader.act();
        if (reader.next < reader.words.size()) {
            throw reader.wrong("nothing is expected after '" + reader.shown(reader.next - 1) + "'");
        }
        return act;
    }

    private static List<Word> words(String line, int number) throws ScriptException {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
            } else if (line.charAt(at) == '"') {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                at = quoted(line, at + 1, bytes, number);
                words.add(new Word(bytes.toByteArray(), true));
            } else {
                int end = line.indexOf(' ', at) < 0 ? line.length() : line.indexOf(' ', at);
                words.add(new Word(line.substring(at, end).getBytes(StandardCharsets.UTF_8), false));
                at = end;
            }
        }
        return words;
    }

    private static int quoted(String line, int start, ByteArrayOutputStream bytes, int number) throws ScriptException {
        int at = start;
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.startsWith("\\x", at) && at + 4 <= line.length()) {
                int value = hex(line.substring(at + 2, at + 4));
                if (value < 0) {
                    throw new ScriptException("line " + number + ": after \\x come two hexadecimal digits.");
                }
                bytes.write(value);
                at += 4;
            } else {
                at += line.charAt(at) == '\\' && at + 1 < line.length() ? 1 : 0;
                bytes.writeBytes(line.substring(at, at + 1).getBytes(StandardCharsets.UTF_8));
                at++;
            }
        }
        if (at >= line.length()) {
            throw new ScriptException("line " + number + ": a text has no quote at its end.");
        }
        return at + 1;
    }

    private static int hex(String digits) {
        return digits.matches("[0-9a-fA-F]{2}") ? Integer.parseInt(digits, HEX) : -1;
    }

    private Act act() throws IOException {
        String first = text();
        return switch (first) {
            case "guest" -> new Act.UseGuest(text(), integer(1, 8), integer(128, 4096), text().equals("strict"));
            case "insmod" -> new Act.Load(next < words.size() ? text() : "");
            case "rmmod" -> new Act.Unload(text());
            case "node" -> node();
            case "exit-all" -> new Act.ExitAll();
            case "close-files" -> new Act.CloseFiles();
            case "check-heap" -> new Act.CheckHeap();
            case "run" -> run();
            default -> byProcess(first);
        };
    }

    private Act node() throws ScriptException {
        String path = text();
        String octal = text();
        if (!octal.matches("[0-7]{1,4}")) {
            throw wrong("permissions are octal digits, 666 for example, not '" + octal + "'");
        }
        return new Act.MakeNode(path, Integer.parseInt(octal, 8), integer(0, 4095), integer(0, 1 << 20));
    }

    private Act run() throws ScriptException {
        String program = text();
        int user = integer(0, 65_535);
        List<String> arguments = new ArrayList<>();
        while (next < words.size()) {
            arguments.add(text());
        }
        return new Act.RunProgram(program, user, arguments);
    }

    private Act byProcess(String process) throws IOException {
        String verb = text();
        return switch (verb) {
            case "start" -> new Act.Start(process, text(), integer(0, 65_535));
            case "fork" -> new Act.ForkProcess(process, text(), text());
            case "exit" -> new Act.EndProcess(process);
            case "begin" -> new Act.Begin(process, call(text()));
            case "returns" -> new Act.Await(process);
            case "thread" -> new Act.Lane(process, integer(1, 64), call(text()));
            case "together" -> new Act.Together(process, integer(1, 1_000_000));
            default -> new Act.MakeCall(process, call(verb));
        };
    }

    private Call call(String name) throws IOException {
        Operation operation = Operations.named(name)
                .orElseThrow(() -> wrong("'" + name + "' is nothing that a script can do; it knows "
                        + Operations.all().stream().map(Operation::name).collect(Collectors.joining(", "))
                        + ", start, fork, exit, begin, returns, thread and together"));
        return operation.reader().read(this);
    }

    @Override
    public Buffer buffer() throws ScriptException {
        boolean quoted = next < words.size() && words.get(next).quoted();
        byte[] word = bytes();
        if (quoted) {
            return Buffer.of(word);
        }
        return switch (new String(word, StandardCharsets.UTF_8)) {
            case "room" -> Buffer.room(length());
            case "null" -> Buffer.nullPointer(length());
            case "unmapped" -> Buffer.unmapped(length());
            case "kernel" -> Buffer.kernelHalf(length());
            case "untouched" -> Buffer.untouched(length());
            case "read-only" -> Buffer.readOnly(bytes());
            case "crossing" -> crossing(bytes(), length());
            default ->
                throw wrong("a buffer is a text in quotes, room N, null N, unmapped N, kernel N, untouched N, read-only"
                        + " TEXT or crossing TEXT N, not '" + shown(next - 1) + "'");
        };
    }

    private Buffer crossing(byte[] there, int length) throws ScriptException {
        if (length <= there.length) {
            throw wrong("a crossing buffer claims more than the " + there.length + " bytes that are there");
        }
        return Buffer.crossing(there, length);
    }

    private int length() throws ScriptException {
        return integer(0, next >= 2 && shown(next - 1).matches("room|untouched") ? MOST_BYTES : Integer.MAX_VALUE);
    }

    private byte[] bytes() throws ScriptException {
        if (next == words.size()) {
            throw wrong("something is missing at the end");
        }
        next++;
        return words.get(next - 1).bytes();
    }

    @Override
    public String text() throws ScriptException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private String shown(int index) {
        return new String(words.get(index).bytes(), StandardCharsets.UTF_8);
    }

    private int integer(int least, int most) throws ScriptException {
        long value = number();
        if (value < least || value > most) {
            throw wrong(value + " is not from " + least + " to " + most);
        }
        return (int) value;
    }

    @Override
    public long number() throws ScriptException {
        String word = text();
        try {
            return word.startsWith("0x") ? Long.parseUnsignedLong(word.substring(2), HEX) : decimal(word);
        } catch (NumberFormatException e) {
            throw wrong("'" + word + "' is no number");
        }
    }

    private static long decimal(String word) {
        return word.startsWith("-") ? Long.parseLong(word) : Long.parseUnsignedLong(word);
    }

    @Override
    public ScriptException wrong(String sentence) {
        return new ScriptException("line " + number + ": " + sentence + ".");
    }
}
