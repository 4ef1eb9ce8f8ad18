// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import org.messageslot.ErrnoException;

/**
 * The system calls of this very process, made through JNA: the target {@code here}.
 *
 * <p>Thread-safe, as the kernel is. Works on Linux only, because the error numbers are Linux's.
 */
public final class NativeCalls implements SystemCalls {

    private final Libc libc;
    private final NativeMappings mappings;

    /**
     * Loads the C library.
     *
     * @throws UnsupportedOperationException if this machine does not run Linux, or lets no library be loaded; the message says
     *     what to do
     */
    public NativeCalls() {
        if (!isSupported()) {
            throw new UnsupportedOperationException("This machine runs " + System.getProperty("os.name")
                    + ", and a message slot is a Linux device; use --on model, or the course VM.");
        }
        libc = new Libc();
        mappings = new NativeMappings(libc);
    }

    /** {@return whether this machine's own kernel can be asked at all: whether it is Linux} */
    public static boolean isSupported() {
        return Platform.isLinux();
    }

    /** {@return the C library, by which calls are made} */
    public Libc libc() {
        return libc;
    }

    NativeMappings mappings() {
        return mappings;
    }

    @Override
    public Result run(Call call) {
        return resultOf(call).with(call);
    }

    private Result resultOf(Call call) {
        try {
            return Result.of(call.make(this));
        } catch (LastErrorException e) {
            return Result.failure(e.getErrorCode());
        } catch (ErrnoException e) {
            return Result.failure(e.errno());
        }
    }

    /**
     * Refuses: a Java virtual machine cannot fork itself, because only the calling thread would live on in the child.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public SystemCalls fork() {
        throw new UnsupportedOperationException(
                "A Java program cannot fork itself; use the guest or the model for checks with several processes.");
    }

    /** Does nothing: this process lives on, and whoever opened a descriptor closes it. */
    @Override
    public void close() {}
}
