// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedWordsTests {

    private static final String PRINTK = """
            In file included from /kernel/usr/src/linux-headers/include/asm-generic/bug.h:22,
                             from /submission/message_slot.c:37:
            /submission/message_slot.c: In function 'slot_write':
            /kernel/include/linux/kern_levels.h:5:25: warning: format '%d' expects argument of type 'int' [-Wformat=]
                5 | #define KERN_SOH        "\\001"
                  |                         ^~~~~~
            /kernel/include/linux/printk.h:429:25: note: in definition of macro 'printk_index_wrap'
              429 |                 _p_func(_fmt, ##__VA_ARGS__);
                  |                         ^~~~
            /submission/message_slot.c:475:9: note: in expansion of macro 'printk'
              475 |         printk(KERN_INFO "write %d", length);
                  |         ^~~~~~
            /submission/message_slot.c:475:16: note: in expansion of macro 'KERN_INFO'
              475 |         printk(KERN_INFO "write %d", length);
                  |                ^~~~~~~~~
            """;

    @Test
    void aMistakeInAPrintkIsShownAtTheStudentsLine() {
        assertThat(FoldedWords.of(PRINTK)).isEqualTo("""
                        /submission/message_slot.c: In function 'slot_write':
                        /submission/message_slot.c:475:9: warning: format '%d' expects argument of type 'int' [-Wformat=]
                          475 |         printk(KERN_INFO "write %d", length);
                              |         ^~~~~~
                        """);
    }

    @Test
    void theSameOfOneLineIsSaidOnce() {
        assertThat(FoldedWords.of(PRINTK + PRINTK).lines().filter(line -> line.contains("warning")))
                .hasSize(1);
    }

    @Test
    void whatIsNoMacroStays() {
        String words = """
                /submission/message_slot.c:9:5: error: too few arguments to function 'copy_to_user'
                    9 |     copy_to_user(buffer);
                      |     ^~~~~~~~~~~~
                /kernel/include/linux/uaccess.h:154:1: note: declared here
                  154 | copy_to_user(void __user *to, const void *from, unsigned long n)
                      | ^~~~~~~~~~~~
                make: *** [message_slot.o] Error 1
                """;
        assertThat(FoldedWords.of(words)).isEqualTo(words);
        String headers = "In file included from /submission/a.h:1:\n/kernel/b.h:2:3: error: no such thing\n";
        assertThat(FoldedWords.of(headers)).isEqualTo(headers);
        assertThat(FoldedWords.of("")).isEmpty();
    }
}
