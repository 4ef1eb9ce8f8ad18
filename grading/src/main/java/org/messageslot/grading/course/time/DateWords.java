// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import java.text.DateFormatSymbols;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of months and days in one language, as Java's own locale data has them.
 *
 * @param months numbers of months by name, longer names first
 * @param days days of the week by name, longer names first
 * @param forenoon what marks a time before noon
 * @param afternoon what marks a time after noon
 */
record DateWords(
        Map<String, Integer> months, Map<String, DayOfWeek> days, List<String> forenoon, List<String> afternoon) {

    private static final List<String> FIRST = List.of("en", "he", "ar", "de", "fr", "es", "ru", "pt", "it");

    /** {@return all languages, the most frequent ones first; they are looked up as they are asked for} */
    static Stream<DateWords> languages() {
        Stream<String> others = Arrays.stream(Locale.getAvailableLocales())
                .map(Locale::getLanguage)
                .distinct()
                .filter(language -> !language.isEmpty() && !FIRST.contains(language))
                .sorted();
        return Stream.concat(FIRST.stream(), others).map(Locale::forLanguageTag).map(DateWords::of);
    }

    private static DateWords of(Locale locale) {
        Map<String, Integer> months = new LinkedHashMap<>();
        DateFormatSymbols symbols = DateFormatSymbols.getInstance(locale);
        for (Month month : Month.values()) {
            List<String> names = new ArrayList<>(
                    List.of(symbols.getMonths()[month.getValue() - 1], symbols.getShortMonths()[month.getValue() - 1]));
            for (TextStyle style : List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE)) {
                names.add(month.getDisplayName(style, locale));
            }
            names.forEach(name -> put(months, name, month.getValue()));
        }
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            for (TextStyle style : List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE)) {
                put(days, day.getDisplayName(style, locale), day);
            }
        }
        String[] halves = symbols.getAmPmStrings();
        return new DateWords(longerFirst(months), longerFirst(days), half("am", halves[0]), half("pm", halves[1]));
    }

    /** Course systems write the English marks in other languages, too. */
    private static List<String> half(String english, String own) {
        return Stream.of(english, folded(own).replaceAll("[. ]", ""))
                .filter(mark -> !mark.isEmpty())
                .toList();
    }

    /** A name of digits, or of one letter, would be found anywhere. */
    private static <T> void put(Map<String, T> names, String name, T value) {
        String folded = folded(name).replace(".", "");
        if (folded.codePointCount(0, folded.length()) > 1 && !folded.matches(".*\\d.*")) {
            names.putIfAbsent(folded, value);
        }
    }

    private static <T> Map<String, T> longerFirst(Map<String, T> names) {
        Map<String, T> sorted = new LinkedHashMap<>();
        names.entrySet().stream()
                .sorted((a, b) -> b.getKey().length() - a.getKey().length())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** {@return a text as it is compared} */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("\\p{Cf}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** {@return the month that a text names in this language} */
    Optional<Integer> month(String folded) {
        return named(months, folded);
    }

    /** {@return whether a text names no other day of the week than the date's} */
    boolean fits(String folded, LocalDate date) {
        return named(days, folded).filter(day -> day != date.getDayOfWeek()).isEmpty();
    }

    /** {@return whether a text names a day of the week in this language} */
    boolean namesDay(String folded) {
        return named(days, folded).isPresent();
    }

    /** {@return whether a text marks a time before noon} */
    boolean isForenoon(String folded) {
        return forenoon.stream().anyMatch(mark -> isWord(folded.replaceAll("\\b([ap])\\.? ?m\\b\\.?", "$1m"), mark));
    }

    /** {@return whether a text marks a time after noon} */
    boolean isAfternoon(String folded) {
        return afternoon.stream().anyMatch(mark -> isWord(folded.replaceAll("\\b([ap])\\.? ?m\\b\\.?", "$1m"), mark));
    }

    private static <T> Optional<T> named(Map<String, T> names, String folded) {
        String text = folded.replace(".", "");
        return names.entrySet().stream()
                .filter(entry -> isWord(text, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A name in letters that part words must be a whole word; Chinese and its like write words together. */
    private static boolean isWord(String text, String name) {
        int at = text.indexOf(name);
        int end = at + name.length();
        return at >= 0
                && (isIdeograph(name.codePointAt(0))
                        || ((at == 0 || !Character.isLetter(text.codePointBefore(at)))
                                && (end == text.length() || !Character.isLetter(text.codePointAt(end)))));
    }

    private static boolean isIdeograph(int c) {
        return Character.isIdeographic(c) || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL;
    }
}
