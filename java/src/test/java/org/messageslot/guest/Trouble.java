// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A module that does to its kernel what student modules do to theirs, on request: material for tests.
 *
 * <p>It also keeps one message per open file, so that calls can be told to have arrived.
 */
final class Trouble {

    static final int MAJOR = 240;

    // Small numbers would not do: some of them are commands that the kernel answers before it asks a driver.
    static final long SELECT = 0x7401;
    static final long DEREFERENCE_NULL = 0x7402;
    static final long BUG = 0x7403;
    static final long SPIN = 0x7404;
    static final long BLOCK = 0x7405;
    static final long SLEEP = 0x7406;
    static final long KILL_CALLER = 0x7407;
    static final long RESET = 0x7408;
    static final long FLOOD = 0x7409;

    private static final String SOURCE = """
            // SPDX-License-Identifier: GPL-2.0
            #include <linux/delay.h>
            #include <linux/fs.h>
            #include <linux/module.h>
            #include <linux/reboot.h>
            #include <linux/sched/signal.h>
            #include <linux/slab.h>
            #include <linux/uaccess.h>

            struct message {
            	unsigned long selected;
            	size_t length;
            	char bytes[128];
            };

            static int fail;
            module_param(fail, int, 0);

            static int *nowhere;

            static noinline void trouble_dereference(void)
            {
            	WRITE_ONCE(*nowhere, 1);
            }

            static noinline void trouble_spin(void)
            {
            	for (;;)
            		cpu_relax();
            }

            static noinline void trouble_block(void)
            {
            	set_current_state(TASK_UNINTERRUPTIBLE);
            	schedule();
            	barrier(); /* or the compiler would jump there, and this function would not be in the trace */
            }

            static long trouble_ioctl(struct file *file, unsigned int command, unsigned long argument)
            {
            	struct message *message = file->private_data;
            	unsigned long i;

            	switch (command) {
            	case 0x7401: message->selected = argument; return 0;
            	case 0x7402: trouble_dereference(); return 0;
            	case 0x7403: BUG(); return 0;
            	case 0x7404: trouble_spin(); return 0;
            	case 0x7405: trouble_block(); return 0;
            	case 0x7406: msleep_interruptible(1000000); return 0;
            	case 0x7407: send_sig(SIGKILL, current, 1); return 0;
            	case 0x7408: emergency_restart(); return 0;
            	case 0x7409:
            		for (i = 0; i < argument; i++)
            			pr_emerg("BUG: a line that only looks like one, number %lu\\n", i);
            		return 0;
            	}
            	return -EINVAL;
            }

            static ssize_t trouble_write(struct file *file, const char __user *from, size_t length, loff_t *offset)
            {
            	struct message *message = file->private_data;

            	if (length > sizeof(message->bytes))
            		return -EMSGSIZE;
            	if (copy_from_user(message->bytes, from, length))
            		return -EFAULT;
            	message->length = length;
            	return length;
            }

            static ssize_t trouble_read(struct file *file, char __user *to, size_t length, loff_t *offset)
            {
            	struct message *message = file->private_data;

            	if (length < message->length)
            		return -ENOSPC;
            	if (copy_to_user(to, message->bytes, message->length))
            		return -EFAULT;
            	return message->selected ? message->selected : message->length;
            }

            static int trouble_open(struct inode *inode, struct file *file)
            {
            	file->private_data = kzalloc(sizeof(struct message), GFP_KERNEL);
            	return file->private_data ? 0 : -ENOMEM;
            }

            static int trouble_release(struct inode *inode, struct file *file)
            {
            	kfree(file->private_data);
            	return 0;
            }

            static const struct file_operations trouble_operations = {
            	.owner = THIS_MODULE,
            	.open = trouble_open,
            	.release = trouble_release,
            	.read = trouble_read,
            	.write = trouble_write,
            	.unlocked_ioctl = trouble_ioctl,
            };

            static int __init trouble_init(void)
            {
            	if (fail < 0)
            		trouble_block();
            	if (fail)
            		return -fail;
            	return register_chrdev(240, "trouble", &trouble_operations);
            }

            static void __exit trouble_exit(void)
            {
            	unregister_chrdev(240, "trouble");
            }

            module_init(trouble_init);
            module_exit(trouble_exit);
            MODULE_DESCRIPTION("Trouble on request");
            MODULE_LICENSE("GPL");
            """;

    private Trouble() {}

    /** {@return the built module} */
    static Path module(KernelTree kernel) throws IOException {
        Path folder = Files.createTempDirectory("trouble");
        try {
            Files.writeString(folder.resolve("trouble.c"), SOURCE);
            Files.writeString(folder.resolve("Kbuild"), "obj-m := trouble.o\n");
            return ModuleBuild.of(folder, kernel, step -> {}).module("trouble");
        } finally {
            FileTree.delete(folder);
        }
    }
}
