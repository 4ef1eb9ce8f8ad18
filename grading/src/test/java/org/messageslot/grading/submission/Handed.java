// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.messageslot.grading.slot.SlotArtifacts;

/** A submission in the making: a small honest one, whose files a test replaces by odd and hostile ones. */
final class Handed {

    /** What most students hand in, in little. */
    static final String MODULE = """
            #include <linux/kernel.h>
            #include <linux/module.h>
            #include <linux/fs.h>
            #include <linux/uaccess.h>
            #include <linux/slab.h>
            #include "message_slot.h"
            static long device_ioctl(struct file *file, unsigned int command, unsigned long id)
            {
                if (command != MSG_SLOT_CHANNEL || id == 0)
                    return -EINVAL;
                file->private_data = (void *)id;
                return 0;
            }
            static struct file_operations fops = {
                .owner = THIS_MODULE,
                .unlocked_ioctl = device_ioctl,
            };
            static int __init slot_init(void)
            {
                return register_chrdev(MAJOR_NUM, "message_slot", &fops);
            }
            static void __exit slot_exit(void)
            {
                unregister_chrdev(MAJOR_NUM, "message_slot");
            }
            module_init(slot_init);
            module_exit(slot_exit);
            MODULE_LICENSE("GPL");
            """;

    static final String HEADER = """
            #ifndef MESSAGE_SLOT_H
            #define MESSAGE_SLOT_H
            #include <linux/ioctl.h>
            #define MAJOR_NUM 235
            #define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)
            #endif
            """;

    static final String PROGRAM = """
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/ioctl.h>
            #include "message_slot.h"
            int main(int argc, char **argv)
            {
                int slot = argc > 1 ? open(argv[1], O_RDWR) : -1;
                return slot < 0 || ioctl(slot, MSG_SLOT_CHANNEL, 7) ? EXIT_FAILURE : EXIT_SUCCESS;
            }
            """;

    private final Map<String, byte[]> files = new TreeMap<>();

    static Handed honest() {
        return new Handed()
                .with("message_slot.c", MODULE)
                .with("message_slot.h", HEADER)
                .with("message_sender.c", PROGRAM)
                .with("message_reader.c", PROGRAM);
    }

    Handed with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Handed with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    Handed without(String name) {
        files.remove(name);
        return this;
    }

    Handed module(String source) {
        return with("message_slot.c", source);
    }

    Handed header(String source) {
        return with("message_slot.h", source);
    }

    Handed sender(String source) {
        return with("message_sender.c", source);
    }

    Submission submission() throws IOException {
        Packing packing = Packing.of();
        files.forEach(packing::with);
        Path file = Files.createTempFile("handed", ".zip");
        try {
            return Submission.open(Files.write(file, packing.zip()), SlotArtifacts.ALL);
        } finally {
            Files.delete(file);
        }
    }
}
