// SPDX-License-Identifier: Apache-2.0
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;

public class MessageReader {
    interface C extends Library {
        int open(String path, int flags) throws LastErrorException;
        int ioctl(int fd, long command, Object... argument) throws LastErrorException;
        int read(int fd, byte[] buffer, long size) throws LastErrorException;
        int close(int fd) throws LastErrorException;
    }

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: MessageReader FILE CHANNEL");
            System.exit(1);
        }
        try {
            C c = Native.load("c", C.class);
            int fd = c.open(args[0], 0);
            c.ioctl(fd, 0x4004eb00L, Long.parseLong(args[1]));
            byte[] buffer = new byte[128];
            int count = c.read(fd, buffer, 128);
            c.close(fd);
            System.out.write(buffer, 0, count);
            System.out.flush();
        } catch (LastErrorException e) {
            System.err.println("errno " + e.getErrorCode());
            System.exit(1);
        }
    }
}
