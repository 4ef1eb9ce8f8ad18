// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.KernelMake;
import org.messageslot.guest.KernelSeries;

/** Sources as students write them, honest and odd: they build, and what was odd is said. */
class StudentBuildTests {

    private static final int LOAD = 1;
    private static final int INTERPRETER = 3;

    @TempDir
    private static Path cache;

    private static StudentBuild build;

    @BeforeAll
    static void prepare() throws Exception {
        build = Compilers.of(KernelSeries.V6_1, Files.createDirectories(cache.resolve("builds")));
    }

    private static Build of(Handed handed) throws Exception {
        return build.of(handed.submission());
    }

    private static Part built(Build result, Role role) {
        Part part = result.part(role);
        assertThat(part.isBuilt()).as(part.words()).isTrue();
        return part;
    }

    private static Build moduleBuilt(Handed handed) throws Exception {
        Build result = of(handed);
        built(result, SlotArtifacts.MODULE);
        assertThat(result.module()).hasValueSatisfying(file -> assertThat(file).isNotEmptyFile());
        return result;
    }

    private static Part failed(Build result, Role role) {
        assertThat(result.part(role).state()).isEqualTo(PartState.FAILED);
        return result.part(role);
    }

    private static Constant constant(Build result, String meaning) {
        return result.constants().stream()
                .filter(one -> one.meaning().equals(meaning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + meaning + " among " + result.constants()));
    }

    private static Constant select(Handed handed) throws Exception {
        return constant(of(handed), "MSG_SLOT_CHANNEL");
    }

    private static byte[] moduleOf(Path folder, Handed handed) throws Exception {
        Build result = StudentBuild.against(Compilers.kernel(KernelSeries.V6_1), folder, SlotArtifacts.ALL, step -> {})
                .of(handed.submission());
        built(result, SlotArtifacts.MODULE);
        return Files.readAllBytes(result.module().orElseThrow());
    }

