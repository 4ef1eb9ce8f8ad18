// SPDX-License-Identifier: Apache-2.0

import de.jplag.JPlag;
import de.jplag.JPlagComparison;
import de.jplag.JPlagResult;
import de.jplag.ParsingException;
import de.jplag.Submission;
import de.jplag.Token;
import de.jplag.c.CLanguage;
import de.jplag.clustering.ClusteringOptions;
import de.jplag.options.JPlagOptions;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks JPlag which works are alike. Runs from its source, beside JPlag and nothing else, with five arguments: the folder of the
 * works, each a folder of files, all named by numbers; the folder of what everybody was given; the file for the answer; from which
 * number on works are no student's; and for how many pairs to tell the places. Each line of the answer is a word and numbers.
 */
public final class Comparing {

    /** Sixteen times what an honest module has: time grows with the square. */
    private static final int MOST_TOKENS = 8000;

    /** JPlag refuses what is smaller. */
    private static final int LEAST_TOKENS = new CLanguage().minimumTokenMatch() + 1;

    public static void main(String[] arguments) throws Exception {
        Path works = Path.of(arguments[0]);
        try (PrintWriter answer = new PrintWriter(arguments[2])) {
            int usable = setAside(works, answer);
            if (usable > 1) {
                List<JPlagComparison> pairs = compare(works, Path.of(arguments[1]), answer);
                int students = Integer.parseInt(arguments[3]);
                pairs.removeIf(pair -> !isStudents(pair, students));
                tell(pairs, Integer.parseInt(arguments[4]), answer);
            }
            answer.println("end");
        }
    }

    /** Takes away what cannot be compared, and says so; otherwise it would spoil the comparison for all. */
    private static int setAside(Path works, PrintWriter answer) throws IOException {
        int usable = 0;
        for (File work : works.toFile().listFiles()) {
            int tokens = tokens(work);
            if (tokens < LEAST_TOKENS || tokens > MOST_TOKENS) {
                String why = tokens < 0 ? "unread " : tokens < LEAST_TOKENS ? "small " : "huge ";
                answer.println(why + work.getName());
                Files.move(work.toPath(), works.resolveSibling("aside-" + work.getName()));
            } else {
                usable++;
            }
        }
        return usable;
    }

    private static int tokens(File work) {
        try {
            return new CLanguage().parse(Set.of(work.listFiles()), false).size();
        } catch (ParsingException | RuntimeException | Error e) {
            return -1;
        }
    }

    private static List<JPlagComparison> compare(Path works, Path given, PrintWriter answer) throws Exception {
        JPlagOptions options = new JPlagOptions(new CLanguage(), Set.of(works.toFile()), Set.of())
                .withClusteringOptions(new ClusteringOptions().withEnabled(false));
        if (Files.isDirectory(given)) {
            options = options.withBaseCodeSubmissionDirectory(given.toFile());
        }
        JPlagResult result = JPlag.run(options);
        for (Submission small : result.getSubmissions().getInvalidSubmissions()) {
            answer.println("small " + small.getName());
        }
        return new ArrayList<>(result.getAllComparisons());
    }

    private static boolean isStudents(JPlagComparison pair, int students) {
        return number(pair.firstSubmission()) < students || number(pair.secondSubmission()) < students;
    }

    private static int number(Submission work) {
        return Integer.parseInt(work.getName());
    }

    /** Of two works, the one with the lower number comes first. */
    private static void tell(List<JPlagComparison> pairs, int placed, PrintWriter answer) {
        for (int i = 0; i < pairs.size(); i++) {
            JPlagComparison pair = pairs.get(i);
            Submission one = pair.firstSubmission();
            Submission other = pair.secondSubmission();
            boolean ordered = number(one) < number(other);
            answer.println("pair " + both(ordered, one.getName(), other.getName()) + " "
                    + percent(pair.similarity()) + " " + percent(pair.maximalSimilarity()));
            if (i < placed) {
                pair.matches()
                        .forEach(match -> answer.println("match " + match.length() + " "
                                + both(
                                        ordered,
                                        lines(one, match.startOfFirst(), match.length()),
                                        lines(other, match.startOfSecond(), match.length()))));
            }
        }
    }

    private static String both(boolean ordered, String one, String other) {
        return ordered ? one + " " + other : other + " " + one;
    }

    private static long percent(double share) {
        return Math.round(share * 100);
    }

    /** The number of the file, the first line and the last one. */
    private static String lines(Submission work, int start, int length) {
        List<Token> tokens = work.getTokenList().subList(start, start + length);
        String file = tokens.get(0).getFile().getName().replace(".c", "");
        return file + " " + tokens.get(0).getLine() + " " + tokens.get(length - 1).getLine();
    }

    private Comparing() {}
}
