// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.lab.Workplace;
import static org.messageslot.lab.Desk.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = judge("11-your-module.jsh");
/exit verdict

// # Your own module
// minutes: 30
// needs: guest
//
// Ten labs long you have called a driver. Now you write one. The way goes in
// eight steps, from a module that does nothing to one that gets every point:
//
// ```text
//     1 register   2 open    3 ioctl                4 write
//     5 read       6 errors  7 release and unload   8 programs
// ```
//
// After each step you ask what works now, and a fresh kernel answers.

// ## The skeleton

Workplace mine = skeleton(0);

// This has written a folder with a module, two programs, and a guide. It is a
// scratch folder, and goes when you leave. (For the module that you hand in,
// type `lab skeleton ex3` in a terminal: the files are the same, and stay.)

System.out.println(mine.todos())
// prints: message_reader.c:...  step 8: Open the file, select the channel, read the message,
// prints: message_sender.c:...  step 8: programs
// prints: message_slot.c:...  step 3: Your structures go here. A plain design that gets every point:
// prints: message_slot.c:...  step 3: ioctl
// prints: message_slot.c:...  step 4: write
// prints: message_slot.c:...  step 6: Refuse what must be refused: see slot_read().
// prints: message_slot.c:...  step 5: read
// prints: message_slot.c:...  step 6: errors
// prints: message_slot.c:...  step 2: open
// prints: message_slot.c:...  step 7: release and unload
// prints: message_slot.c:...  step 1: register
// prints: message_slot.c:...  step 1: Unregister what was registered.
// prints: message_slot.c:...  step 7: Free every channel of every slot.

// try: Have a look at the module. `mine.folder()` tells where it is, for an
// editor in another window. What you change there counts, too.
//     var source = mine.folder().resolve("message_slot.c");
//     System.out.println(java.nio.file.Files.readString(source))

// predict: The module builds, loads and unloads without a complaint. How many
// points is that worth?
//   a) ==> "5.00 of 100"
//   b) ==> "0.00 of 100"
//   c) ==> "1.00 of 100"
// because: A check asks for something that works. That a call is refused is
// worth nothing as long as every call is: so the checks of refusals wait until
// there is something to refuse *from*.

mine.points()                              // ==> "0.00 of 100"

// ## Step 1: register
//
// When the module is loaded, it must tell the kernel: the device files with
// major number 235 are mine, and these are my functions (R-D1). If another
// driver has that number, loading fails, and the log says why (R-L1).

mine.body("message_slot_init", """
        int error = register_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME,
                                    &slot_operations);
        if (error < 0)
            printk(KERN_ERR "message_slot: no major number: %d\\n", error);
        return error;
        """)
mine.body("message_slot_exit", """
        unregister_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME);
        """)

// In a terminal you would now type `lab grade ex3 --upto 1`. It runs the checks
// that must pass after step 1, and no others. Here it is a method:

mine.upTo(1)                               // ==> "green"

// ## Step 2: open
//
// Red is nothing bad. It says what is next:

mine.upTo(2)
// ==> "red: device-major: ...open..."

// `file->private_data` is a pointer that the kernel keeps for us with each open
// file ([lab 04](04-channel-reuse.jsh)). A design that needs no memory at all:
// the pointer holds no address, but the number of the channel. 0 is none.

mine.body("slot_open", """
        file->private_data = NULL;
        return 0;
        """)
mine.upTo(2)                               // ==> "green"

// ## Step 3: ioctl

// exercise: Choose a channel
// Write the body of `slot_ioctl`. If the command is `MSG_SLOT_CHANNEL` and the
// argument is not 0, store it and return 0 (R-I1). Everything else fails with
// `EINVAL` (R-I2, R-I3). Errors are negative: `return -EINVAL;`
//
// `mine.body("slot_ioctl", "...")` writes the body; with `"""` it may have many
// lines. When you are done, type `check`.
// hint: The argument is an `unsigned long`, and a pointer is as large:
// `file->private_data = (void *)argument;`
// hint: One `if` with `||` is enough for all that is refused.
// check: mine.want("ioctl-zero", "ioctl-unknown-number", "ioctl-unknown-type", "ioctl-unknown-size")
// wrong: mine.body("slot_ioctl", "return 0;")
// wrong: mine.body("slot_ioctl", "file->private_data = (void *)argument; return command == MSG_SLOT_CHANNEL ? 0 : -EINVAL;")
// wrong: mine.body("slot_ioctl", "if (command != MSG_SLOT_CHANNEL || argument == 0) return -ENOTTY; return 0;")
// answer:

