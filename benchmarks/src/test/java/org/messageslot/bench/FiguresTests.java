// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.lab.measure.Figure;
import org.messageslot.lab.measure.Figures;

class FiguresTests {

    @Test
    void linesAreFiguresAndWhatIsMissingIsToldWithItsReason() throws IOException {
        Figures figures = Figures.parse("""
                slot,write,128,834
                floor,write,128,714.5
                posix queue,missing,128,Function not implemented, here
                """);
        assertThat(figures.all())
                .containsExactly(new Figure("slot", "write", 128, 834), new Figure("floor", "write", 128, 714.5));
        assertThat(figures.missing()).containsOnlyKeys("posix queue").containsValue("Function not implemented, here");
        assertThat(figures.subjects()).containsExactly("slot", "floor");
        assertThat(figures.ratio("slot", "floor", "write", 128).orElseThrow()).isCloseTo(1.167, within(0.001));
        assertThat(figures.ratio("slot", "pipe", "write", 128)).isEmpty();
        assertThat(figures.cost("slot", "write", 1)).isEmpty();
        assertThat(figures.cost("slot", "read", 128)).isEmpty();
        assertThat(figures.cheapestFirst("write", 128)).containsExactly("floor", "slot");
        assertThat(figures.of("floor", "write", 128)).isEqualTo(715);
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> figures.of("pipe", "write", 128))
                .withMessage("There is no figure for pipe, write, 128.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slot", "slot,write,128", "slot,write,many,1", "slot,write,1,much", ""})
    void otherLinesAreRefused(String line) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Figures.parse("slot,write,1,1\n" + line + "\n"))
                .withMessage("The measuring program printed what is no figure: " + line);
    }

    @Test
    void sheetIsTheSameAsCsvAndAsJson() {
        Sheet sheet = new Sheet(List.of("what", "cost"), List.of(List.of("a, b", 1.0), List.of("c", 2.5)));
        assertThat(sheet.csv()).isEqualTo("what,cost\n\"a, b\",1\nc,2.500\n");
        assertThat(sheet.json("Costs")).contains("\"title\": \"Costs\"", "\"what\": \"a, b\"", "\"cost\": 2.500");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Sheet(List.of("what"), List.of(List.of("a", "b"))));
    }

    @Test
    void pageShowsEachReportOnceWithItsPlotAndTheCommandThatMadeIt() {
        Plot plot = Plot.bars(
                "some",
                "Some bars",
                "instructions",
                List.of("a", "b"),
                false,
                List.of(new Plot.Series("cost", List.of(), List.of(1.0, 2.0))));
        Sheet sheet = new Sheet(List.of("what"), List.of());
        BenchReport report = new BenchReport(
                "some", "Some figures", List.of("Some figures", "", "a  1", "b  2"), sheet, List.of(plot));
        String page = PerformancePage.of(
                "./lab bench all --out docs/performance",
                "software emulation",
                List.of(new PerformancePage.ReportFolder(Path.of("performance/6.1"), report)));
        assertThat(page)
                .contains("# Performance\n", "./lab bench all --out docs/performance\n")
                .contains("; guests: software emulation.\n")
                .contains("""

                        ## Some figures

                        ```text
                        a  1
                        b  2
                        ```

                        ![Some bars](performance/6.1/some.png)

                        For programs: [some.csv](performance/6.1/some.csv)
                        """)
                .contains("\n## Why not less\n");
    }

    @Test
    void linesFromAThousandToAHundredThousandFitBetweenTwoPowersOfTen(@TempDir Path folder) throws IOException {
        Plot plot = Plot.lines(
                "curve",
                "A curve",
                "channels",
                "instructions",
                List.of(new Plot.Series("list", List.of(1.0, 1000.0), List.of(3000.0, 90_000.0))));
        assertThat(plot.write(folder)).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }
}
