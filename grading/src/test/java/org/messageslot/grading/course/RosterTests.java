// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTests {

    private static final List<Handing> HANDED_IN = List.of(
            handing("1001", "Dana Levi"),
            handing("012345678", ""),
            handing("222222222_333333333", ""),
            handing("77", "שלום כהן"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Handing handing(String student, String name) {
        return new Handing(student, name, student, Optional.empty(), false, student, Path.of(student));
    }

    private Roster roster(String text) throws IOException {
        return Roster.read(Files.writeString(folder.resolve("roster.csv"), text));
    }

    @Test
    void theMissingAreFoundInMoodlesWorksheetOfAnyLanguage() throws Exception {
        Roster roster =
                roster("\ufeffמזהה,שם מלא,ציון\r\nParticipant 1001,Dana Levi,-\r\nמשתתף 1002,\"Gone, Guy\",-\r\n");
        assertThat(roster.size()).isEqualTo(2);
        assertThat(roster.missing(HANDED_IN)).containsExactly("משתתף 1002, Gone, Guy, -");
    }

    @Test
    void aPlainListOfIdsNeedsNoTitles() throws Exception {
        Roster roster = roster("12345678\n222222222\n333333333\n444444444\n");
        assertThat(roster.missing(HANDED_IN)).containsExactly("444444444");
        assertThat(roster.strangers(HANDED_IN)).extracting(Handing::student).containsExactly("1001", "77");
    }

    @Test
    void firstAndLastNamesMayBeApart() throws Exception {
        assertThat(roster("First;Last;Group\nDana;Levi;3\n").missing(HANDED_IN)).isEmpty();
        assertThat(roster("Name\n  DANA   levi \nשלום כהן\n").missing(HANDED_IN))
                .isEmpty();
    }

    @Test
    void utf16IsReadAndWhatIsNoTextRefused() throws Exception {
        Path wide = Files.write(
                folder.resolve("wide.csv"), "\ufeffid\tname\n1001\tDana\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(Roster.read(wide).missing(HANDED_IN)).isEmpty();
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'a', (byte) 0xe9, '\n'});
        assertThatThrownBy(() -> Roster.read(latin)).hasMessageContaining("CSV UTF-8");
        assertThatThrownBy(() -> roster("id,name\n")).hasMessageContaining("names no student");
        assertThatThrownBy(() -> roster("a,\"b\nc")).isInstanceOf(ClassException.class);
    }
}