mine.body("slot_ioctl", """
        if (command != MSG_SLOT_CHANNEL || (unsigned int)argument == 0)
            return -EINVAL;
        file->private_data = (void *)(unsigned long)(unsigned int)argument;
        return 0;
        """)
mine.upTo(3)                               // ==> "green"

// ## Step 4: write
//
// Where do messages live? Each slot has a list of its channels:
//
// ```text
//     slots[0] ---> channel 7 "hello" ---> channel 12 "I was here"
//     slots[1] ---> channel 7 "bye"
//     slots[2]
// ```

mine.instead("Your structures go here", """
        struct channel {
        	struct channel *next;
        	unsigned int id;
        	size_t length;
        	char message[MESSAGE_SLOT_MAX];
        };
        static struct channel *slots[SLOTS];
        static struct channel *find(struct file *file)
        {
        	struct channel *channel = slots[iminor(file_inode(file))];
        	while (channel && channel->id != (unsigned long)file->private_data)
        		channel = channel->next;
        	return channel;
        }
        """)

// (A real module for 2^20 channels would want something faster than a list, and
// locks: [lab 09](09-two-at-once.jsh). The assignment promises one call at a
// time, and so may we: R-A3.)
//
// `write` has one rule that is worth more than all others: *first* get the whole
// message into your hands, *then* touch the channel. Whatever fails, fails
// before anything has changed ([lab 08](08-atomicity.jsh), R-W4).

mine.body("slot_write", """
        char text[MESSAGE_SLOT_MAX];
        struct channel *channel = find(file);
        struct channel **slot = &slots[iminor(file_inode(file))];
        if (!file->private_data || length == 0 || length > sizeof(text))
            return -EIO;
        if (copy_from_user(text, buffer, length))
            return -EFAULT;
        if (!channel) {
            channel = kmalloc(sizeof(*channel), GFP_KERNEL);
            if (!channel)
                return -ENOMEM;
            channel->id = (unsigned long)file->private_data;
            channel->next = *slot;
            *slot = channel;
        }
        memcpy(channel->message, text, length);
        channel->length = length;
        return length;
        """)
mine.upTo(4)                               // ==> "green"

// ## Step 5: read

mine.body("slot_read", """
        struct channel *channel = find(file);
        if (!channel || channel->length > size)
            return -EIO;
        if (copy_to_user(buffer, channel->message, channel->length))
            return -EFAULT;
        return channel->length;
        """)
mine.check("read-returns-length", "overwrite", "read-again", "bytes")   // ==> "green"

// A message goes through your own driver, and stays. Most points are yours now.

// Many forget to look at what `copy_from_user` returns. Say we call it, and go
// on whatever it says:

mine.change("if (copy_from_user(text, buffer, length))",
            "if (copy_from_user(text, buffer, length) && 0)")

// predict: Which of two checks goes red? `read-twice` writes a message and reads
// it; `write-unmapped-buffer` writes from an address where there is no memory
// (R-W4).
//   a) ==> "green"
//   b) ==> "red: read-twice: ..."
//   c) ==> "red: write-unmapped-buffer: ..."
// because: As long as all is well, nobody notices. That is why such mistakes
// live long. A caller with a bad pointer is told that his message was stored,
// and finds zeros in the channel where the old message was.

mine.check("read-twice", "write-unmapped-buffer")   // ==> "red: write-unmapped-buffer: ..."

// We mend it at once:

mine.change("length) && 0)", "length))")

// ## Step 6: errors
//
// The calls that must be refused are refused, but all with `EIO`. Of `write`
// first: no channel is `EINVAL` (R-W2), a wrong length `EMSGSIZE` (R-W3).

mine.change("""
        if (!file->private_data || length == 0 || length > sizeof(text))
        		return -EIO;
        """, """
        if (!file->private_data)
        		return -EINVAL;
        	if (length == 0 || length > sizeof(text))
        		return -EMSGSIZE;
        """)
mine.check("length-zero", "length-over-128", "write-without-channel")   // ==> "green"

// exercise: Three reasons not to read
// `read` can be refused for three reasons, and each has its own error: R-R3,
// R-R4 and R-R5 ([lab 05](05-errors.jsh)). Write the body of `slot_read` anew.
// hint: No channel was selected if `file->private_data` is `NULL`. Nothing was
// written if `find(file)` is.
// hint: `-EINVAL`, `-EWOULDBLOCK`, `-ENOSPC`, in this order.
// check: mine.want("read-twice", "read-without-channel", "empty-channel", "small-buffer")
// wrong: mine.change("return -EIO;", "return -EINVAL;")
// wrong: mine.change("if (!channel || channel->length > size)\n\t\treturn -EINVAL;", "if (!channel)\n\t\treturn -EWOULDBLOCK;\n\tif (channel->length > size)\n\t\treturn -ENOSPC;")
// answer:

