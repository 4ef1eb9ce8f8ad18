// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file as course systems and spreadsheets write it: commas, semicolons or tabs; UTF-8 with or without a mark, or UTF-16.
 *
 * @param name the file, as messages name it
 * @param rows the cells, by row; rows without any are left out
 * @param lines the line that each row begins in, from 1
 * @param separator what parts the cells
 */
public record CsvFile(String name, List<List<String>> rows, List<Integer> lines, char separator) {

    private static final long LONGEST = 32L << 20;
    private static final char MARK = '\ufeff';

    /** Keep copies of the lists. */
    public CsvFile {
        rows = rows.stream().map(List::copyOf).toList();
        lines = List.copyOf(lines);
    }

    /**
     * Reads a file.
     *
     * @param path the file, at most 32 MB
     * @return its cells
     * @throws ClassException if it is no such file; the message says what to do
     * @throws IOException if it cannot be read
     */
    public static CsvFile read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ClassException("there is no file " + path + "; give the path of a CSV file.");
        }
        if (Files.size(path) > LONGEST) {
            throw new ClassException(path + " is larger than " + (LONGEST >> 20) + " MB, which no list of a class is.");
        }
        return parse(path.toString(), text(Files.readAllBytes(path), path));
    }

    private static CsvFile parse(String name, String text) throws ClassException {
        char separator = separator(text);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .get();
        List<List<String>> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        int next = 1;
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord row : parser) {
                List<String> cells = row.toList();
                rows.add(cells);
                lines.add((int) parser.getCurrentLineNumber() - breaks(cells));
                next = (int) parser.getCurrentLineNumber() + 1;
            }
            return new CsvFile(name, rows, lines, separator);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new ClassException(
                    name + ", line " + next + ", is no CSV: a cell in quotes has no end, or goes on after"
                            + " it; mend it, or save the file as CSV again.");
        }
    }

    private static int breaks(List<String> cells) {
        return (int) cells.stream()
                .flatMapToInt(String::chars)
                .filter(c -> c == '\n')
                .count();
    }

    private static String text(byte[] bytes, Path path) throws ClassException {
        boolean wide = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        CharsetDecoder decoder = charset.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            String before = text.toString();
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            throw new ClassException(path + ", line " + line + ", column " + column
                    + ", is no text in UTF-8; save the file as \"CSV UTF-8\".");
        }
        String whole = text.toString();
        return !whole.isEmpty() && whole.charAt(0) == MARK ? whole.substring(1) : whole;
    }

    /** Takes what the first line has most of, outside quotes. */
    private static char separator(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
        char best = ',';
        for (char one : new char[] {';', '\t'}) {
            if (count(line, one) > count(line, best)) {
                best = one;
            }
        }
        return best;
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }

    /** {@return a cell; empty if the row is shorter} */
    public String cell(int row, int column) {
        List<String> cells = rows.get(row);
        return column >= 0 && column < cells.size() ? cells.get(column) : "";
    }

    /**
     * Refuses a cell.
     *
     * @param row the row, from 0
     * @param column the cell in it, from 0
     * @param sentence what is wrong with it and what to do, {@code "'x' is no date; write ..."} for example
     * @return the refusal, which begins with the place
     */
    public ClassException wrong(int row, int column, String sentence) {
        return new ClassException(name + ", line " + lines.get(row) + ", column " + (column + 1) + ": " + sentence);
    }
}
