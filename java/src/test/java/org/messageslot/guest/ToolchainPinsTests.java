// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.debian.PinnedPackage;

class ToolchainPinsTests {

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theKitPinsAWholeCompilerForEachArchitecture(Architecture architecture) throws IOException {
        assertThat(ToolchainPins.ofKit().of(architecture))
                .extracting(PinnedPackage::name)
                .containsExactlyElementsOf(ToolchainPins.names(architecture));
    }

    @Test
    void whatIsReadIsWrittenAgain() throws IOException {
        String text = Files.readString(Path.of("..", ToolchainPins.FILE));
        assertThat(ToolchainPins.read(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "amd64 gcc 12 100", "mips gcc 12 1 0 pool/x", "amd64 gcc 12 many 0 pool/x"})
    void aLineThatIsNoneIsShown(String line) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ToolchainPins.read("# head\n" + line + "\n"))
                .withMessageContaining(line)
                .withMessageEndingWith("take it from the kit's repository again.");
    }

    @ParameterizedTest
    @CsvSource({"host, HOST", "' Guest ', GUEST"})
    void whereToCompileCanBeNamed(String value, CompilePlace place) throws IOException {
        assertThat(CompilePlace.settled(value, true)).hasValue(place);
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws IOException {
        assertThat(CompilePlace.settled("", true)).isEmpty();
        assertThatExceptionOfType(GuestUnavailableException.class)
                .isThrownBy(() -> CompilePlace.settled("moon", true))
                .withMessage("MSGSLOT_COMPILE is \"moon\", but must be host or guest.");
    }

    @Test
    void onlyLinuxCompilesForGuestsItself() throws IOException {
        assertThat(CompilePlace.settled("", false)).hasValue(CompilePlace.GUEST);
        assertThatExceptionOfType(GuestUnavailableException.class)
                .isThrownBy(() -> CompilePlace.settled("host", false))
                .withMessage("MSGSLOT_COMPILE is \"host\", but only Linux has compilers for guests: unset it.");
    }
}
