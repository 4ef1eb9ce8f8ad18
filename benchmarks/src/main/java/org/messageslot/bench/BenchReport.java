// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.messageslot.host.FinishedFile;

/**
 * The results of a benchmark. Immutable and thread-safe.
 *
 * @param name the benchmark's name, also of its files
 * @param title what the figures are, in a line
 * @param lines the figures for a person, in lines of at most 80 columns
 * @param sheet the figures for a program
 * @param plots the figures as drawings
 */
public record BenchReport(String name, String title, List<String> lines, Sheet sheet, List<Plot> plots) {

    public BenchReport {
        lines = List.copyOf(lines);
        plots = List.copyOf(plots);
    }

    /**
     * Writes {@code NAME.csv} and {@code NAME.json}, and each plot as SVG and PNG.
     *
     * @param folder where; made if it is not there, and older files of these names are replaced
     * @return the files
     * @throws IOException if that fails
     */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        files.add(folder.resolve(name + ".csv"));
        FinishedFile.write(folder.resolve(name + ".csv"), sheet.csv());
        files.add(folder.resolve(name + ".json"));
        FinishedFile.write(folder.resolve(name + ".json"), sheet.json(title));
        for (Plot plot : plots) {
            files.addAll(plot.write(folder));
        }
        return files;
    }
}
