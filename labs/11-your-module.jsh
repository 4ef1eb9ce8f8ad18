// SPDX-License-Identifier: Apache-2.0
import org.messageslot.*;
import org.messageslot.lab.desk.Workplace;
import static org.messageslot.lab.desk.Desk.*;
import static org.messageslot.lab.desk.Wants.*;
int verdict = 1;  // Plain jshell never fails by itself. So it runs and judges
verdict = org.messageslot.lab.walk.PlainRun.judge("11-your-module.jsh");
/exit verdict

// # Your own module
// minutes: 30
// needs: guest
//
// In the labs before you called a driver. Now you write one. It takes eight steps
// from a module that does nothing to one that gets every point:
//
// ```text
//     1 register   2 open    3 ioctl                4 write
//     5 read       6 errors  7 release and unload   8 programs
// ```
//
// After each step you ask which checks pass. Each check runs in a fresh kernel.

// ## The skeleton

Workplace mine = skeleton(0);

// This has written a folder with a module, two programs, and a guide. The folder
// stays when you leave. `mine.folder()` tells where it is: open it in your editor,
// too. If you begin this lab again, the folder is renamed, and you get a new one.
// (To begin another folder in a terminal, type `lab skeleton ex3`.)

System.out.println(mine.todos())
// prints: message_reader.c:...  step 8: ...
// prints: message_sender.c:...  step 8: programs
// prints: message_slot.c:...  step 3: ...
// prints: message_slot.c:...  step 3: ioctl
// prints: message_slot.c:...  step 4: write
// prints: message_slot.c:...  step 6: ...
// prints: message_slot.c:...  step 5: read
// prints: message_slot.c:...  step 6: errors
// prints: message_slot.c:...  step 2: open
// prints: message_slot.c:...  step 7: release and unload
// prints: message_slot.c:...  step 1: register
// prints: message_slot.c:...  step 1: ...
// prints: message_slot.c:...  step 7: ...

// try: Look at the module.
//     var source = mine.folder().resolve("message_slot.c");
//     System.out.println(java.nio.file.Files.readString(source))

// predict: In the skeleton every call fails. The check `ioctl-zero` wants that choosing
// channel 0 fails with `EINVAL`. Is it green?
//   a) ==> "green"
//      no: A module that does nothing would then get points.
//   b) ==> "red: ioctl-zero: ..."
// because: As long as every call fails, it proves nothing that a bad call fails, too. So
// the checks of errors count only when the good calls work.

mine.check("ioctl-zero")                   // ==> "red: ioctl-zero: ..."

// ## Step 1: register
//
// When the module is loaded, it must tell the kernel two things: the device files with
// major number 235 belong to it, and these are its functions (R-D1). If another driver
// has that number, loading fails, and the log tells why (R-L1).

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

// In a terminal you would now type `lab grade ex3 --upto 1`. It runs the checks that must
// pass after step 1, and no others. Here it is a method:

mine.upTo(1)                               // ==> "green"

// ## Step 2: open
//
// A red check tells you what to do next:

mine.upTo(2)
// ==> "red: device-major: ...open..."

// `file->private_data` is a pointer in every open file, for the driver's use
// ([lab 04](04-channel-reuse.jsh)). This design needs no memory for an open file: the
// pointer does not hold an address, but the number of the channel. 0 means none.

mine.body("slot_open", """
        file->private_data = NULL;
        return 0;
        """)
mine.upTo(2)                               // ==> "green"

// ## Step 3: ioctl

// exercise: Choose a channel
// Write the body of `slot_ioctl`. If the command is `MSG_SLOT_CHANNEL` and the argument
// is not 0, store it and return 0 (R-I1). Everything else fails with `EINVAL` (R-I2,
// R-I3). Errors are negative: `return -EINVAL;`
//
// `mine.body("slot_ioctl", "...")` writes the body; with `"""` it may have many lines.
// You can also write it in your editor. When you are done, type `check`.
// hint: The argument is an `unsigned long`, and a pointer has the same size:
// `file->private_data = (void *)argument;`
// hint: One `if` with `||` is enough for everything that is refused.
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

// ## Steps 4 and 5: write and read
//
// Messages need a place. Each slot has a list of its channels:
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

// (A real module for 2^20 channels needs something faster than a list, and locks:
// [lab 09](09-two-at-once.jsh). The assignment promises one call at a time: R-A3.)
//
// `read` is the easier one. For now it returns `EIO` for every error:

mine.body("slot_read", """
        struct channel *channel = find(file);
        if (!channel || channel->length > size)
            return -EIO;
        if (copy_to_user(buffer, channel->message, channel->length))
            return -EFAULT;
        return channel->length;
        """)

// `write` has one important rule: *first* copy the whole message into an array of your
// own, *then* change the channel. What fails must fail before anything has changed
// ([lab 08](08-atomicity.jsh), R-W4).

// exercise: Store a message
// Write the body of `slot_write`. Copy the message into an array. If `find` returns
// `NULL`, make a channel and put it at the head of its slot's list. Then store message
// and length, and return the length. Return `-EIO` if no channel is chosen or the length
// is wrong; the right errors come in step 6.
// hint: `char text[MESSAGE_SLOT_MAX];` and `if (copy_from_user(text, buffer, length))
// return -EFAULT;` Before that, the length must be checked.
// hint: `channel = kmalloc(sizeof(*channel), GFP_KERNEL);` may return `NULL`: then
// `return -ENOMEM;` A new channel needs its `id`, and `next` is the old head of the list.
// hint: The head of the list is `slots[iminor(file_inode(file))]`.
// check: mine.want("write-returns-length", "read-returns-length", "overwrite-shorter", "minor-255")
// wrong: mine.body("slot_write", "return length;")
// wrong: mine.body("slot_write", """
//         struct channel *channel = find(file);
//         struct channel **slot = &slots[0];
//         if (!file->private_data || length == 0 || length > MESSAGE_SLOT_MAX)
//             return -EIO;
//         if (!channel) {
//             channel = kzalloc(sizeof(*channel), GFP_KERNEL);
//             channel->id = (unsigned long)file->private_data;
//             channel->next = *slot;
//             *slot = channel;
//         }
//         if (copy_from_user(channel->message, buffer, length))
//             return -EFAULT;
//         if (length > channel->length)
//             channel->length = length;
//         return length;
//         """)
// answer:

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

