// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shell that QEMU runs under. It sees to it that the machine does not outlive us: whatever way this JVM ends, SIGKILL
 * included, the kernel closes the pipe that is the shell's standard input, and the shell then kills QEMU and removes the
 * run folder. Should the shell itself be killed, the kernel kills QEMU for it.
 *
 * <p>It starts before the folder is made and waits for a line on its standard input before it starts QEMU, so that there
 * is no moment at which the folder could be left behind.
 *
 * <p>Its output goes to us, too: when we are gone, the shell's own word that QEMU was killed must not kill the shell.
 *
 * <p>It leads a session of its own, so that a Ctrl-C meant for a prompt does not end the guest behind it.
 *
 * <p>Where there is no {@code setpriv}, as on macOS, the shell's child that waits for our pipe to close kills QEMU instead. Java
 * closes the pipe when the shell ends, or when we do.
 */
final class Keeper {

    private static final String SCRIPT = """
            trap '' PIPE
            folder=$1
            shift
            read -r _ || { rm -rf "$folder"; exit 1; }
            exec 3<&0 </dev/null
            if command -v setpriv >/dev/null; then
                setpriv --pdeathsig KILL "$@" 3<&- &
            else
                "$@" 3<&- &
            fi
            machine=$!
            (
                exec >/dev/null 2>&1
                read -r _ <&3
                kill -KILL $machine
            ) &
            owner=$!
            exec 3<&-
            wait $machine
            code=$?
            kill -KILL $owner 2>/dev/null
            [ ! -e "$folder" ] || rm -rf "$folder"
            exit $code
            """;

    /** Runs a command as setsid does. */
    static final List<String> BY_PERL =
            List.of("perl", "-e", "use POSIX (); POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127");

    private Keeper() {}

    /** {@return the command that runs a machine under a keeper} */
    static List<String> command(Path runFolder, List<String> machine) {
        List<String> words = new ArrayList<>(apart());
        words.addAll(List.of("sh", "-c", SCRIPT, "msgslot-keeper", runFolder.toString()));
        words.addAll(machine);
        return words;
    }

    /** {@return what runs a command in a session of its own; macOS has no program for that but Perl} */
    private static List<String> apart() {
        if (HostCommand.find("setsid").isPresent()) {
            return List.of("setsid");
        }
        return HostCommand.find("perl").isPresent() ? BY_PERL : List.of();
    }

    /** Tells a keeper to start its machine. */
    static void begin(Process keeper) throws IOException {
        OutputStream input = keeper.getOutputStream();
        input.write('\n');
        input.flush();
    }
}
