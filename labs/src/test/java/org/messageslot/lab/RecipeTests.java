// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The recipes for many machines: their commands run as they stand, each in a folder like the one that it is meant for, and what
 * comes out is what one machine says.
 */
class RecipeTests {

    private static final Path RECIPES = Path.of("../docs/recipes");
    private static final Path KIT = Path.of("../kernel");
    private static final long SEED = 424242;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final LabProcess lab = LabProcess.standard();

    /** A checkout with a class and a lab command; grading is limited to one check, for time. */
    @BeforeEach
    void checkOut() throws Exception {
        Path handedIn = Files.createDirectories(folder.resolve("class"));
        for (int i = 0; i < 3; i++) {
            Path own = Files.createDirectories(handedIn.resolve("ex3_" + (100_000_000 + i)));
            for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
                Files.copy(KIT.resolve(name), own.resolve(name));
            }
            String source = Files.readString(KIT.resolve("message_slot.c"));
            Files.writeString(
                    own.resolve("message_slot.c"),
                    (i % 2 == 0 ? source : source.replace("return -EMSGSIZE;", "return -EINVAL;")) + "/* " + i
                            + " */\n");
        }
        Path program = folder.resolve("lab");
        String command = lab.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(program, """
                #!/bin/bash
                case $1 in
                doctor) exit 0 ;;
                grade) set -- "$@" --only length-over-128 --seed SEED ;;
                esac
                exec COMMAND "$@"
                """.replace("SEED", "" + SEED).replace("COMMAND", command));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path installer = Files.createDirectories(folder.resolve("bin")).resolve("apt-get");
        Files.writeString(installer, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(installer, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(handedIn, folder.resolve("class.zip")); // A folder will do: the kit looks at what is there.
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** What the recipe made is what one machine makes, afresh. */
    private void assertAsOnOneMachine(Path reports) throws IOException {
        Path one = folder.resolve("one");
        LabProcess.Outcome outcome = lab.run(
                "grade",
                folder.resolve("class.zip").toString(),
                "--out",
                one.toString(),
                "--only",
                "length-over-128",
                "--seed",
                "" + SEED,
                "--again",
                "all");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        for (String file : List.of("grades.csv", "index.html", "class.json")) {
            assertThat(reports.resolve(file)).as(file).hasSameTextualContentAs(one.resolve(file));
        }
        assertThat(Files.readString(reports.resolve("grades.csv"))
                        .lines()
                        .filter(line -> line.contains(",graded,2.00,2.00,"))
                        .count())
                .isEqualTo(2);
    }

    // ---- GitHub Actions ----

    /** {@return a part of the workflow, by the names on the way to it} */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T part(String file, String... way) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object part = new Yaml(new SafeConstructor(options)).<Object>load(Files.readString(RECIPES.resolve(file)));
        for (String name : way) {
            part = Objects.requireNonNull(((Map<String, Object>) part).get(name), name);
        }
        return (T) part;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T workflow(String... way) throws IOException {
        return part("grade-class.yml", way);
    }

    private static List<Map<String, Object>> steps(String job) throws IOException {
        return workflow("jobs", job, "steps");
    }

    private static List<Integer> shards() throws IOException {
        return workflow("jobs", "grade", "strategy", "matrix", "shard");
    }

    private static Map<String, String> environment(int shard) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        Map<String, Object> said = workflow("jobs", "grade", "env");
        said.forEach((name, value) ->
                environment.put(name, value.toString().replace("${{ matrix.shard }}", Integer.toString(shard))));
        return environment;
    }

    @Test
    void theWorkflowHasAJobForEachShardAndPutsNothingForeignIntoItsCommands() throws Exception {
        Map<Object, Object> whole = workflow();
        // YAML 1.1 takes the word "on" for true; GitHub does not.
        assertThat(whole).containsOnlyKeys("name", true, "permissions", "jobs");
        Map<String, Object> jobs = workflow("jobs");
        assertThat(jobs).containsOnlyKeys("grade", "merge");
        String needs = workflow("jobs", "merge", "needs");
        assertThat(needs).isEqualTo("grade");
        List<Integer> shards = shards();
        assertThat(shards)
                .isEqualTo(Stream.iterate(1, i -> i + 1).limit(shards.size()).toList());
        assertThat(environment(3)).containsEntry("SHARDS", "" + shards.size()).containsEntry("SHARD", "3");
        for (String job : List.of("grade", "merge")) {
            for (Map<String, Object> step : steps(job)) {
                assertThat(step.containsKey("run")).isNotEqualTo(step.containsKey("uses"));
                assertThat(String.valueOf(step.get("run"))).doesNotContain("${{");
                assertThat(String.valueOf(step.getOrDefault("uses", "a@v1"))).matches("[a-z/-]+@v\\d+");
            }
        }
    }

    @Test
    @Tag("slow")
    @RequiresGuest
    void theWorkflowsCommandsGradeAClass() throws Exception {
        for (int shard : shards()) {
            runSteps("grade", environment(shard));
        }
        runSteps("merge", Map.of());
        assertAsOnOneMachine(folder.resolve("reports"));
    }

    private void runSteps(String job, Map<String, String> environment) throws Exception {
        for (Map<String, Object> step : steps(job)) {
            if (step.get("run") instanceof String command) {
                run(environment, "bash", "-e", "-c", command);
            }
        }
    }

    // ---- GitLab ----

    private void runScript(String job, Map<String, String> environment) throws Exception {
        List<String> prelude = part("gitlab-ci.yml", "default", "before_script");
        List<String> script = part("gitlab-ci.yml", job, "script");
        // A runner joins the lines to one script that ends at the first failure.
        run(environment, "bash", "-e", "-c", String.join("\n", prelude) + "\n" + String.join("\n", script));
    }

    @Test
    void everyStageOfThePipelineHasItsJobAndKeepsWhatTheNextOneReads() throws Exception {
        Map<String, Object> whole = part("gitlab-ci.yml");
        assertThat(whole).containsOnlyKeys("stages", "workflow", "default", "grade", "merge");
        List<String> stages = part("gitlab-ci.yml", "stages");
        assertThat(stages).containsExactly("grade", "merge");
        for (String job : stages) {
            String stage = part("gitlab-ci.yml", job, "stage");
            assertThat(stage).isEqualTo(job);
        }
        List<String> kept = part("gitlab-ci.yml", "grade", "artifacts", "paths");
        assertThat(kept).containsExactly("part-*");
    }

    @Test
    @Tag("slow")
    @RequiresGuest
    void thePipelinesCommandsGradeAClass() throws Exception {
        int parts = part("gitlab-ci.yml", "grade", "parallel");
        for (int index = 1; index <= parts; index++) {
            runScript("grade", Map.of("CI_NODE_INDEX", "" + index, "CI_NODE_TOTAL", "" + parts));
        }
        runScript("merge", Map.of());
        assertAsOnOneMachine(folder.resolve("reports"));
    }

    // ---- Slurm ----

    private Path sbatch() throws IOException {
        return Files.copy(RECIPES.resolve("grade-class.sbatch"), folder.resolve("grade-class.sbatch"));
    }

    @Test
    @Tag("slow")
    @RequiresGuest
    void theJobArraysScriptGradesAClass() throws Exception {
        String script = sbatch().toString();
        for (int shard = 2; shard >= 1; shard--) {
            Map<String, String> environment = Map.of(
                    "SLURM_ARRAY_TASK_ID",
                    "" + shard,
                    "SLURM_ARRAY_TASK_COUNT",
                    "2",
                    "MSGSLOT_CACHE",
                    System.getenv().getOrDefault("MSGSLOT_CACHE", System.getenv("HOME") + "/.cache/message-slot-lab"));
            run(environment, "bash", script, "class.zip", "reports");
        }
        assertAsOnOneMachine(folder.resolve("reports"));
    }

    /** Not run unless it is asked for: {@code -Dtest=RecipeTests -DexcludedGroups=none}. */
    @Test
    @Tag("slurm")
    @RequiresGuest
    void slurmRunsTheJobArrayOnTwoNodes() throws Exception {
        Assumptions.assumeTrue(
                isThere("slurmctld") && isThere("slurmd") && isThere("munged"), "Slurm is not installed");
        sbatch();
        Path daemons = loopback();
        String cache =
                System.getenv().getOrDefault("MSGSLOT_CACHE", System.getenv("HOME") + "/.cache/message-slot-lab");
        String log = run(
                Map.of("MSGSLOT_CACHE", cache),
                "bash",
                daemons.toString(),
                folder.resolve("slurm").toString(),
                "sbatch",
                "--wait",
                "--array=1-3",
                "grade-class.sbatch",
                "class.zip",
                "reports");
        assertThat(log).contains("Submitted batch job");
        assertThat(Files.readString(folder.resolve("slurm/slurmctld.log"))).contains("NodeList=one", "NodeList=two");
        assertAsOnOneMachine(folder.resolve("reports"));
    }

    private static Path loopback() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RecipeTests.class.getResource("slurm-on-loopback.sh"))
                .toURI());
    }

    private static boolean isThere(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
