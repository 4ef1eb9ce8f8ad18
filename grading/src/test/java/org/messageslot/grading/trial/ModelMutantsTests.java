// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pitest.mutationtest.config.PluginServices;
import org.pitest.mutationtest.config.ReportOptions;
import org.pitest.mutationtest.config.SettingsFactory;
import org.pitest.mutationtest.tooling.AnalysisResult;
import org.pitest.mutationtest.tooling.EntryPoint;
import org.pitest.testapi.TestGroupConfig;
import org.pitest.util.Glob;
import org.pitest.util.Verbosity;

/** Mutants of the model: whatever is changed in the assignment as a program, a check notices. */
class ModelMutantsTests {

    @TempDir
    private Path folder;

    @Test
    void aCheckFindsEachMutant() throws Exception {
        List<String> classPath =
                List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        ReportOptions options = new ReportOptions();
        options.setReportDir(folder.toString());
        options.setClassPathElements(classPath);
        options.setCodePaths(classPath.stream().filter(p -> p.contains("messageslot") || p.contains("java/target")).toList());
        options.setTargetClasses(List.of("org.messageslot.model.SlotDriver*", "org.messageslot.model.OpenFile*"));
        options.setTargetTests(List.of(new Glob(PlainChecksTestCase.class.getName())));
        options.setSourceDirs(List.of());
        options.setMutators(List.of("STRONGER"));
        options.setGroupConfig(new TestGroupConfig(List.of(), List.of()));
        options.addOutputFormats(List.of("XML"));
        options.setVerbosity(Verbosity.VERBOSE);
        options.setNumberOfThreads(2);
        options.setShouldCreateTimestampedReports(false);
        options.setFeatures(List.of());
        PluginServices plugins = PluginServices.makeForContextLoader();
        AnalysisResult result = new EntryPoint().execute(folder.toFile(), options, new SettingsFactory(options, plugins), Map.of());
        result.getError().ifPresent(e -> { throw new IllegalStateException(e); });
        result.getStatistics().orElseThrow().getMutationStatistics().report(System.out);
        System.out.println(java.nio.file.Files.readString(folder.resolve("mutations.xml")));
        assertThat(result.getStatistics()).isPresent();
    }
}
