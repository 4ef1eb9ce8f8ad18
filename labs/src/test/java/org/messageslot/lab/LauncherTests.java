// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.setup.Tool;
import org.messageslot.lab.terminal.ExitCode;

/**
 * The launcher {@code lab}, run by each shell in a kit whose Maven and Java are scripts that say what they were given. The real
 * ones are tried by everybody who types {@code ./lab}.
 */
class LauncherTests {

    /** What a POSIX system has, and the launcher may use. */
    private static final List<String> POSIX_TOOLS = List.of(
            "cat",
            "cksum",
            "dirname",
            "find",
            "grep",
            "head",
            "id",
            "locale",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sh",
            "sort",
            "tail",
            "uname");

    private static final String A_JAVA = """
            #!/bin/sh
            case "$*" in
            *-version*) echo 'openjdk version "17.0.1" 2021-10-19' >&2 ;;
            *) echo "charset ${LC_ALL-as it was}"; for word; do echo "java: $word"; done ;;
            esac
            """;

    private static final String A_MAVEN = """
            #!/bin/sh
            echo built >>builds
            """;

    /** A JDK's: it says in a file which it is, notes what it was asked, and makes archives of classes. */
    private static final String A_JDKS_JAVA = """
            #!/bin/sh
            case "$*" in
            *-version*) echo version >>asked; echo 'openjdk version "17.0.1" 2021-10-19' >&2 ;;
            *StartClasses*) echo classes >>asked ;;
            *-Xshare:dump*)
            	for word; do
            		case $word in
            		-XX:SharedArchiveFile=*) echo archive >"${word#*=}" ;;
            		esac
            	done ;;
            *) for word; do echo "java: $word"; done ;;
            esac
            """;