// A message goes through your own driver, and stays there:

mine.check("read-returns-length", "overwrite", "read-again", "bytes")   // ==> "green"

// A common mistake is to ignore the result of `copy_from_user`. We keep your `slot_write`
// in a variable, and try one with that mistake:

String yours = mine.bodyOf("slot_write");
mine.body("slot_write", """
        struct channel *channel = find(file);
        struct channel **slot = &slots[iminor(file_inode(file))];
        char text[MESSAGE_SLOT_MAX];
        if (!file->private_data || length == 0 || length > sizeof(text))
            return -EIO;
        if (copy_from_user(text, buffer, length))
            pr_info("bad memory, but we go on\\n");
        if (!channel) {
            channel = kzalloc(sizeof(*channel), GFP_KERNEL);
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

// predict: Which of two checks is red? `read-twice` writes a message and reads it;
// `write-unmapped-buffer` writes from an address where there is no memory (R-W4).
//   a) ==> "green"
//      no: One of the two calls now returns success though it could copy nothing.
//   b) ==> "red: read-twice: ..."
//      no: With good memory `copy_from_user` returns 0, and the mistake has no effect.
//   c) ==> "red: write-unmapped-buffer: ..."
// because: With good memory the mistake has no effect, so programs run for years before
// it is found. A program with a bad pointer is told that its message was stored, and the
// channel holds zeros instead of the old message.

mine.check("read-twice", "write-unmapped-buffer")   // ==> "red: write-unmapped-buffer: ..."

// Your own version again:

mine.body("slot_write", yours)

// ## Step 6: errors
//
// Bad calls fail, but all with `EIO`. Now they get the right errors.

// exercise: Two reasons not to write
// Change `slot_write`: without a channel it fails with `EINVAL` (R-W2), with a wrong length
// with `EMSGSIZE` (R-W3).
// hint: Make two `if` of the one that returns `-EIO`.
// hint: `mine.change("old words", "new words")` changes some words of the module, if they
// are there exactly once. `mine.bodyOf("slot_write")` shows what is there now.
// check: mine.want("length-zero", "length-over-128", "write-without-channel")
// wrong: mine.body("slot_write", mine.bodyOf("slot_write").replace("-EIO", "-EINVAL"))
// answer:

mine.body("slot_write", """
        char text[MESSAGE_SLOT_MAX];
        struct channel *channel = find(file);
        struct channel **slot = &slots[iminor(file_inode(file))];
        if (!file->private_data)
            return -EINVAL;
        if (length == 0 || length > sizeof(text))
            return -EMSGSIZE;
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

// exercise: Three reasons not to read
// `read` can fail for three reasons, each with its own error: R-R3, R-R4 and R-R5
// ([lab 05](05-errors.jsh)). Write the body of `slot_read` again.
// hint: No channel was chosen if `file->private_data` is `NULL`. The channel was never
// written if `find(file)` is `NULL`.
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
// The grader counts every byte that your module allocates. What is left when it is
// unloaded?

mine.check("unload-frees-messages")
// ==> "red: unload-frees-messages: ... bytes in ..."

// No program can ever use that memory again. It is lost until the machine is started again
// (R-M3). An open file needs no memory of ours, so `release` stays as it is. But the
// channels must be freed.

// exercise: Free all channels
// Write the body of `message_slot_exit` again: unregister as before, and then free every
// channel of every slot.
// hint: A loop over the slots, and in it a loop over the list.
// hint: Take the first channel out of the list, and free it after that. If you free it
// first, you read its `next` from memory that is no longer yours.
// check: mine.want("unload-frees-messages", "unload-frees-all-minors", "memory-close", "heap-unload")
// wrong: mine.body("message_slot_exit", """
//         unregister_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME);
//         kfree(slots[0]);
//         """)
// wrong: mine.body("message_slot_exit", """
//         struct channel *channel;
//         unsigned int minor;
//         unregister_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME);
//         for (minor = 0; minor < SLOTS; minor++)
//             for (channel = slots[minor]; channel; channel = channel->next)
//                 kfree(channel);
//         """)
// answer:

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
mine.check("unload-frees-messages", "memory-close")   // ==> "green"

// ## Step 8: programs
//
// The two programs are given here. They are ordinary C: open, choose, write or read, close.

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

// predict: Everything is written. All checks together take half a minute. How many points
// does your module get? Type the number.
// because: Every check found what the assignment asks for. More than a hundred kernels were
// started for it, and none of them crashed.

mine.points()                              // ==> "100.00 of 100"

// ## What to remember
//
// - Make one step, and look whether its checks are green. Never make two steps at once.
// - First make the good calls work, then refuse the bad ones. Errors are half of the work.
// - For everything that you allocate, know where it is freed, and when.
// - You can run one check by its name: `lab grade ex3 --only read-small-buffer`. And
//   `lab grade --explain read-small-buffer` tells what it does.
//
// Go on with your own module in the folder that `mine.folder()` names, or begin a new one:
// `lab skeleton ex3`. `STEPS.md` there describes the steps.
