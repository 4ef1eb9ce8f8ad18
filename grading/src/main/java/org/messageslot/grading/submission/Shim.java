// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.Map;

/**
 * Headers that the course's kernel (5.10) took from the compiler and today's kernels do not have. They come last on the
 * include path.
 */
final class Shim {

    private static final Map<String, String> HEADERS = Map.of(
            "stddef.h", "#include <linux/stddef.h>\n#include <linux/types.h>\n",
            "stdint.h", "#include <linux/types.h>\n#include <linux/limits.h>\n",
            "stdbool.h", "#include <linux/types.h>\n#include <linux/stddef.h>\n",
            "stdarg.h", "#include <linux/stdarg.h>\n",
            "limits.h", "#include <linux/kernel.h>\n#include <linux/limits.h>\n",
            "stdalign.h", "#define alignas _Alignas\n#define alignof _Alignof\n",
            "stdnoreturn.h", "#define noreturn _Noreturn\n",
            "iso646.h", "#define and &&\n#define or ||\n#define not !\n");

    /** Kernel headers that have nothing to say to programs; they stand empty in one attempt to read a student's header. */
    private static final String[] STUBS = {
        "linux/module.h",
        "linux/kernel.h",
        "linux/init.h",
        "linux/fs.h",
        "linux/slab.h",
        "linux/uaccess.h",
        "asm/uaccess.h",
        "linux/string.h",
        "linux/cdev.h",
        "linux/device.h",
        "linux/list.h",
        "linux/mutex.h",
        "linux/spinlock.h",
        "linux/errno.h",
        "linux/moduleparam.h",
        "linux/kdev_t.h",
        "linux/radix-tree.h",
        "linux/xarray.h",
        "linux/rbtree.h",
        "linux/hashtable.h",
        "linux/printk.h",
        "linux/version.h",
        "linux/export.h",
        "linux/vmalloc.h",
        "linux/sched.h",
        "linux/gfp.h",
        "linux/bug.h",
        "linux/rwsem.h",
        "linux/semaphore.h"
    };

    private Shim() {}

    static Map<String, String> headers() {
        return HEADERS;
    }

    static String[] stubs() {
        return STUBS.clone();
    }
}