    /** With another comment in a header nothing but the way of building is found in the cache. */
    @Test
    void theWayOfBuildingIsKeptAndADamagedOneIsLearntAnew(@TempDir Path folder) throws Exception {
        byte[] learnt = moduleOf(folder, Handed.honest());
        assertThat(moduleOf(folder, Handed.honest().with("notes.h", "/* kept */\n")))
                .isEqualTo(learnt);
        try (Stream<Path> entries = Files.list(folder)) {
            Path script = entries.map(entry -> entry.resolve("script"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.writeString(script, "exit 1\n");
        }
        assertThat(moduleOf(folder, Handed.honest().with("notes.h", "/* learnt anew */\n")))
                .isEqualTo(learnt);
    }

    @ParameterizedTest
    @EnumSource(KernelSeries.class)
    void theReferenceBuildsWithoutAWord(KernelSeries series) throws Exception {
        Build result = Compilers.of(series, cache.resolve("builds"))
                .of(Submission.open(Path.of("../kernel"), SlotArtifacts.ALL));
        for (Role role : new Role[] {SlotArtifacts.MODULE, SlotArtifacts.SENDER, SlotArtifacts.READER}) {
            assertThat(built(result, role).words()).isEmpty();
            assertThat(result.part(role).warnings()).isZero();
        }
        assertThat(result.remarks()).isEmpty();
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
        assertThat(result.number(SlotArtifacts.SET_CENSORSHIP)).hasValue(0x4004eb01L);
        assertThat(result.major()).hasValue(235);
    }

    @ParameterizedTest
    @EnumSource(KernelSeries.class)
    void theModuleIsTheOneThatTheKernelsOwnBuildMakes(KernelSeries series) throws Exception {
        Build result =
                Compilers.of(series, cache.resolve("builds")).of(Handed.honest().submission());
        Path headers = Compilers.kernel(series).headers();
        Path folder = Files.createDirectory(cache.resolve("kbuild-" + series.name()));
        Files.writeString(folder.resolve("message_slot.c"), Handed.MODULE);
        Files.writeString(folder.resolve("message_slot.h"), Handed.HEADER);
        Files.writeString(folder.resolve("Kbuild"), "obj-m := message_slot.o\n");
        String compare = """
                %s >make.log 2>&1 || { cat make.log; exit 1; }
                for section in .text .rodata .data .modinfo __versions .gnu.linkonce.this_module .init.text .exit.text; do
                    objcopy -O binary -j $section message_slot.ko a; objcopy -O binary -j $section %s b
                    cmp a b || exit 1
                done
                """.formatted(
                        String.join(" ", KernelMake.modules(CompilePlace.HOST, headers.toString(), "$PWD")),
                        result.module().orElseThrow());
        Process process = new ProcessBuilder("sh", "-c", compare)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void theProgramsAreStaticForGuestsWithoutLibraries() throws Exception {
        Build result = of(Handed.honest());
        for (Path program : new Path[] {
            result.program(SlotArtifacts.SENDER).orElseThrow(),
            result.program(SlotArtifacts.READER).orElseThrow()
        }) {
            byte[] elf = Files.readAllBytes(program);
            assertThat(elf).startsWith(0x7f, 'E', 'L', 'F').hasSizeGreaterThan(100_000);
            assertThat(segments(elf)).contains(LOAD).doesNotContain(INTERPRETER);
        }
    }

    private static List<Integer> segments(byte[] elf) {
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < bytes.getShort(0x38); i++) {
            types.add(bytes.getInt((int) bytes.getLong(0x20) + i * bytes.getShort(0x36)));
        }
        return types;
    }

    @Test
    void equalSubmissionsAreBuiltOnce() throws Exception {
        Build first = of(Handed.honest());
        Build second = of(Handed.honest().with("notes.txt", "other notes"));
        assertThat(second).isEqualTo(first);
        Files.writeString(first.module().orElseThrow(), "damaged");
        Build third = of(Handed.honest());
        assertThat(third.module().orElseThrow()).isNotEmptyFile();
        assertThat(Files.size(third.module().orElseThrow())).isGreaterThan(10_000);
        assertThat(third).isEqualTo(first);
    }

    @Test
    void theCourseSkeletonsLinesOnTop() throws Exception {
        moduleBuilt(Handed.honest()
                .module("#undef __KERNEL__\n#define __KERNEL__\n#undef MODULE\n#define MODULE\n" + Handed.MODULE));
        moduleBuilt(Handed.honest().module("#undef __KERNEL__\n#define __KERNEL__\n#define MODULE\n" + Handed.MODULE));
    }

    @Test
    void noIncludeGuard() throws Exception {
        String header = Handed.HEADER.replace("#ifndef MESSAGE_SLOT_H", "").replace("#endif", "");
        moduleBuilt(Handed.honest()
                .header(header)
                .module("#include \"message_slot.h\"\n#include \"message_slot.h\"\n" + Handed.MODULE));
    }

    @Test
    void declarationsAfterStatementsAndVariableArrays() throws Exception {
        moduleBuilt(Handed.honest().module(Handed.MODULE.replace("file->private_data", """
                id += 0;
                char copy[id & 15];
                copy[0] = 0;
                for (int i = 0; i < 3; i++)
                    copy[0] += i;
                file->private_data""")));
    }

    @Test
    void aMissingLicenceLineIsSupplied() throws Exception {
        Build result = moduleBuilt(Handed.honest().module(Handed.MODULE.replace("MODULE_LICENSE(\"GPL\");", "")));
        assertThat(result.remarks()).singleElement().asString().contains("MODULE_LICENSE(\"GPL\") was supplied");
    }

    @Test
    void aLicenceLineThatNeverComesIsSupplied() throws Exception {
        Build result = moduleBuilt(
                Handed.honest().module(Handed.MODULE.replace("MODULE_LICENSE", "#if 0\nMODULE_LICENSE") + "#endif\n"));
        assertThat(result.remarks()).singleElement().asString().contains("was supplied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stddef.h", "stdint.h", "stdbool.h", "stdarg.h", "limits.h"})
    void headersOfTheCompiler(String header) throws Exception {
        Build result = moduleBuilt(Handed.honest().module("#include <" + header + ">\n" + Handed.MODULE));
        assertThat(result.remarks()).singleElement().asString().contains("includes <" + header + ">");
    }

    @Test
    void headersThatOthersUsedToBring() throws Exception {
        Build result = moduleBuilt(Handed.honest()
                .module(Handed.MODULE
                        .replace("#include <linux/slab.h>\n", "")
                        .replace("#include <linux/uaccess.h>\n", "")
                        .replace("file->private_data", "kfree(vmalloc(8)); file->private_data")));
        assertThat(result.remarks()).anyMatch(remark -> remark.contains("uses vmalloc without <linux/vmalloc.h>"));
    }

    @Test
    void aFunctionThatForgetsToReturn() throws Exception {
        Build result = moduleBuilt(Handed.honest()
                .module(Handed.MODULE + "int forgetful(int x);\nint forgetful(int x) { if (x) return 1; }\n"));
        assertThat(result.remarks()).singleElement().asString().contains("ends without returning its value");
        assertThat(result.part(SlotArtifacts.MODULE).warnings()).isPositive();
    }

    @Test
    void theHeaderInAnotherFolder() throws Exception {
        Handed handed = Handed.honest().without("message_slot.h").with("include/message_slot.h", Handed.HEADER);
        Build result = moduleBuilt(handed);
        built(result, SlotArtifacts.SENDER);
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
        assertThat(result.remarks())
                .contains("message_sender.c lies in another folder than include/message_slot.h;"
                        + " the compiler was shown both.");
    }

    @Test
    void ownHeadersInOtherFolders() throws Exception {
        moduleBuilt(Handed.honest()
                .with("lib/deep/list.h", "struct my_list { int x; };\n")
                .module("#include \"list.h\"\n#include <message_slot.h>\n" + Handed.MODULE
                        + "struct my_list the_list;\n"));
        moduleBuilt(Handed.honest()
                .with("my lib/רשימה.h", "struct my_list { int x; };\n")
                .module("#include \"my lib/רשימה.h\"\n" + Handed.MODULE + "struct my_list the_list;\n"));
    }

    @Test
    void aModuleOfSeveralFiles() throws Exception {
        String use = "int list_length(void);\n" + Handed.MODULE.replace("|| id == 0", "|| list_length()");
        Build joined = moduleBuilt(Handed.honest()
                .module(use)
                .with("list.c", "int list_length(void);\nint list_length(void) { return 0; }\n"));
        assertThat(joined.remarks())
                .singleElement()
                .asString()
                .startsWith("list.c was compiled as a part of the module");
        Build included = moduleBuilt(Handed.honest()
                .module("#include \"list.c\"\n" + Handed.MODULE)
                .with("list.c", "static inline int list_length(void) { return 0; }\n"));
        assertThat(included.remarks()).isEmpty();
    }

    @Test
    void windowsLinesAndUtf16() throws Exception {
        moduleBuilt(Handed.honest()
                .module(Handed.MODULE.replace("\n", "\r\n"))
                .header(Handed.HEADER.replace("_IOW", "\\\n_IOW").replace("\n", "\r\n")));
        moduleBuilt(Handed.honest().with("message_slot.c", ("\ufeff" + Handed.MODULE).getBytes(UTF_16LE)));
    }

    @Test
    void namesInAnotherCase() throws Exception {
        Build result = moduleBuilt(Handed.honest()
                .without("message_slot.h")
                .without("message_slot.c")
                .with("Message_Slot.H", Handed.HEADER)
                .with("MESSAGE_SLOT.c", Handed.MODULE));
        built(result, SlotArtifacts.SENDER);
    }

    @Test
    void whatIsMissingCostsOnlyItself() throws Exception {
        Build result = of(Handed.honest().without("message_reader.c").without("message_slot.c"));
        built(result, SlotArtifacts.SENDER);
        assertThat(result.part(SlotArtifacts.READER))
                .isEqualTo(new Part(PartState.MISSING, "", 0, "The submission has no message_reader.c."));
        assertThat(result.part(SlotArtifacts.MODULE).state()).isEqualTo(PartState.MISSING);
        assertThat(result.module()).isEmpty();
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
    }

    @Test
    void whatDoesNotBuildGetsTheCompilersWords() throws Exception {
        Build result = of(Handed.honest().module(Handed.MODULE.replace("return 0;", "return nothing;")));
        assertThat(failed(result, SlotArtifacts.MODULE).words())
                .contains("message_slot.c:12:12: error: ‘nothing’ undeclared")
                .doesNotContain("/submission")
                .doesNotContain("/kernel");
        built(result, SlotArtifacts.SENDER);
    }

    @Test
    void aRedefinitionOfBoolIsForTheCompilerToJudge() throws Exception {
        Build result = of(Handed.honest().header("typedef enum { false, true } bool;\n" + Handed.HEADER));
        assertThat(failed(result, SlotArtifacts.MODULE).words())
                .contains("error:")
                .contains("false");
        built(result, SlotArtifacts.SENDER);
        assertThat(constant(result, "MSG_SLOT_CHANNEL").found()).isEqualTo(Constant.Found.BY_HEADER_ALONE);
    }

    @Test
    void undefinedSymbolsFailTheBuild() throws Exception {
        Build result = of(
                Handed.honest().module("int nowhere(void);\n" + Handed.MODULE.replace("|| id == 0", "|| nowhere()")));
        assertThat(failed(result, SlotArtifacts.MODULE).words())
                .contains("\"nowhere\"")
                .contains("undefined!");
    }

    @Test
    void warningsOfProgramsAreCounted() throws Exception {
        Build result = of(Handed.honest().sender(Handed.PROGRAM.replace("int slot", "int unused; int slot")));
        Part sender = built(result, SlotArtifacts.SENDER);
        assertThat(sender.warnings()).isEqualTo(1);
        assertThat(sender.words()).startsWith("message_sender.c:").contains("unused variable ‘unused’");
        assertThat(result.part(SlotArtifacts.READER).warnings()).isZero();
    }

    @Test
    void numbersByTheHeaderAlone() throws Exception {
        assertThat(select(Handed.honest()))
                .isEqualTo(new Constant(
                        "MSG_SLOT_CHANNEL", 0x4004eb00L, "MSG_SLOT_CHANNEL", Constant.Found.BY_HEADER_ALONE));
        assertThat(select(Handed.honest().header(Handed.HEADER.replace("unsigned int)", "unsigned long)")))
                        .value())
                .isEqualTo(0x4008eb00L);
        assertThat(select(Handed.honest().header("#define MAJOR_NUM 235\n#define MSG_SLOT_CHANNEL 8\n"))
                        .value())
                .isEqualTo(8);
        assertThat(select(Handed.honest().header("#define MAJOR_NUM 235\n#define MSG_SLOT_CHANNEL 0x0\n"))
                        .value())
                .isZero();
        assertThat(select(Handed.honest().header("enum { MSG_SLOT_CHANNEL = -2, MAJOR_NUM = 235 };\n"))
                        .value())
                .isEqualTo(0xffff_fffeL);
    }

    @Test
    void theMajorNumberMayComeLate() throws Exception {
        Build result = moduleBuilt(Handed.honest().header("""
                #include <linux/ioctl.h>
                #define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)
                #define MAJOR_NUM 240
                """));
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(0x4004f000L);
        assertThat(result.major()).hasValue(240);
    }

    @Test
    void numbersAfterSysIoctl() throws Exception {
        Build result = moduleBuilt(Handed.honest().header(Handed.HEADER.replace("#include <linux/ioctl.h>", "")));
        Constant number = constant(result, "MSG_SLOT_CHANNEL");
        assertThat(number.value()).isEqualTo(0x4004eb00L);
        assertThat(number.found()).isEqualTo(Constant.Found.AFTER_SYS_IOCTL);
        assertThat(result.remarks()).singleElement().asString().contains("was found after <sys/ioctl.h>");
    }

    @Test
    void numbersWithStubs() throws Exception {
        Constant number =
                select(Handed.honest().header("#include <linux/module.h>\n#include <linux/slab.h>\n" + Handed.HEADER));
        assertThat(number.value()).isEqualTo(0x4004eb00L);
        assertThat(number.found()).isEqualTo(Constant.Found.WITH_STUBS);
    }

    @Test
    void numbersInTheKernel() throws Exception {
        Constant number = select(Handed.honest()
                .header(Handed.HEADER.replace(
                        "#define MAJOR_NUM",
                        "#include <linux/fs.h>\nstruct slot { struct list_head l; };\n#define MAJOR_NUM")));
        assertThat(number.value()).isEqualTo(0x4004eb00L);
        assertThat(number.found()).isEqualTo(Constant.Found.IN_KERNEL);
    }

    @Test
    void numbersInTheModule() throws Exception {
        Build result = moduleBuilt(Handed.honest()
                .header("#define MAJOR_NUM 235\n")
                .module(Handed.MODULE.replace(
                        "static long", "#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 3, unsigned int)\nstatic long")));
        Constant number = constant(result, "MSG_SLOT_CHANNEL");
        assertThat(number.value()).isEqualTo(0x4004eb03L);
        assertThat(number.found()).isEqualTo(Constant.Found.IN_MODULE);
    }

    @Test
    void numbersOfOtherNames() throws Exception {
        Build named = moduleBuilt(Handed.honest()
                .header(Handed.HEADER.replace("MSG_SLOT_CHANNEL", "IOCTL_SET"))
                .module(Handed.MODULE.replace("command != MSG_SLOT_CHANNEL", "IOCTL_SET != command")));
        assertThat(constant(named, "MSG_SLOT_CHANNEL").name()).isEqualTo("IOCTL_SET");
        assertThat(named.number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
        assertThat(named.remarks()).anyMatch(remark -> remark.contains("defines no MSG_SLOT_CHANNEL; IOCTL_SET"));
        Build literal = moduleBuilt(Handed.honest()
                .header("#define MAJOR_NUM 235\n")
                .module(Handed.MODULE.replace(
                        "if (command != MSG_SLOT_CHANNEL", "switch (command) { case 0x11: break; }\nif (0")));
        assertThat(literal.number(SlotArtifacts.CHANNEL)).hasValue(0x11);
    }

    @Test
    void noNumberAtAll() throws Exception {
        Build result = of(Handed.honest()
                .header("#define MAJOR_NUM 235\n")
                .module(Handed.MODULE.replace("command != MSG_SLOT_CHANNEL ||", "")));
        assertThat(result.number(SlotArtifacts.CHANNEL)).isEmpty();
        assertThat(result.remarks()).anyMatch(remark -> remark.startsWith("No number for MSG_SLOT_CHANNEL was found"));
    }

    @Test
    void bothNumbersOfACensoringModule() throws Exception {
        Build result = of(Handed.honest()
                .header(Handed.HEADER.replace(
                        "#endif", "#define MSG_SLOT_SET_CEN _IOW(MAJOR_NUM, 1, unsigned int)\n#endif")));
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
        assertThat(result.number(SlotArtifacts.SET_CENSORSHIP)).hasValue(0x4004eb01L);
    }

    @Test
    void aMajorOtherThanTheHeadersIsRemarked() throws Exception {
        Build result = moduleBuilt(
                Handed.honest().module(Handed.MODULE.replace("register_chrdev(MAJOR_NUM", "register_chrdev(240")));
        assertThat(result.major()).hasValue(240);
        assertThat(result.remarks()).contains("The header says that MAJOR_NUM is 235, and the module registers 240.");
    }

    @Test
    void javaProgramsAreCompiledAgainstTheKit() throws Exception {
        Build result = of(Handed.honest()
                .with("MessageSender.java", """
                        import org.messageslot.MessageSlot;
                        public class MessageSender {
                            static MessageSlot slot;
                            public static void main(String[] args) { System.exit(Other.CODE); }
                        }
                        """)
                .with("Other.java", "class Other { static final int CODE = com.sun.jna.Native.POINTER_SIZE; }")
                .with("MessageReader.java", "class MessageReader { int x = nothing; }"));
        built(result, SlotArtifacts.JAVA_SENDER);
        Build.JavaProgram program =
                result.javaProgram(SlotArtifacts.JAVA_SENDER).orElseThrow();
        assertThat(program.mainClass()).isEqualTo("MessageSender");
        assertThat(program.classes().resolve("MessageSender.class")).isNotEmptyFile();
        assertThat(failed(result, SlotArtifacts.JAVA_READER).words())
                .contains("MessageReader.java:1: error: cannot find symbol");
    }

    @Test
    void javaProgramsMayHavePackages() throws Exception {
        Build result =
                of(Handed.honest().with("src/ex3/MessageReader.java", "package ex3;\npublic class MessageReader {}\n"));
        assertThat(result.javaProgram(SlotArtifacts.JAVA_READER).orElseThrow().mainClass())
                .isEqualTo("ex3.MessageReader");
    }

    @Test
    void whatKilledGradersLeftIsSweptAway() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path left = Files.createTempDirectory(temporary, "messageslot-999999999-");
        Path recent = Files.createTempDirectory(temporary, "messageslot-999999999-");
        Files.writeString(left.resolve("file"), "x");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        StudentBuild.against(
                Compilers.kernel(KernelSeries.V6_1), cache.resolve("builds"), SlotArtifacts.ALL, step -> {});
        assertThat(left).doesNotExist();
        assertThat(recent).exists();
        Files.delete(recent);
    }

    @Test
    void nothingStaysBehind() throws Exception {
        of(Handed.honest().with("unique.h", "/* nothingStaysBehind */"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(path -> path.getFileName().toString().startsWith("messageslot-"))
                            .filter(path -> Files.exists(path.resolve("submission/unique.h"))))
                    .isEmpty();
        }
    }
}
