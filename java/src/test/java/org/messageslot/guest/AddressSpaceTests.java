// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressSpaceTests {

    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max resident set          unlimited            unlimited            bytes
            Max processes             96289                96289                processes
            Max address space         %s           unlimited            bytes
            Max file locks            unlimited            unlimited            locks
            """;

    @Test
    void aLimitIsNamedAndNoLimitIsNot() {
        assertThat(AddressSpace.remark(LIMITS.formatted("1536000000"))).contains("may use 1500000 kB", "ulimit -v");
        assertThat(AddressSpace.remark(LIMITS.formatted("unlimited "))).isEmpty();
        assertThat(AddressSpace.remark("")).isEmpty();
    }
}
