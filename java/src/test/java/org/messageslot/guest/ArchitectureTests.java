// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/** Which processor guests have, and what runs them. */
class ArchitectureTests {

    private static Architecture foreign() throws GuestUnavailableException {
        return Architecture.host() == Architecture.X86_64 ? Architecture.ARM64 : Architecture.X86_64;
    }

    @Test
    void guestsHaveThisMachinesProcessorIfNobodySaysOtherwise() throws GuestUnavailableException {
        assertThat(Architecture.ofGuests("")).isEqualTo(Architecture.host());
        assertThat(Architecture.ofGuests(" arm64 ")).isEqualTo(Architecture.ARM64);
        assertThat(Architecture.ofGuests("amd64")).isEqualTo(Architecture.X86_64);
    }

    @Test
    void aProcessorThatGuestsCannotHaveIsRefusedInOneSentence() {
        assertThatThrownBy(() -> Architecture.ofGuests("riscv64"))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessage("MSGSLOT_ARCH is \"riscv64\", but must be amd64 or arm64.");
    }

    @Test
    void anotherProcessorIsEmulated() throws GuestUnavailableException {
        assertThat(Accelerator.ofForeign(foreign(), ""))
                .hasValueSatisfying(choice -> assertThat(choice.kind()).isEqualTo(AcceleratorKind.TCG));
        assertThat(Accelerator.ofForeign(Architecture.host(), "")).isEmpty();
    }

    @Test
    void noKvmIsPromisedForAnotherProcessor() {
        assertThatThrownBy(() -> Accelerator.ofForeign(foreign(), "kvm"))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessageContaining("unset it");
    }

    @Test
    void toolsOfAnotherProcessorAreCrossTools() throws GuestUnavailableException {
        assertThat(Architecture.host().toolPrefix()).isEmpty();
        assertThat(Architecture.host().makeWords()).isEmpty();
        assertThat(foreign().toolPrefix()).endsWith("-linux-gnu-");
        assertThat(foreign().makeWords()).contains("CROSS_COMPILE=" + foreign().toolPrefix());
    }
}
