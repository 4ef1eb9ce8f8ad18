// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A CSV file as course systems and spreadsheets write it: commas, semicolons or tabs; UTF-8 with or without a mark, or UTF-16.
 *
 * @param rows the cells, by row; rows without any are left out
 * @param separator what parts the cells
 */
public record CsvFile(List<List<String>> rows, char separator) {

    private static final long LONGEST = 32L << 20;
    private static final char MARK = '\ufeff';

    /** Keep copies of the lists. */
    public CsvFile {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * Read a file.
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
        String text = text(Files.readAllBytes(path), path);
        char separator = separator(text);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<List<String>> rows =
                    parser.stream().map(row -> List.copyOf(row.toList())).toList();
            return new CsvFile(rows, separator);
        } catch (IOException | UncheckedIOException e) {
            throw new ClassException(path
                    + " is no CSV file: a cell in quotes has no end, or goes on after it; save it as" + " CSV again.");
        }
    }

    private static String text(byte[] bytes, Path path) throws ClassException {
        boolean wide = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ClassException(path + " is no text in UTF-8; save it as \"CSV UTF-8\".");
        }
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
}