mine.body("slot_read", """
        struct channel *channel = find(file);
        if (!file->private_data)
            return -EINVAL;
        if (!channel)
            return -EWOULDBLOCK;
        if (channel->length > size)
            return -ENOSPC;
        if (copy_to_user(buffer, channel->message, channel->length))
            return -EFAULT;
        return channel->length;
        """)

// ## Step 7: release and unload
//
// What is left of your module when it is unloaded? A grader can know: it counts
// every byte that you have allocated.

mine.check("unload-frees-messages")
// ==> "red: unload-frees-messages: Memory is left behind when the module is unloaded. Wanted: 0 bytes; got: ... bytes in ..."

// No program ever gets that memory back. It is gone until the machine is
// started again (R-M3). An open file needs nothing of ours, so `release` stays
// as it is; but the channels must go:

mine.body("message_slot_exit", """
        struct channel *channel;
        unsigned int minor;
        unregister_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME);
        for (minor = 0; minor < SLOTS; minor++) {
            while ((channel = slots[minor])) {
                slots[minor] = channel->next;
                kfree(channel);
            }
        }
        """)
mine.check("unload-frees-messages", "unload-frees-all-minors",
        "memory-close")   // ==> "green"

// try: What if the last two lines are the other way round: first `kfree`, then
// `slots[minor] = channel->next`? Try it, and ask for `unload-frees-messages`.
//     var right = "slots[minor] = channel->next;\n\t\t\tkfree(channel);"
//     var wrong = "kfree(channel);\n\t\t\tslots[minor] = channel->next;"
//     mine.change(right, wrong)
//     mine.check("unload-frees-messages")
//     mine.change(wrong, right)

// ## Step 8: programs

mine.file("message_sender.c", """
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/ioctl.h>
        #include <unistd.h>
        #include "message_slot.h"
        static void fail(const char *step)
        {
            perror(step);
            exit(1);
        }
        int main(int argc, char *argv[])
        {
            int file;
            if (argc != 4) {
                fprintf(stderr, "usage: %s FILE CHANNEL MESSAGE\\n",
                        argv[0]);
                return 1;
            }
            file = open(argv[1], O_WRONLY);
            if (file < 0)
                fail("open");
            if (ioctl(file, MSG_SLOT_CHANNEL,
                      (unsigned int)strtoul(argv[2], NULL, 10)))
                fail("ioctl");
            if (write(file, argv[3], strlen(argv[3])) < 0)
                fail("write");
            if (close(file))
                fail("close");
            return 0;
        }
        """)
mine.file("message_reader.c", """
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/ioctl.h>
        #include <unistd.h>
        #include "message_slot.h"
        static void fail(const char *step)
        {
            perror(step);
            exit(1);
        }
        int main(int argc, char *argv[])
        {
            char message[MESSAGE_SLOT_MAX];
            ssize_t length;
            int file;
            if (argc != 3) {
                fprintf(stderr, "usage: %s FILE CHANNEL\\n", argv[0]);
                return 1;
            }
            file = open(argv[1], O_RDONLY);
            if (file < 0)
                fail("open");
            if (ioctl(file, MSG_SLOT_CHANNEL,
                      (unsigned int)strtoul(argv[2], NULL, 10)))
                fail("ioctl");
            length = read(file, message, sizeof(message));
            if (length < 0)
                fail("read");
            if (close(file))
                fail("close");
            if (write(STDOUT_FILENO, message, length) != length)
                fail("write");
            return 0;
        }
        """)

// predict: Everything is there. All checks together take half a minute. How
// many points? Type the number, and have patience.
// because: Every check found what the assignment asks for. Over a hundred
// kernels were started for it, and none of them crashed.

mine.points()                              // ==> "100.00 of 100"

// ## What to remember
//
// - One step, then look whether it is green. Never two steps at once.
// - First what works, then what is refused. Errors are half of the work.
// - Whatever you allocate, say who frees it, and when.
// - What you have seen once, you can ask for by its name:
//   `lab grade ex3 --only read-small-buffer`, or `--explain read-small-buffer`.
//
// Now begin with your own: `lab skeleton ex3`, and in `ex3/STEPS.md` the way.
