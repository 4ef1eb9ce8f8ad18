// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts are those of gcc's own tool, gcov, for a program that is compiled like a module that counts. */
class GcovTests {

    private static final String PROGRAM = """
            #include <stdlib.h>
            static int find(const int *all, int count, int wanted)
            {
                int i;
                for (i = 0; i < count; i++) {
                    if (all[i] == wanted)
                        return i;
                }
                return -22;
            }
            static int judge(int number)
            {
                if (number < 0)
                    return -22;
                if (number > 100)
                    return -90;
                switch (number % 4) {
                case 0:
                    return 1;
                case 1:
                    number++;
                    /* fall through */
                case 2:
                    return number;
                default:
                    goto out;
                }
            out:
                if (number == 7 || number == 11)
                    number = number ? number * 2 : 0;
                return number;
            }
            static void never(void)
            {
                abort();
            }
            int main(int argc, char **argv)
            {
                int all[] = {3, 1, 4, 1, 5};
                int i, sum = 0;
                for (i = -3; i < 120; i++)
                    sum += judge(i) + find(all, 5, i);
                if (sum == 0)
                    never();
                do {
                    sum /= 2;
                } while (sum > 3);
                return argc > 3 ? sum : 0;
            }
            """;

    private static final List<String> COUNTING = List.of(
            "-O2",
            "-w",
            "-fprofile-arcs",
            "-ftest-coverage",
            "-fprofile-update=atomic",
            "-fno-early-inlining",
            "-fdisable-tree-early_optimizations");

    private static final int FUNCTION = 0x01000000;
    private static final int COUNTERS = 0x01a10000;
    private static final Pattern LINE = Pattern.compile("\\s*(#####|\\d+)\\*?:\\s*(\\d+):.*");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private void run(Stream<String> words) throws Exception {
        Process process = new ProcessBuilder(words.toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void countsAreThoseOfGccsOwnTool() throws Exception {
        assumeTrue(Stream.of("gcc", "gcov").allMatch(tool -> Files.exists(Path.of("/usr/bin", tool))));
        Files.writeString(folder.resolve("program.c"), PROGRAM);
        run(Stream.concat(Stream.of("gcc", "-c", "program.c"), COUNTING.stream()));
        run(Stream.of("gcc", "program.o", "-o", "program", "-lgcov"));
        run(Stream.of("./program"));
        run(Stream.of("gcov", "program.gcda"));
        assertThat(own()).isNotEmpty().isEqualTo(gcovs());
    }

    private Map<Integer, Long> gcovs() throws Exception {
        Map<Integer, Long> counts = new TreeMap<>();
        for (String text : Files.readAllLines(folder.resolve("program.c.gcov"))) {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                String count = line.group(1);
                counts.put(Integer.valueOf(line.group(2)), count.startsWith("#") ? 0 : Long.parseLong(count));
            }
        }
        return counts;
    }

    private Map<Integer, Long> own() throws Exception {
        byte[] graph = Files.readAllBytes(folder.resolve("program.gcno"));
        List<Integer> numbers = numbers(graph);
        Map<Integer, long[]> counters = counters();
        Map<Integer, Long> counts = new TreeMap<>();
        List<FlowFunction> functions = GraphFile.read(graph);
        for (int i = 0; i < functions.size(); i++) {
            FlowFunction function = functions.get(i);
            long[] own = counters.getOrDefault(numbers.get(i), new long[function.counters()]);
            Flow.times(function, own).forEach((place, times) -> counts.merge(place.line(), times, Long::sum));
        }
        return counts;
    }

    /** The numbers by which functions are known where their counters are kept. */
    private static List<Integer> numbers(byte[] graph) {
        ByteBuffer file = ByteBuffer.wrap(graph).order(ByteOrder.LITTLE_ENDIAN);
        file.position(4 * Integer.BYTES);
        file.position(file.position() + Integer.BYTES + file.getInt(file.position()) + Integer.BYTES);
        List<Integer> numbers = new ArrayList<>();
        while (file.remaining() >= 2 * Integer.BYTES) {
            int tag = file.getInt();
            int length = file.getInt();
            if (tag == FUNCTION) {
                numbers.add(file.getInt(file.position()));
            }
            file.position(file.position() + length);
        }
        return numbers;
    }

    private Map<Integer, long[]> counters() throws Exception {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("program.gcda")))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.position(4 * Integer.BYTES);
        Map<Integer, long[]> counters = new HashMap<>();
        int function = 0;
        while (file.remaining() >= 2 * Integer.BYTES) {
            int tag = file.getInt();
            int length = file.getInt();
            if (tag == FUNCTION && length > 0) {
                function = file.getInt(file.position());
            } else if (tag == COUNTERS && length > 0) {
                long[] values = new long[length / Long.BYTES];
                file.slice(file.position(), length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer()
                        .get(values);
                counters.put(function, values);
            }
            file.position(file.position() + Math.max(0, length));
        }
        return counters;
    }
}
