// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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

    /** On a machine that has no time for the mutants' processes, PIT takes some for others; what differs twice is no chance. */
    @Test
    void aCheckFindsEachMutant() throws Exception {
        Set<String> equivalent = new TreeSet<>();
        KnownSurvivors.read().equivalentMutants().forEach(one -> equivalent.add(one.line() + " // " + one.change()));
        Set<String> survivors = survivors("first");
        if (!survivors.equals(equivalent)) {
            System.out.println("Mutants of the model: survivors were " + survivors + "; trying again.");
            survivors = survivors("second");
        }
        assertThat(survivors).isEqualTo(equivalent);
    }

    private Set<String> survivors(String run) throws Exception {
        Path folder = Files.createDirectory(this.folder.resolve(run));
        AnalysisResult result = new EntryPoint()
                .execute(
                        folder.toFile(),
                        options(folder),
                        new SettingsFactory(options(folder), PluginServices.makeForContextLoader()),
                        Map.of());
        assertThat(result.getError()).isEmpty();
        List<Element> mutants = mutants(folder);
        List<String> survivors = new ArrayList<>();
        for (Element mutant : mutants) {
            if (!mutant.getAttribute("detected").equals("true")) {
                survivors.add(described(mutant) + reason(mutant));
            }
        }
        System.out.println("Mutants of the model: " + (mutants.size() - survivors.size()) + " of " + mutants.size()
                + " are found by a check that costs points; the others are equivalent.");
        assertThat(mutants).hasSizeGreaterThan(80);
        return new TreeSet<>(survivors);
    }

    /** Why it was not found, if that is not because each check passed. */
    private static String reason(Element mutant) {
        String status = mutant.getAttribute("status");
        return status.equals("SURVIVED") ? "" : " // " + status;
    }

    private ReportOptions options(Path folder) throws Exception {
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

    private List<Element> mutants(Path folder) throws Exception {
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
