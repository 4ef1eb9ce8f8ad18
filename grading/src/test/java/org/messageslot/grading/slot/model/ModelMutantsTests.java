// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.model.ModelKernel;
import org.pitest.mutationtest.config.PluginServices;
import org.pitest.mutationtest.config.ReportOptions;
import org.pitest.mutationtest.config.SettingsFactory;
import org.pitest.mutationtest.tooling.AnalysisResult;
import org.pitest.mutationtest.tooling.EntryPoint;
import org.pitest.testapi.TestGroupConfig;
import org.pitest.util.Glob;
import org.pitest.util.Verbosity;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * PIT changes the driver of the model, one instruction at a time, and a check that costs points and looks for one thing has to fail
 * each time.
 */
class ModelMutantsTests {

    private static final String DRIVER = "org.messageslot.model.SlotDriver";
    private static final Path SOURCE = Path.of("../java/src/main/java/org/messageslot/model/SlotDriver.java");

    /** Added to what a check took without a mutant, which under load tells little of what it takes with one. */
    private static final long TIMEOUT_MS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void aCheckFindsEachMutant() throws Exception {
        Path log = folder.resolve("log");
        Process analysis = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Analysis.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(analysis.waitFor()).as(() -> text(log)).isZero();
        } finally {
            analysis.destroy();
        }
        List<Element> mutants = mutants();
        List<String> survivors = new ArrayList<>();
        for (Element mutant : mutants) {
            if (!mutant.getAttribute("status").equals("KILLED")) {
                survivors.add(described(mutant) + reason(mutant));
            }
        }
        System.out.println("Mutants of the model: " + (mutants.size() - survivors.size()) + " of " + mutants.size()
                + " are found by a check that costs points; the others are equivalent.");
        Set<String> equivalent = new TreeSet<>();
        KnownSurvivors.read().equivalentMutants().forEach(one -> equivalent.add(one.line() + " // " + one.change()));
        assertThat(new TreeSet<>(survivors)).isEqualTo(equivalent);
        assertThat(mutants).hasSizeGreaterThan(80);
    }

    /** Why it was not found, if that is not because each check passed: an analysis that went wrong finds nothing. */
    private static String reason(Element mutant) {
        String status = mutant.getAttribute("status");
        return status.equals("SURVIVED") ? "" : " // " + status;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Runs in a JVM of its own: PIT hands the agents of its JVM on, and JaCoCo's does not bear that classes change. */
    static final class Analysis {

        private Analysis() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            AnalysisResult result = new EntryPoint()
                    .execute(
                            folder.toFile(),
                            options(folder),
                            new SettingsFactory(options(folder), PluginServices.makeForContextLoader()),
                            Map.of());
            if (result.getError().isPresent()) {
                throw result.getError().get();
            }
        }
    }

    private static ReportOptions options(Path folder) throws Exception {
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        ReportOptions options = new ReportOptions();
        options.setReportDir(folder.toString());
        options.setClassPathElements(classPath);
        options.setCodePaths(List.of(Path.of(ModelKernel.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString()));
        options.setSourceDirs(List.of());
        options.setTargetClasses(List.of(DRIVER + "*"));
        options.setTargetTests(List.of(new Glob(PlainChecksTestCase.class.getName())));
        options.setGroupConfig(new TestGroupConfig(List.of(), List.of()));
        options.setMutators(List.of("STRONGER"));
        options.setFeatures(List.of());
        options.addOutputFormats(List.of("XML"));
        options.setShouldCreateTimestampedReports(false);
        options.setVerbosity(Verbosity.QUIET);
        options.setNumberOfThreads(1);
        options.setTimeoutConstant(TIMEOUT_MS);
        return options;
    }

    private List<Element> mutants() throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("mutations.xml").toFile())
                .getElementsByTagName("mutation");
        List<Element> mutants = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            mutants.add((Element) nodes.item(i));
        }
        return mutants;
    }

    /** The line as it is in the source: numbers of lines change too often to be known. */
    private static String described(Element mutant) throws Exception {
        int line = Integer.parseInt(text(mutant, "lineNumber"));
        return Files.readAllLines(SOURCE).get(line - 1).strip() + " // " + text(mutant, "description");
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }
}
