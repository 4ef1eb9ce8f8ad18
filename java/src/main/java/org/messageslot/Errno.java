// SPDX-License-Identifier: Apache-2.0
package org.messageslot;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names why a system call failed: Linux's error number with its name and its text.
 *
 * <p>The numbers are those of Linux on every architecture that this kit runs on. A number that Linux does not define
 * (a faulty driver may return any) is represented too; its name is then {@code errno N}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param number the error number, as C's {@code errno} holds it; positive for every failure
 * @param name the constant's name in {@code <errno.h>}, {@code EINVAL} for example
 * @param text what C's {@code strerror} says in the C locale, {@code Invalid argument} for example
 */
public record Errno(int number, String name, String text) {

    private static final Map<Integer, Errno> BY_NUMBER = new HashMap<>();

    /** Operation not permitted; also what {@code return -1} in a driver means. */
    public static final Errno EPERM = known(1, "EPERM", "Operation not permitted");

    /** No such file or directory. */
    public static final Errno ENOENT = known(2, "ENOENT", "No such file or directory");

    /** A signal ended the call before it did anything. */
    public static final Errno EINTR = known(4, "EINTR", "Interrupted system call");

    /** The device node exists, but no driver answers for it. */
    public static final Errno ENXIO = known(6, "ENXIO", "No such device or address");

    /** The descriptor is not open, or not open for this. */
    public static final Errno EBADF = known(9, "EBADF", "Bad file descriptor");

    /** The channel holds no message (R-R4). Linux has one number for {@code EAGAIN} and {@code EWOULDBLOCK}. */
    public static final Errno EWOULDBLOCK = known(11, "EWOULDBLOCK", "Resource temporarily unavailable");

    /** No memory for the message or the channel. */
    public static final Errno ENOMEM = known(12, "ENOMEM", "Cannot allocate memory");

    /** The node's permissions forbid it. */
    public static final Errno EACCES = known(13, "EACCES", "Permission denied");

    /** The buffer's address is not the caller's to use (R-W4, R-R6). */
    public static final Errno EFAULT = known(14, "EFAULT", "Bad address");

    /** Something is in use: a module that files are open on, a major number that is taken. */
    public static final Errno EBUSY = known(16, "EBUSY", "Device or resource busy");

    /** The name exists already. */
    public static final Errno EEXIST = known(17, "EEXIST", "File exists");

    /** No such device. */
    public static final Errno ENODEV = known(19, "ENODEV", "No such device");

    /** No channel set, channel 0, or an unknown command (R-I2, R-I3, R-W2, R-R3). */
    public static final Errno EINVAL = known(22, "EINVAL", "Invalid argument");

    /** Too many open files in this process. */
    public static final Errno EMFILE = known(24, "EMFILE", "Too many open files");

    /** What an ordinary device answers to a command that it does not know. */
    public static final Errno ENOTTY = known(25, "ENOTTY", "Inappropriate ioctl for device");

    /** The reader's buffer is smaller than the message (R-R5). */
    public static final Errno ENOSPC = known(28, "ENOSPC", "No space left on device");

    /** The file has no position. */
    public static final Errno ESPIPE = known(29, "ESPIPE", "Illegal seek");

    /** No such system call. */
    public static final Errno ENOSYS = known(38, "ENOSYS", "Function not implemented");

    /** No data; some modules confuse it with {@link #EWOULDBLOCK}. */
    public static final Errno ENODATA = known(61, "ENODATA", "No data available");

    /** The message is empty or longer than 128 bytes (R-W3). */
    public static final Errno EMSGSIZE = known(90, "EMSGSIZE", "Message too long");

    static {
        String others = """
                3 ESRCH No such process
                5 EIO Input/output error
                7 E2BIG Argument list too long
                8 ENOEXEC Exec format error
                10 ECHILD No child processes
                15 ENOTBLK Block device required
                18 EXDEV Invalid cross-device link
                20 ENOTDIR Not a directory
                21 EISDIR Is a directory
                23 ENFILE Too many open files in system
                26 ETXTBSY Text file busy
                27 EFBIG File too large
                30 EROFS Read-only file system
                31 EMLINK Too many links
                32 EPIPE Broken pipe
                33 EDOM Numerical argument out of domain
                34 ERANGE Numerical result out of range
                35 EDEADLK Resource deadlock avoided
                36 ENAMETOOLONG File name too long
                37 ENOLCK No locks available
                39 ENOTEMPTY Directory not empty
                40 ELOOP Too many levels of symbolic links
                42 ENOMSG No message of desired type
                43 EIDRM Identifier removed
                62 ETIME Timer expired
                71 EPROTO Protocol error
                74 EBADMSG Bad message
                75 EOVERFLOW Value too large for defined data type
                77 EBADFD File descriptor in bad state
                84 EILSEQ Invalid or incomplete multibyte or wide character
                88 ENOTSOCK Socket operation on non-socket
                95 EOPNOTSUPP Operation not supported
                98 EADDRINUSE Address already in use
                105 ENOBUFS No buffer space available
                110 ETIMEDOUT Connection timed out
                114 EALREADY Operation already in progress
                115 EINPROGRESS Operation now in progress
                122 EDQUOT Disk quota exceeded
                125 ECANCELED Operation canceled
                126 ENOKEY Required key not available
                129 EKEYREJECTED Key was rejected by service
                """;
        others.lines().map(line -> line.split(" ", 3)).forEach(row -> known(Integer.parseInt(row[0]), row[1], row[2]));
    }

    private static Errno known(int number, String name, String text) {
        Errno errno = new Errno(number, name, text);
        BY_NUMBER.put(number, errno);
        return errno;
    }

    /**
     * Finds the error of a number.
     *
     * @param number any number that a call may have left in {@code errno}
     * @return the error, never {@code null}; one named {@code errno N} where Linux defines none
     */
    public static Errno of(int number) {
        Errno errno = BY_NUMBER.get(number);
        return errno != null
                ? errno
                : new Errno(number, "errno " + number, String.format(Locale.ROOT, "Unknown error %d", number));
    }

    /** {@return name and number, {@code EINVAL (22)} for example} */
    @Override
    public String toString() {
        return name.endsWith(Integer.toString(number)) ? name : name + " (" + number + ")";
    }
}