    /** GNU sed without what GNU added is as strict as that of macOS and FreeBSD. */
    private static final String A_STRICT_SED = """
            #!/bin/sh
            exec /usr/bin/sed --posix "$@"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path kit;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path tools;

    @BeforeEach
    void makeKitAndTools() throws IOException {
        kit = makeKit("kit");
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : POSIX_TOOLS) {
            provide(tool);
        }
        script(tools.resolve("sed"), A_STRICT_SED);
        script(tools.resolve("java"), A_JAVA);
    }

    /** A script in the place of a link: what it starts is the system's own tool. */
    private void provide(String tool) throws IOException {
        script(tools.resolve(tool), "#!/bin/sh\nexec " + Tool.find(tool).orElseThrow() + " \"$@\"\n");
    }

    private Path makeKit(String name) throws IOException {
        Path place = folder.resolve(name);
        for (String source : List.of(
                "pom.xml",
                "java/pom.xml",
                "grading/pom.xml",
                "labs/pom.xml",
                "benchmarks/pom.xml",
                "java/src/main/A.java",
                "grading/src/main/B.java",
                "labs/src/main/C.java",
                "benchmarks/src/main/D.java",
                "kernel/coverage/coverage.c",
                "kernel/forks/forks.c",
                "kernel/guest/agent.c",
                "kernel/ledger/ledger.c",
                "kernel/referee/referee.c")) {
            Path file = place.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        }
        script(place.resolve("mvnw"), A_MAVEN);
        Files.copy(Path.of("..", "lab"), place.resolve("lab"));
        return place;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(Map<String, String> variables, String... command) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
        environment.putAll(variables);
        return new ProgramRun(kit, environment).run(command);
    }

    private Outcome lab(String... arguments) {
        return lab(Map.of(), arguments);
    }

    private Outcome lab(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Tool.find("sh").orElseThrow().toString(), kit.resolve("lab").toString()));
        command.addAll(Arrays.asList(arguments));
        return run(variables, command.toArray(String[]::new));
    }

    private long builds() throws IOException {
        Path log = kit.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.err()).startsWith("lab: ").contains(words);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.out()).isEmpty();
    }

    /** The shells of Debian, of macOS (which is bash or zsh) and of small systems. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "bash --posix", "busybox ash"})
    void everyShellBuildsOnceAndHandsOverEveryWord(String shell) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(shell.split(" ")));
        var program = Tool.find(command.get(0));
        assumeTrue(program.isPresent() || System.getenv("CI") != null, shell + " is not installed.");
        command.set(0, program.orElseThrow().toString());
        // Lost executable bits, as after unpacking on Windows, do not matter.
        for (String file : List.of("lab", "mvnw")) {
            Files.setPosixFilePermissions(kit.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
        }
        command.addAll(List.of("lab", "send", "two words", "*", "שלום", ""));
        Outcome outcome = run(Map.of("LC_ALL", "C.UTF-8"), command.toArray(String[]::new));
        assertThat(outcome.err()).startsWith("lab: building the Java part").hasLineCount(1);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("java: -Dmessageslot.home=" + kit + "\n", ":" + kit + "/labs/target/lib/*\n")
                .endsWith("java: org.messageslot.lab.Lab\njava: send\njava: two words\njava: *\njava: שלום\njava: \n");
        assertThat(run(Map.of(), command.toArray(String[]::new)).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    /** What an archive was made of must come first, or Java does not take it. */
    @ParameterizedTest
    @CsvSource({
        "bench, slot, true",
        "help, bench, true",
        "completion, '', true",
        "help, tour, false",
        "send, bench, false"
    })
    void benchmarksComeLastAndWhereTheyAreAskedFor(String command, String argument, boolean wanted) {
        String classPath = kit + "/labs/target/messageslot-labs-1.0.0.jar:" + kit + "/labs/target/lib/*";
        String benchmarks =
                ":" + kit + "/benchmarks/target/messageslot-benchmarks-1.0.0.jar:" + kit + "/benchmarks/target/lib/*";
        assertThat(lab(command, argument).out())
                .contains("java: -cp\njava: " + classPath + (wanted ? benchmarks : "") + "\n");
    }

    /** Busybox' own tools, as on Alpine, which has none of GNU's options. */
    @Test
    void busyboxIsEnough() throws IOException {
        var busybox = Tool.find("busybox");
        assumeTrue(busybox.isPresent() || System.getenv("CI") != null, "busybox is not installed.");
        List<String> applets = new ArrayList<>(POSIX_TOOLS);
        applets.add("sed");
        // Alpine's busybox has cksum, Debian's has not; locale is in none.
        applets.removeAll(List.of("locale", "cksum"));
        Files.delete(tools.resolve("locale"));
        for (String applet : applets) {
            script(tools.resolve(applet), "#!/bin/sh\nexec " + busybox.orElseThrow() + " " + applet + " \"$@\"\n");
        }
        Outcome outcome = run(Map.of(), tools.resolve("sh").toString(), "lab", "tour");
        assertThat(outcome.err()).startsWith("lab: building the Java part").hasLineCount(1);
        assertThat(outcome.out()).startsWith("charset C.UTF-8\n").endsWith("java: tour\n");
        assertThat(lab("tour").err()).isEmpty();
    }

    @Test
    void aLinkToTheLauncherFindsTheKit() throws IOException {
        Path links = Files.createDirectories(folder.resolve("a b"));
        Files.createSymbolicLink(links.resolve("there"), kit.resolve("lab"));
        Files.createSymbolicLink(links.resolve("lab"), Path.of("there"));
        Outcome outcome = run(
                Map.of(),
                Tool.find("sh").orElseThrow().toString(),
                links.resolve("lab").toString());
        assertThat(outcome.out()).contains("java: -Dmessageslot.home=" + kit + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a folder (1)", "[kit]", "ערכה", "it's $HOME"})
    void foldersOfAnyNameWork(String name) throws IOException {
        kit = makeKit(name);
        Outcome outcome = lab(Map.of("LC_ALL", "C.UTF-8"), "tour");
        assertThat(outcome.err()).startsWith("lab: building").hasLineCount(1);
        assertThat(outcome.out())
                .contains("java: -Dmessageslot.home=" + kit + "\n")
                .endsWith("java: tour\n");
    }

    @Test
    void aFolderThatJavaWouldTakeForTwoIsRefused() throws IOException {
        kit = makeKit("a:b");
        assertRefused(lab("tour"), "has a ':' in its name", "rename it");
    }

    @Test
    void onlyAChangedSourceIsAReasonToBuild() throws IOException {
        Path source = kit.resolve("labs/src/main/C.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        assertThat(lab("--is-built").exitCode()).isEqualTo(1);
        lab("tour");
        assertThat(lab("tour").err()).as("a time of tomorrow").isEmpty();
        assertThat(lab("--is-built").exitCode()).isZero();
        Files.writeString(source, "changed");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertThat(lab("--is-built").exitCode()).isEqualTo(1);
        assertThat(lab("tour").err()).as("a time of yesterday").contains("lab: building");
        Files.writeString(kit.resolve("labs/src/main/New.java"), "new");
        assertThat(lab("tour").err()).contains("lab: building");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void eachFolderThatTravelsInAnArchiveIsASourceOfIt() throws IOException {
        String lab = Files.readString(Path.of("..", "lab"));
        String labForWindows = Files.readString(Path.of("..", "lab.cmd"));
        List<String> folders = new ArrayList<>();
        for (String part : List.of("java", "grading", "labs", "benchmarks")) {
            Pattern.compile("<directory>\\$\\{project.basedir\\}/\\.\\./(kernel/[^<]*)</directory>")
                    .matcher(Files.readString(Path.of("..", part, "pom.xml")))
                    .results()
                    .forEach(folder -> folders.add(folder.group(1)));
        }
        assertThat(folders).contains("kernel/guest").allSatisfy(folder -> {
            assertThat(lab).containsPattern("(?m)^\\t\\t\\t.*" + folder + " .*-exec cksum");
            assertThat(labForWindows).contains("list_folder " + folder.replace('/', '\\'));
        });
    }

    @Test
    void aBuildThatFailsIsExplainedAndTriedAgain() throws IOException {
        script(kit.resolve("mvnw"), "echo noise; echo 'mvnw: no Maven here'; exit 1\n");
        Outcome outcome = lab("tour");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.err())
                .contains("mvnw: no Maven here\n", "lab: the build failed; the whole of it is in " + kit)
                .doesNotContain("noise");
        script(kit.resolve("mvnw"), A_MAVEN);
        assertThat(lab("tour").exitCode()).isZero();
    }

    /** A file system such as vboxsf or 9p has no locks. */
    @Test
    void aFileSystemWithoutLocksWillDo() throws IOException {
        script(tools.resolve("flock"), "#!/bin/sh\necho 'flock: 9: No locks available' >&2\nexit 1\n");
        Outcome outcome = lab("tour");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).hasLineCount(1);
    }

    @Test
    void twoAtATimeBuildOnce() throws Exception {
        provide("flock");
        provide("sleep");
        script(kit.resolve("mvnw"), A_MAVEN + "sleep 1\n");
        List<Outcome> outcomes = new ArrayList<>();
        Thread other = new Thread(() -> outcomes.add(lab("tour")));
        other.start();
        assertThat(lab("tour").exitCode()).isZero();
        other.join();
        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.exitCode()).isZero());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void charsetIsUtf8WhateverTheLocaleSays() {
        for (Map<String, String> locale : List.of(
                Map.<String, String>of(),
                Map.of("LC_ALL", "C"),
                Map.of("LC_ALL", "he_IL.UTF-8"),
                Map.of("LC_CTYPE", "UTF-8"),
                Map.of("LANG", "tr_TR"))) {
            Outcome outcome = lab(locale, "tour");
            assertThat(outcome.out()).as(locale.toString()).matches("(?s)charset C\\.(UTF-8|utf8)\n.*");
            assertThat(outcome.out()).contains("java: -Dsun.jnu.encoding=UTF-8\n", "java: -Dfile.encoding=UTF-8\n");
        }
        assertThat(lab(Map.of("LANG", "C.UTF-8"), "tour").out()).startsWith("charset as it was\n");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws IOException {
        for (String version : List.of("1.8.0_392", "11.0.2", "16-ea")) {
            // Older ones know no --enable-native-access.
            script(tools.resolve("java"), """
                    #!/bin/sh
                    [ "$*" = -version ] || { echo 'Unrecognized option: --enable-native-access'; exit 1; }
                    echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=y' >&2
                    echo 'openjdk version "%s"' >&2
                    """.formatted(version));
            String number = version.replaceAll("\\D.*", "");
            assertRefused(lab("tour"), "is Java " + number + "; a JDK, 17 or newer, is needed");
        }
    }

    @Test
    void noJavaAtAllIsNamed() throws IOException {
        Files.delete(tools.resolve("java"));
        assertRefused(lab(Map.of("JAVA_HOME", "/no/such/jdk"), "tour"), "there is no Java; install a JDK");
    }

    @Test
    void whatJavaSaysIsShownWhenItDoesNotStart() throws IOException {
        script(tools.resolve("java"), """
                #!/bin/sh
                echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=y'
                echo 'Error occurred during initialization of VM'
                echo 'Could not allocate compressed class space: 1073741824 bytes'
                exit 1
                """);
        assertRefused(
                lab("tour"),
                "does not start (Could not allocate compressed class space: 1073741824 bytes)",
                "install a JDK, 17 or newer");
        String limited = "ulimit -v 3000000 && exec sh lab tour";
        assertRefused(
                run(Map.of(), Tool.find("sh").orElseThrow().toString(), "-c", limited),
                "does not start (Could not allocate compressed class space",
                "3000000 kB of address space here: type 'ulimit -v unlimited'");
    }

    @Test
    void aLimitOnAddressSpaceLeavesRoomOrIsNamed() throws IOException {
        String shell = Tool.find("sh").orElseThrow().toString();
        script(kit.resolve("mvnw"), A_MAVEN + "echo \"$MAVEN_OPTS\" >options\n");
        Outcome outcome = run(Map.of(), shell, "-c", "ulimit -v 3000000 && exec sh lab tour");
        assertThat(kit.resolve("options")).content().contains("-XX:CompressedClassSpaceSize=64m");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("java: -XX:CompressedClassSpaceSize=64m\n");
        assertThat(lab("tour").out()).doesNotContain("CompressedClassSpaceSize");
        assertRefused(
                run(Map.of(), shell, "-c", "ulimit -v 1000000 && exec sh lab tour"),
                "programs may use 1000000 kB of address space here, and the lab needs 2000000",
                "type 'ulimit -v unlimited'");
    }

    @Test
    void optionsOfTheUsersThatClashAreNamed() throws IOException {
        Files.delete(tools.resolve("java"));
        Map<String, String> jdk = Map.of("JAVA_HOME", System.getProperty("java.home"));
        Consumer<Map<String, String>> refused = options -> {
            Map<String, String> variables = new HashMap<>(jdk);
            variables.putAll(options);
            assertRefused(
                    lab(variables, "tour"),
                    options.entrySet().iterator().next().toString(),
                    "it starts without",
                    "unset what clashes.");
        };
        refused.accept(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"));
        refused.accept(Map.of("JDK_JAVA_OPTIONS", "-Xfoo"));
        refused.accept(Map.of("_JAVA_OPTIONS", "-Xmx1k"));
        Map<String, String> charset = new HashMap<>(jdk);
        charset.put("_JAVA_OPTIONS", "-Dfile.encoding=ISO-8859-8");
        assertRefused(lab(charset, "tour"), "sets another charset than UTF-8 (-Dfile.encoding=ISO-8859-8); unset it.");
    }

    private Map<String, String> jdk(String name, String java) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nIMPLEMENTOR=\"" + name + "\"\n");
        script(home.resolve("bin/java"), java);
        return Map.of("JAVA_HOME", home.toString());
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(kit.resolve("asked"));
    }

    /** {@return the archive of classes that Java was given} */
    private static Optional<Path> archive(Outcome outcome) {
        return outcome.out()
                .lines()
                .filter(line -> line.startsWith("java: -XX:SharedArchiveFile="))
                .map(line -> Path.of(line.substring(line.indexOf('=') + 1)))
                .findFirst();
    }

    @Test
    void classesAreKeptInAnArchiveForEachJavaAndEachBuild() throws IOException {
        Map<String, String> one = jdk("one", A_JDKS_JAVA);
        Map<String, String> other = jdk("other", A_JDKS_JAVA);
        Path first = archive(lab(one, "tour")).orElseThrow();
        assertThat(first).hasContent("archive").hasParent(kit.resolve("labs/target"));
        assertThat(asked()).containsExactly("version", "classes");

        Outcome again = lab(one, "tour");
        assertThat(archive(again)).contains(first);
        assertThat(again.out()).endsWith("java: org.messageslot.lab.Lab\njava: tour\n");
        assertThat(again.err()).isEmpty();
        assertThat(asked()).as("a Java that was tried is not asked again").hasSize(2);

        assertThat(archive(lab(other, "tour"))).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(first).exists();
        Files.writeString(kit.resolve("labs/src/main/C.java"), "changed");
        assertThat(archive(lab(one, "tour"))).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(first).doesNotExist();
        assertThat(kit.resolve("labs/target")).isDirectoryNotContaining("glob:**.list");
    }

    @Test
    void anArchiveThatAnotherLabIsMakingIsLeftAlone() throws IOException {
        Map<String, String> jdk = jdk("jdk", A_JDKS_JAVA);
        Path archive = archive(lab(jdk, "tour")).orElseThrow();
        Files.delete(archive);
        Path others = Files.createFile(archive.resolveSibling(archive.getFileName() + ".99999.list"));
        assertThat(archive(lab(jdk, "tour"))).contains(archive);
        assertThat(others).exists();
    }

    @Test
    void aJavaThatMakesNoArchiveStartsWithoutAndIsNotAskedAgain() throws IOException {
        Map<String, String> jdk =
                jdk("jdk", A_JDKS_JAVA.replace("*-Xshare:dump*)", "*-Xshare:dump*) echo 'no sharing'; exit 1"));
        for (int i = 0; i < 2; i++) {
            Outcome outcome = lab(jdk, "tour");
            assertThat(outcome.out()).endsWith("java: org.messageslot.lab.Lab\njava: tour\n");
            assertThat(outcome.out() + outcome.err()).doesNotContain("no sharing");
            assertThat(archive(outcome)).isEmpty();
        }
        assertThat(asked()).containsExactly("version", "classes");
    }

    @Test
    void optionsOfTheUsersKeepJavaFromTheArchive() throws IOException {
        Map<String, String> variables = new HashMap<>(jdk("jdk", A_JDKS_JAVA));
        assertThat(archive(lab(variables, "tour"))).isPresent();
        variables.put("JAVA_TOOL_OPTIONS", "-Dx=y");
        assertThat(archive(lab(variables, "tour"))).isEmpty();
        assertThat(asked()).containsExactly("version", "classes", "version");
    }

    /** Root's kit, as in the course VM. */
    @Test
    void theArchiveOfAKitThatCannotBeWrittenIsInTheUsersCache() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) || System.getenv("CI") != null,
                "Only root can become somebody else.");
        lab("tour");
        Map<String, String> variables = new HashMap<>(jdk("jdk", A_JDKS_JAVA.replace(">>asked", ">/dev/null")));
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Files.setAttribute(cache, "unix:uid", 65534);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path own : List.of(cache, folder.resolve("nowhere"))) {
            variables.put("MSGSLOT_CACHE", own.toString());
            Outcome outcome = run(
                    variables,
                    Tool.find("setpriv").orElseThrow().toString(),
                    "--reuid=65534",
                    "--clear-groups",
                    Tool.find("sh").orElseThrow().toString(),
                    "lab",
                    "tour");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).endsWith("java: org.messageslot.lab.Lab\njava: tour\n");
            assertThat(archive(outcome).map(Path::getParent))
                    .isEqualTo(Optional.of(cache.resolve("classes")).filter(folder -> own.equals(cache)));
        }
    }

    /** Runs the launcher as a user who is not root, and does not own what root built with a mask of 077. */
    @Test
    void filesOfRootAreNamedWithTheCommandThatGivesThemBack() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) || System.getenv("CI") != null,
                "Only root can leave files of root's.");
        Path built = Files.createDirectories(kit.resolve("labs/target"));
        Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwx------"));
        for (Path open : List.of(folder, kit)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Outcome outcome = run(
                Map.of(),
                Tool.find("setpriv").orElseThrow().toString(),
                "--reuid=65534",
                "--clear-groups",
                Tool.find("sh").orElseThrow().toString(),
                "lab",
                "tour");
        assertRefused(
                outcome,
                built + " belongs to somebody else (was sudo used?)",
                "type: sudo chown -R 65534 '" + kit + "'");
    }

    /** Git Bash translates names that begin with a slash, so that /dev/slot0 would become a file of Windows'. */
    @ParameterizedTest
    @ValueSource(strings = {"MINGW64_NT-10.0-22631", "MSYS_NT-10.0", "CYGWIN_NT-10.0"})
    void onWindowsLabCmdTakesOver(String system) throws IOException {
        Files.delete(tools.resolve("uname"));
        script(tools.resolve("uname"), "#!/bin/sh\necho " + system + "\n");
        script(tools.resolve("cygpath"), "#!/bin/sh\necho \"C:$3\"\n");
        script(tools.resolve("cmd"), """
                #!/bin/sh
                echo "$MSYS_NO_PATHCONV$MSYS2_ARG_CONV_EXCL"
                for word; do echo "$word"; done
                """);
        Outcome outcome = lab("send", "/dev/slot0", "7", "a b", kit.toString(), "/no/such");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .isEqualTo(String.join(
                        "\n",
                        "1*",
                        "/c",
                        "call",
                        "C:" + kit + "/lab.cmd",
                        "send",
                        "/dev/slot0",
                        "7",
                        "a b",
                        "C:" + kit,
                        "/no/such",
                        ""));
        assertThat(builds()).isZero();
    }
}
