// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times in one column of a file, written by one program in one language.
 *
 * <p>With an offset they are moments; without one they are read in a zone that the user names. The column as a whole decides
 * about the language, and about day and month where both are numbers; what stays open is not guessed.
 */
public final class WrittenTime {

    private static final Pattern OFFSET = Pattern.compile("\\s*(z|utc|gmt|[+-]\\d{2}:?\\d{2})$");
    private static final Pattern CLOCK =
            Pattern.compile("(?<![\\d.])(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)?(?![\\d.])");
    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(19|20)\\d{2}(?!\\d)");
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,2}(?!\\d)");

    private WrittenTime() {}

    /** What a cell says: a moment, or a time of day without a zone. */
    private sealed interface TimeInCell permits Exact, Local {}

    private record Exact(Instant at) implements TimeInCell {}

    private record Local(LocalDateTime at) implements TimeInCell {}

    /** A cell that cannot be read, or a column that can be read in two ways. */
    public static final class UnreadableTime extends Exception {
        private static final long serialVersionUID = 1;
        private final int index;

        UnreadableTime(int index, String sentence) {
            super(sentence);
            this.index = index;
        }

        /** {@return which of the texts it is, from 0} */
        public int index() {
            return index;
        }
    }

    /**
     * Reads the times of a column.
     *
     * @param texts the cells, none of them blank
     * @param zone where those without an offset are at home; empty if that is not known
     * @return the moments, in the same order; empty where one has no offset and the zone is not known
     * @throws UnreadableTime if one is no time, or all can be read in two ways; the message says what to do
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public static List<Optional<Instant>> read(List<String> texts, Optional<ZoneId> zone) throws UnreadableTime {
        List<TimeInCell> said = said(texts);
        List<Optional<Instant>> moments = new ArrayList<>();
        for (TimeInCell one : said) {
            moments.add(
                    one instanceof Exact exact
                            ? Optional.of(exact.at())
                            : zone.map(home -> ((Local) one).at().atZone(home).toInstant()));
        }
        return moments;
    }

    private static List<TimeInCell> said(List<String> texts) throws UnreadableTime {
        List<String> folded =
                texts.stream().map(DateWords::folded).map(WrittenTime::digits).toList();
        Set<Integer> numbers = new TreeSet<>();
        for (int i = 0; i < folded.size(); i++) {
            String text = folded.get(i);
            if (!CLOCK.matcher(withoutOffset(text)).find()
                    || !YEAR.matcher(text).find()) {
                throw new UnreadableTime(
                        i,
                        "'" + texts.get(i) + "' is no date with a year and a time of day; write"
                                + " 2024-01-17T23:59:00+02:00 for example.");
            }
            if (numbers(text).size() == 2) {
                numbers.add(i);
            }
        }
        List<List<TimeInCell>> readings = numbers.size() == folded.size() ? byNumbers(folded) : byWords(folded);
        Set<List<TimeInCell>> different = readings.stream().collect(Collectors.toSet());
        if (different.size() == 1) {
            return readings.get(0);
        }
        throw new UnreadableTime(
                firstOdd(folded),
                different.isEmpty()
                        ? "'" + texts.get(firstOdd(folded))
                                + "' is no date in a language that is known here, like the others"
                                + " of its column; give the times by --times FILE.csv: id, 2024-01-17T23:59:00+02:00."
                        : "it cannot be told which number in '" + texts.get(0)
                                + "' is the day and which the month; give the times by --times FILE.csv: id,"
                                + " 2024-01-17T23:59:00+02:00.");
    }

    private static int firstOdd(List<String> folded) {
        for (int i = 0; i < folded.size(); i++) {
            if (byWords(List.of(folded.get(i))).isEmpty()
                    && byNumbers(List.of(folded.get(i))).isEmpty()) {
                return i;
            }
        }
        return 0;
    }

    /** Arabic, Persian, Indian digits as those of ASCII. */
    private static String digits(String text) {
        return text.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** {@return the numbers besides year, time and offset} */
    private static List<Integer> numbers(String text) {
        String rest = withoutClock(text);
        List<Integer> numbers = new ArrayList<>();
        for (Matcher number = NUMBER.matcher(rest); number.find(); ) {
            numbers.add(Integer.valueOf(number.group()));
        }
        return numbers;
    }

    private static String withoutClock(String text) {
        Matcher clock = clock(text);
        String date =
                text.substring(0, clock.start()) + " " + withoutOffset(text).substring(clock.end());
        return YEAR.matcher(date).replaceFirst(" ");
    }

    private static String withoutOffset(String text) {
        return OFFSET.matcher(text).replaceFirst("");
    }

    /** The last of what looks like a time of day: a date with points comes before it, an offset behind it. */
    private static Matcher clock(String text) {
        Matcher matcher = CLOCK.matcher(withoutOffset(text));
        int start = -1;
        while (matcher.find()) {
            start = matcher.start();
        }
        matcher.find(start);
        return matcher;
    }

    private static List<List<TimeInCell>> byNumbers(List<String> folded) {
        boolean yearFirst = folded.stream().allMatch(text -> {
            Matcher year = YEAR.matcher(text);
            Matcher number = NUMBER.matcher(text);
            return year.find() && number.find() && year.start() < number.start();
        });
        List<int[]> orders = yearFirst ? List.of(new int[] {1, 0}) : List.of(new int[] {0, 1}, new int[] {1, 0});
        return orders.stream()
                .flatMap(order -> DateWords.languages()
                        .limit(yearFirst ? 1 : 9)
                        .flatMap(words -> all(folded, text -> {
                                    List<Integer> numbers = numbers(text);
                                    return numbers.size() != 2
                                            ? Optional.empty()
                                            : date(text, numbers.get(order[0]), numbers.get(order[1]), words);
                                })
                                .stream()))
                .distinct()
                .toList();
    }

    /** The first language that names both the month and the day is the one; else all languages have to agree. */
    private static List<List<TimeInCell>> byWords(List<String> folded) {
        List<List<TimeInCell>> readings = new ArrayList<>();
        for (DateWords words : (Iterable<DateWords>) DateWords.languages()::iterator) {
            Optional<List<TimeInCell>> reading = all(folded, text -> {
                List<Integer> numbers = numbers(text);
                return words.month(text)
                        .filter(month -> numbers.size() == 1)
                        .flatMap(month -> date(text, numbers.get(0), month, words));
            });
            if (reading.isPresent() && folded.stream().allMatch(words::namesDay)) {
                return List.of(reading.get());
            }
            reading.ifPresent(readings::add);
        }
        return readings;
    }

    private static Optional<List<TimeInCell>> all(List<String> folded, Function<String, Optional<TimeInCell>> read) {
        List<TimeInCell> said = new ArrayList<>();
        for (String text : folded) {
            Optional<TimeInCell> one = read.apply(text);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            said.add(one.get());
        }
        return Optional.of(said);
    }

    private static Optional<TimeInCell> date(String text, int day, int month, DateWords words) {
        try {
            Matcher year = YEAR.matcher(text);
            LocalDate date = year.find() ? LocalDate.of(Integer.parseInt(year.group()), month, day) : LocalDate.MIN;
            if (!words.fits(text, date)) {
                return Optional.empty();
            }
            Matcher clock = clock(text);
            LocalDateTime at = date.atTime(time(clock, text, words));
            Matcher offset = OFFSET.matcher(text.substring(clock.end()));
            return Optional.of(
                    offset.find()
                            ? new Exact(OffsetDateTime.of(at, offset(offset.group(1)))
                                    .toInstant())
                            : new Local(at));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneOffset offset(String text) {
        return Character.isLetter(text.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private static LocalTime time(Matcher clock, String text, DateWords words) {
        int hour = Integer.parseInt(clock.group(1));
        String around = text.substring(0, clock.start()) + " | " + text.substring(clock.end());
        if (hour < 12 && words.isAfternoon(around)) {
            hour += 12;
        } else if (hour == 12 && words.isForenoon(around)) {
            hour = 0;
        }
        return LocalTime.of(hour, Integer.parseInt(clock.group(2)), number(clock.group(3)))
                .withNano(number(nanos(clock.group(4))));
    }

    private static @Nullable String nanos(@Nullable String fraction) {
        return fraction == null ? null : (fraction + "00000000").substring(0, 9);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** {@return whether a cell stands for no time: course systems write a hyphen} */
    public static boolean isNone(String cell) {
        return Stream.of("", "-", "–", "—").anyMatch(cell.strip()::equals);
    }
}
