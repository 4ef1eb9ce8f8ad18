// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.slot.SlotArtifacts;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What students, their tools and their enemies hand in. */
class SubmissionTests {

    @TempDir
    private Path folder;

    private Submission open(String name, byte[] archive) throws IOException {
        return Submission.open(Files.write(folder.resolve(name), archive), SlotArtifacts.ALL);
    }

    private Submission zip(Packing packing) throws IOException {
        return open("ex3_012345678.zip", packing.zip());
    }

    private Submission tar(Packing packing) throws IOException {
        return open("ex3.tar", packing.tar());
    }

    private static String ignored(Submission submission, String name) {
        return submission.ignored().stream()
                .filter(one -> one.name().equals(name))
                .map(Ignored::reason)
                .findFirst()
                .orElse("not ignored");
    }

    private static void assertComplete(Submission submission) {
        assertThat(submission.missing()).isEmpty();
        assertThat(submission.files()).hasSize(5);
    }

    private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compressor.over(out)) {
            compressing.write(bytes);
        }
        return out.toByteArray();
    }

    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    @Test
    void aPlainZipIsComplete() throws Exception {
        Submission submission = zip(Packing.five(""));
        assertComplete(submission);
        assertThat(submission.remarks()).isEmpty();
        assertThat(submission.ignored()).isEmpty();
        assertThat(submission.name()).isEqualTo("ex3_012345678.zip");
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().text()).isEqualTo("/* module */\n");
    }

    @Test
    void theDigestTellsContentAndNotPacking() throws Exception {
        byte[] tar = Packing.five("some/folder/")
                .with("some/folder/README.txt", "hello")
                .tar();
        String plain = zip(Packing.five("")).sha256();
        assertThat(List.of(
                        open("a.tar", tar).sha256(),
                        open("a.tar.gz", compressed(tar, GZIPOutputStream::new)).sha256(),
                        open("a.tgz", compressed(tar, GZIPOutputStream::new)).sha256(),
                        open("a.tar.xz", compressed(tar, out -> new XZOutputStream(out, new LZMA2Options())))
                                .sha256(),
                        open("a.tar.bz2", compressed(tar, BZip2CompressorOutputStream::new))
                                .sha256(),
                        zip(Packing.five("ex3/")).sha256()))
                .containsOnly(plain);
        assertThat(zip(Packing.five("").with("message_slot.c", "int x;\n")).sha256())
                .isNotEqualTo(plain);
        assertThat(zip(Packing.five("").with("list.h", "int x;\n")).sha256()).isNotEqualTo(plain);
    }

    @Test
    void whatAnArchiveIsItsBytesTellAndNotItsName() throws Exception {
        assertComplete(open("ex3.zip", compressed(Packing.five("").tar(), GZIPOutputStream::new)));
        assertComplete(open("ex3.tar.gz", Packing.five("").zip()));
        assertComplete(open("no extension", Packing.five("").tar()));
    }

    @Test
    void aFolderIsOpenedWithoutFollowingLinksOrPipes() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("ex3/src"));
        Files.writeString(inner.resolve("message_slot.c"), "int x;\n");
        Files.createSymbolicLink(inner.resolve("message_slot.h"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(inner.resolve("up"), Path.of(".."));
        assertThat(new ProcessBuilder(
                                "mkfifo", inner.resolve("message_sender.c").toString())
                        .start()
                        .waitFor())
                .isZero();
        Submission submission = Submission.open(folder.resolve("ex3"), SlotArtifacts.ALL);
        assertThat(submission.files()).containsOnlyKeys(SlotArtifacts.MODULE);
        assertThat(ignored(submission, "src/message_slot.h")).isEqualTo("a link");
        assertThat(ignored(submission, "src/up")).isEqualTo("a link");
        assertThat(ignored(submission, "src/message_sender.c")).isEqualTo("no regular file");
        assertThat(submission.missing())
                .containsExactly(
                        SlotArtifacts.HEADER, SlotArtifacts.SENDER, SlotArtifacts.READER, SlotArtifacts.MAKEFILE);
    }

    @Test
    void aRepositoryIsNotMistakenForItsFiles() throws Exception {
        Path objects = Files.createDirectories(folder.resolve("ex3/.git/objects"));
        Files.writeString(objects.resolve("message_slot.c"), "int x;\n");
        Submission submission = Submission.open(folder.resolve("ex3"), SlotArtifacts.ALL);
        assertThat(submission.files()).isEmpty();
        assertThat(ignored(submission, ".git")).isEqualTo("litter of a tool");
    }

    @Test
    void litterOfMacOsIsIgnored() throws Exception {
        Submission submission = zip(Packing.five("ex3/")
                .with("__MACOSX/ex3/._message_slot.c", "Mac OS X")
                .with("__MACOSX/ex3/message_slot.c", "Mac OS X")
                .with("ex3/._message_slot.h", "Mac OS X")
                .with("ex3/.DS_Store", "Bud1"));
        assertComplete(submission);
        assertThat(submission.remarks()).isEmpty();
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().text()).isEqualTo("/* module */\n");
        assertThat(submission.ignored()).hasSize(4).allMatch(one -> one.reason().equals("litter of macOS"));
    }

    @Test
    void whatABuildLeftBehindIsIgnored() throws Exception {
        Submission submission = zip(Packing.five("")
                .with("message_slot.ko", "ELF")
                .with("message_slot.mod.c", "int x;")
                .with(".message_slot.o.cmd", "x"));
        assertThat(submission.others()).isEmpty();
        assertThat(ignored(submission, "message_slot.mod.c")).isEqualTo("made by a build");
    }

    @Test
    void windowsLinesAreRemarked() throws Exception {
        Submission submission = zip(Packing.five("").with("message_slot.h", "#define A 1\r\n#define B 2\r\n"));
        assertThat(submission.remarks()).anyMatch(remark -> remark.contains("CR LF) in message_slot.h"));
    }

    @Test
    void utf16IsConverted() throws Exception {
        byte[] wide = "\ufeff#define MAJOR_NUM 235\n".getBytes(UTF_16LE);
        Submission submission = zip(Packing.five("").with("message_slot.h", wide));
        assertThat(submission.file(SlotArtifacts.HEADER).orElseThrow().text()).isEqualTo("#define MAJOR_NUM 235\n");
        assertThat(submission.remarks()).anyMatch(remark -> remark.startsWith("message_slot.h was converted"));
    }

    @Test
    void hebrewNamesStay() throws Exception {
        Submission submission = tar(Packing.five("תרגיל 3/").with("תרגיל 3/רשימה/list.h", "int x;"));
        assertComplete(submission);
        assertThat(submission.others()).extracting(SubmittedFile::path).containsExactly("רשימה/list.h");
        assertComplete(zip(Packing.five("תרגיל 3/")));
    }

    @Test
    void namesThatMeanSomethingToTerminalsAndToolsAreTamed() throws Exception {
        Submission submission = zip(Packing.five("")
                .with("a\nb.h", "")
                .with("\u001b[31mred\u001b]0;title\u0007.h", "")
                .with("$(touch x)`touch y`;\"'.h", "")
                .with("-o.h", "")
                .with("evil\u202eh.txt.h", "")
                .with("\u001b[2Jnotes.txt", ""));
        assertComplete(submission);
        assertThat(submission.others())
                .hasSize(5)
                .allSatisfy(file -> assertThat(file.path()).matches("[\\p{L}\\p{N}._+ ()][\\p{L}\\p{N}._+ ()-]*"));
        assertThat(ignored(submission, "\\x1b[2Jnotes.txt")).isEqualTo("no source file");
    }

    @Test
    void formulasAndMarkupInNamesAreJustNames() throws Exception {
        Submission submission =
                zip(Packing.five("").with("=cmd|'calc'!A0.txt", "").with("<script>alert(1)</script>.txt", ""));
        assertThat(submission.ignored())
                .extracting(Ignored::name)
                .containsExactlyInAnyOrder("=cmd|'calc'!A0.txt", "<script>alert(1)</script>.txt");
    }

    @Test
    void namesOf300CharactersAreIgnored() throws Exception {
        String name = "x".repeat(300) + ".c";
        Submission submission = zip(Packing.five("").with(name, "int x;"));
        assertComplete(submission);
        assertThat(submission.ignored()).singleElement().satisfies(one -> {
            assertThat(one.reason()).isEqualTo("its name is longer than 255 bytes");
            assertThat(one.name()).hasSizeLessThan(130).endsWith("(302 characters)");
        });
    }

    @Test
    void encryptedEntriesAreIgnoredAndMissing() throws Exception {
        byte[] archive = Packing.five("").zip();
        patchHeaders(archive, "message_slot.c", (bytes, at, local) -> bytes.put(at + (local ? 6 : 8), (byte) 1));
        Submission submission = open("ex3.zip", archive);
        assertThat(submission.missing()).containsExactly(SlotArtifacts.MODULE);
        assertThat(ignored(submission, "message_slot.c")).isEqualTo("encrypted");
    }

    @Test
    void aWrongChecksumDamagesOneFileOnly() throws Exception {
        byte[] archive = Packing.five("").zip();
        patchHeaders(archive, "message_slot.c", (bytes, at, local) -> bytes.putInt(at + (local ? 14 : 16), 12345));
        Submission submission = open("ex3.zip", archive);
        assertThat(submission.missing()).containsExactly(SlotArtifacts.MODULE);
        assertThat(ignored(submission, "message_slot.c")).isEqualTo("damaged");
        assertThat(submission.remarks()).contains("message_slot.c is damaged; the other files were taken.");
    }

    @Test
    void unknownWaysOfPackingAreIgnored() throws Exception {
        byte[] archive = Packing.five("").zip();
        patchHeaders(
                archive, "message_slot.c", (bytes, at, local) -> bytes.putShort(at + (local ? 8 : 10), (short) 97));
        Submission submission = open("ex3.zip", archive);
        assertThat(submission.missing()).containsExactly(SlotArtifacts.MODULE);
        assertThat(ignored(submission, "message_slot.c")).isEqualTo("packed in a way that is not known here");
    }

    private interface Patch {
        void apply(ByteBuffer bytes, int at, boolean local);
    }

    private static void patchHeaders(byte[] archive, String name, Patch patch) {
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 < archive.length; at++) {
            boolean local = bytes.getInt(at) == 0x04034b50;
            boolean central = bytes.getInt(at) == 0x02014b50;
            int nameAt = at + (local ? 30 : 46);
            boolean named = (local || central)
                    && nameAt + name.length() <= archive.length
                    && new String(archive, nameAt, name.length(), UTF_8).equals(name);
            if (named) {
                patch.apply(bytes, at, local);
            }
        }
    }

    @Test
    void nothingLeavesTheSubmission() throws Exception {
        Packing packing = Packing.five("")
                .with("../message_slot.c", "evil")
                .with("a/../../evil.c", "evil")
                .with("..\\..\\evil.c", "evil")
                .with("/tmp/messageslot-evil.c", "evil")
                .with("C:\\evil.c", "evil")
                .with("a/..", "evil");
        for (Submission submission : List.of(zip(packing), tar(packing))) {
            assertComplete(submission);
            assertThat(submission.others()).isEmpty();
            assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().text())
                    .doesNotContain("evil");
            assertThat(submission.ignored().stream().map(Ignored::reason).distinct())
                    .contains("its name leads out of the submission", "its name is an absolute path");
        }
        assertThat(Path.of("/tmp/messageslot-evil.c")).doesNotExist();
    }

    @Test
    void linksInArchivesAreIgnored() throws Exception {
        Packing packing = Packing.of()
                .with("message_slot.h", "int x;")
                .symbolicLink("message_slot.c", "/etc/passwd")
                .hardLink("message_sender.c", "/etc/shadow");
        Submission tar = tar(packing);
        assertThat(tar.files()).containsOnlyKeys(SlotArtifacts.HEADER);
        assertThat(ignored(tar, "message_slot.c")).isEqualTo("a link");
        assertThat(ignored(tar, "message_sender.c")).isEqualTo("a link");
        Submission zip = zip(Packing.of().symbolicLink("message_slot.c", "/etc/passwd"));
        assertThat(zip.files()).isEmpty();
        assertThat(ignored(zip, "message_slot.c")).isEqualTo("a link");
    }

    @Test
    void devicesAndPipesInArchivesAreIgnored() throws Exception {
        Submission tar = tar(Packing.five("")
                .special("disk.c", TarArchiveEntry.LF_BLK, 0060666)
                .special("zero.c", TarArchiveEntry.LF_CHR, 0020666)
                .special("pipe.c", TarArchiveEntry.LF_FIFO, 0010666));
        assertComplete(tar);
        assertThat(tar.ignored()).hasSize(3).allMatch(one -> one.reason().equals("no regular file"));
        Submission zip = zip(Packing.five("").special("zero.c", TarArchiveEntry.LF_CHR, 0020666));
        assertThat(ignored(zip, "zero.c")).isEqualTo("no regular file");
    }

    @Test
    void oneLargeFileIsIgnored() throws Exception {
        Submission submission = zip(Packing.five("").with("huge.c", new byte[(1 << 20) + 1]));
        assertComplete(submission);
        assertThat(ignored(submission, "huge.c")).isEqualTo("it is larger than 1 MB");
    }

    @Test
    void aZipBombIsNotUnpacked() throws Exception {
        Submission submission = zip(Packing.five("").with("bomb.c", new byte[200 << 20]));
        assertComplete(submission);
        assertThat(ignored(submission, "bomb.c")).isEqualTo("it is larger than 1 MB");
    }

    @Test
    void manyLargeFilesAreRefused() throws Exception {
        Packing packing = Packing.five("");
        for (int i = 0; i < 20; i++) {
            packing.with("file" + i + ".c", new byte[1 << 20]);
        }
        assertRefused(() -> zip(packing), "more than 500 source files or 16 MB");
        Packing small = Packing.five("");
        for (int i = 0; i < 600; i++) {
            small.with("file" + i + ".c", "");
        }
        assertRefused(() -> zip(small), "more than 500 source files or 16 MB");
    }

    @Test
    void aTarBombIsRefused() throws Exception {
        Path bomb = folder.resolve("bomb.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            Packing.of().with("bomb.bin", new byte[260 << 20]).tarTo(out);
        }
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        assertRefused(() -> Submission.open(bomb, SlotArtifacts.ALL), "unpacks to more than 256 MB");
    }

    @Test
    void aHundredThousandEntriesAreRefused() throws Exception {
        Packing packing = Packing.five("");
        for (int i = 0; i < 100_000; i++) {
            packing.with("f" + i, "");
        }
        assertRefused(() -> zip(packing), "more than 10000 entries");
        byte[] tar = compressed(packing.tar(), GZIPOutputStream::new);
        assertRefused(() -> open("ex3.tar.gz", tar), "more than 10000 entries");
    }

    @Test
    void depthIsBounded() throws Exception {
        Submission submission = zip(Packing.five("").with("d/".repeat(1000) + "deep.c", "int x;"));
        assertComplete(submission);
        assertThat(submission.ignored())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo("it lies more than 16 folders deep"));
        Path deep = Files.createDirectories(folder.resolve("deep/" + "d/".repeat(40)));
        Files.writeString(deep.resolve("message_slot.c"), "int x;");
        assertThat(Submission.open(folder.resolve("deep"), SlotArtifacts.ALL).files())
                .isEmpty();
    }

    @Test
    void anArchiveInTheArchiveIsOpenedWhereNothingElseIs() throws Exception {
        byte[] inner = Packing.five("ex3/").zip();
        Submission submission =
                zip(Packing.of().with("ex3_012345678.zip", inner).with("readme.txt", "see zip"));
        assertComplete(submission);
        assertThat(submission.remarks())
                .containsExactly("The files lay in ex3_012345678.zip, an archive in the submission.");
        Submission both = zip(Packing.five("").with("old.zip", inner));
        assertComplete(both);
        assertThat(ignored(both, "old.zip")).isEqualTo("an archive in the archive");
    }

    @Test
    void archivesInArchivesEnd() throws Exception {
        byte[] archive = Packing.five("").zip();
        for (int level = 0; level < 4; level++) {
            archive = Packing.of().with("inner.zip", archive).zip();
        }
        Submission submission = open("ex3.zip", archive);
        assertThat(submission.files()).isEmpty();
        assertThat(ignored(submission, "inner.zip")).isEqualTo("an archive in the archive");
    }

    @Test
    void archivesInArchivesShareTheBounds() throws Exception {
        byte[] bomb = Packing.of().with("bomb.bin", new byte[100 << 20]).tar();
        byte[] packed = compressed(bomb, GZIPOutputStream::new);
        Packing packing = Packing.of();
        for (int i = 0; i < 10; i++) {
            packing.with("bomb" + i + ".tar.gz", packed);
        }
        Submission submission = zip(packing);
        assertThat(submission.files()).isEmpty();
        assertThat(ignored(submission, "bomb9.tar.gz")).contains("unpacks to more than 256 MB");
    }

    @Test
    void ofAFileAndAFolderOfOneNameTheFirstCounts() throws Exception {
        Packing fileFirst = Packing.five("").with("message_slot.c/evil.h", "int evil;");
        Packing folderFirst =
                Packing.of().with("message_slot.c/list.h", "int x;").with("message_slot.c", "int file;");
        for (Submission submission : List.of(zip(fileFirst), tar(fileFirst))) {
            assertComplete(submission);
            assertThat(submission.others()).isEmpty();
            assertThat(ignored(submission, "message_slot.c/evil.h"))
                    .isEqualTo("message_slot.c is both a file and a folder, and only the first of them was taken");
        }
        Submission submission = zip(folderFirst);
        assertThat(submission.files()).doesNotContainKey(SlotArtifacts.MODULE);
        assertThat(ignored(submission, "message_slot.c")).contains("both a file and a folder");
    }

    @Test
    void theLimitsOfNamesAreMetToTheByte() throws Exception {
        String name = "n".repeat(253) + ".c";
        assertThat(zip(Packing.five("").with(name, "int x;")).others()).hasSize(1);
        assertThat(zip(Packing.five("").with("n" + name, "int x;")).ignored())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo("its name is longer than 255 bytes"));
        // A wild name becomes longer when it is tamed, and must still be a name.
        String wild = "'" + "w".repeat(250) + ".c";
        assertThat(zip(Packing.five("").with(wild, "int x;")).ignored())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo("its name is longer than 255 bytes"));
        String folders = ("f".repeat(203) + "/").repeat(5);
        assertThat((folders + "ab.c").length()).isEqualTo(1024);
        assertThat(zip(Packing.five("").with(folders + "ab.c", "int x;")).others())
                .hasSize(1);
        assertThat(zip(Packing.five("").with(folders + "abc.c", "int x;")).ignored())
                .singleElement()
                .satisfies(one ->
                        assertThat(one.reason()).isEqualTo("its name and its folders' are longer than 1024 bytes"));
    }

    @Test
    void theOtherLimitsAreMetExactly() throws Exception {
        assertThat(zip(Packing.five("").with("d/".repeat(16) + "x.c", "int x;")).others())
                .hasSize(1);
        assertThat(zip(Packing.five("").with("d/".repeat(17) + "x.c", "int x;")).others())
                .isEmpty();
        assertThat(zip(Packing.five("").with("x.c", new byte[1 << 20])).others())
                .hasSize(1);
        assertThat(zip(Packing.five("").with("x.c", new byte[(1 << 20) + 1])).others())
                .isEmpty();
        Packing files = Packing.of();
        for (int i = 0; i < 500; i++) {
            files.with("f" + i + ".c", "");
        }
        assertThat(zip(files).others()).hasSizeBetween(495, 500);
        assertRefused(() -> zip(files.with("one-more.c", "")), "more than 500 source files or 16 MB");
        Packing entries = Packing.of();
        for (int i = 0; i < 10_000; i++) {
            entries.with("f" + i, "");
        }
        assertThat(zip(entries).files()).isEmpty();
        assertThat(tar(entries).files()).isEmpty();
        entries.with("one-more", "");
        assertRefused(() -> zip(entries), "more than 10000 entries");
        assertRefused(() -> tar(entries), "more than 10000 entries");
    }

    @Test
    void ofTwoEntriesOfOneNameTheLastCounts() throws Exception {
        Submission submission = zip(Packing.five("").with("message_slot.c", "int last;"));
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().text()).isEqualTo("int last;");
        assertThat(submission.remarks())
                .containsExactly("The archive holds message_slot.c more than once; the last one was taken.");
    }

    @Test
    void ofTwoCandidatesTheFullestFolderCounts() throws Exception {
        Submission submission = zip(Packing.five("final/").with("message_slot.c", "int old;"));
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().path()).isEqualTo("final/message_slot.c");
        assertThat(submission.remarks())
                .containsExactly("There are several candidates for message_slot.c: final/message_slot.c was taken,"
                        + " because its folder holds most of the files; not taken: message_slot.c.");
    }

    @Test
    void theHeaderMayLieInAnotherFolder() throws Exception {
        Submission submission = zip(Packing.of()
                .with("src/message_slot.c", "int x;")
                .with("src/message_sender.c", "int x;")
                .with("include/message_slot.h", "int x;"));
        assertThat(submission.file(SlotArtifacts.HEADER).orElseThrow().path()).isEqualTo("include/message_slot.h");
        assertThat(submission.remarks()).isEmpty();
    }

    @Test
    void caseIsOverlookedAndRemarked() throws Exception {
        Submission submission = zip(Packing.of()
                .with("Message_Slot.c", "int x;")
                .with("MESSAGE_SLOT.H", "int x;")
                .with("makefile", "x"));
        assertThat(submission.files())
                .containsOnlyKeys(SlotArtifacts.MODULE, SlotArtifacts.HEADER, SlotArtifacts.MAKEFILE);
        assertThat(submission.remarks())
                .contains("Message_Slot.c was taken for message_slot.c; the assignment asks for that name.")
                .hasSize(2);
    }

    @Test
    void theExactNameBeatsAnotherCase() throws Exception {
        Submission submission = zip(Packing.five("").with("MESSAGE_SLOT.c", "int x;"));
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().path()).isEqualTo("message_slot.c");
        assertThat(submission.remarks()).singleElement().asString().contains("not taken: MESSAGE_SLOT.c");
    }

    @Test
    void filesOfOtherNamesAreFoundByContent() throws Exception {
        Submission submission = zip(Packing.of()
                .with("slot (1).c", "#include \"slot.h\"\nstruct file_operations f;")
                .with("slot.h", "#define MSG_SLOT_CHANNEL 1")
                .with("sender.c", "int main (void) { return 0; }")
                .with("my_reader.c", "int main(void) { return 0; }")
                .with("tester.c", "int main(void) { return 0; }"));
        assertThat(submission.file(SlotArtifacts.MODULE).orElseThrow().path()).isEqualTo("slot (1).c");
        assertThat(submission.file(SlotArtifacts.HEADER).orElseThrow().path()).isEqualTo("slot.h");
        assertThat(submission.file(SlotArtifacts.SENDER).orElseThrow().path()).isEqualTo("sender.c");
        assertThat(submission.file(SlotArtifacts.READER).orElseThrow().path()).isEqualTo("my_reader.c");
        assertThat(submission.missing()).containsExactly(SlotArtifacts.MAKEFILE);
        assertThat(submission.others()).extracting(SubmittedFile::path).containsExactly("tester.c");
        assertThat(submission.remarks()).hasSize(4);
    }

    @Test
    void javaProgramsHaveRoles() throws Exception {
        Submission submission = zip(Packing.five("").with("MessageSender.java", "class MessageSender {}"));
        assertThat(submission.file(SlotArtifacts.JAVA_SENDER)).isPresent();
        assertThat(submission.missing()).isEmpty();
    }

    @Test
    void backslashesPartFolders() throws Exception {
        assertComplete(zip(Packing.five("ex3\\src\\")));
    }

    @Test
    void whatIsNoArchiveIsNamed() {
        assertRefused(() -> open("ex3.zip", new byte[0]), "ex3.zip is empty; hand in a .zip or a .tar.gz.");
        assertRefused(() -> open("ex3.zip", "hello".getBytes(UTF_8)), "ex3.zip is no archive that is known here");
        assertRefused(() -> open("ex3.rar", "Rar!\u001a\u0007".getBytes(UTF_8)), "ex3.rar is a RAR archive");
        byte[] sevenZip = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c};
        assertRefused(() -> open("ex3.7z", sevenZip), "ex3.7z is a 7z archive");
    }

    @Test
    void aMissingFileIsNotTheStudentsFault() {
        assertThatThrownBy(() -> Submission.open(folder.resolve("nothing.zip"), SlotArtifacts.ALL))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SubmissionException.class)
                .hasMessage("There is no nothing.zip; give the path of a folder or an archive.");
        assertThatThrownBy(() -> Submission.open(Path.of("/dev/zero"), SlotArtifacts.ALL))
                .hasMessage("zero is neither a folder nor a file.");
    }

    @Test
    void anArchiveBeyondAllSizeIsRefusedUnread() throws Exception {
        Path file = folder.resolve("huge.zip");
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), 8L << 30);
        }
        assertRefused(() -> Submission.open(file, SlotArtifacts.ALL), "huge.zip is larger than 32 MB");
    }

    @Test
    void truncatedArchivesAreDamaged() throws Exception {
        byte[] zip = Packing.five("").zip();
        assertRefused(() -> open("ex3.zip", java.util.Arrays.copyOf(zip, zip.length / 2)), "ex3.zip is damaged");
        byte[] tar = compressed(Packing.five("").tar(), GZIPOutputStream::new);
        assertRefused(() -> open("ex3.tar.gz", java.util.Arrays.copyOf(tar, tar.length / 2)), "ex3.tar.gz is damaged");
    }

    @Test
    void randomDamageIsRefusedOrSurvived() throws Exception {
        Random random = new Random(235);
        byte[] tar = Packing.five("ex3/").tar();
        List<byte[]> sound = List.of(Packing.five("ex3/").zip(), tar, compressed(tar, GZIPOutputStream::new));
        for (int round = 0; round < 600; round++) {
            byte[] damaged = sound.get(round % sound.size()).clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> {
                        try {
                            open("ex3.zip", damaged);
                        } catch (SubmissionException e) {
                            assertThat(e).hasMessageEndingWith(".");
                        }
                    })
                    .as("round %d", round)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theListOfIgnoredEntriesIsBounded() throws Exception {
        Packing packing = Packing.five("");
        for (int i = 0; i < 5000; i++) {
            packing.with("note" + i + ".txt", "");
        }
        Submission submission = zip(packing);
        assertComplete(submission);
        assertThat(submission.ignored())
                .hasSize(101)
                .last()
                .satisfies(one -> assertThat(one.name()).isEqualTo("... and 4900 more"));
    }

    private static void assertRefused(ThrowingCallable opening, String words) {
        assertThatThrownBy(opening).isInstanceOf(SubmissionException.class).hasMessageContaining(words);
    }
}
