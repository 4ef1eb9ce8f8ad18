// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab headers}: where the headers of a guest's kernel are. */
@Command(
        name = "headers",
        mixinStandardHelpOptions = true,
        description = {
            "Print the folder with the headers of a guest's kernel, to build modules against.",
            "They are fetched first where they are not in the cache."
        },
        footer = {
            "",
            "Examples:",
            "  make -C kernel KDIR=\"$(./lab headers)\"",
            "  make -C kernel check KDIR=\"$(./lab headers 6.12)\"",
            "",
            "Exit codes: 0 printed; 2 wrong usage; 3 the kernel is not to be had, and",
            "  the message says why."
        })
public final class HeadersCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SERIES",
            converter = SeriesConverter.class,
            description = "6.1 (default) or 6.12.")
    private @Nullable KernelSeries series;

    @Override
    public Integer call() throws Exception {
        KernelSeries wanted = series == null ? KernelSeries.V6_1 : series;
        Screen screen = Screen.standard();
        KernelTree tree = GuestSetup.explained(
                () -> screen.working("fetching Linux " + wanted, progress -> KernelTree.of(wanted, progress)));
        screen.print(tree.headers().toString());
        return ExitCode.DONE;
    }

    /** Reads a kernel series, and lists those there are. */
    static final class SeriesConverter implements picocli.CommandLine.ITypeConverter<KernelSeries> {
        @Override
        public KernelSeries convert(String value) {
            try {
                return KernelSeries.of(value);
            } catch (IllegalArgumentException e) {
                throw new picocli.CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
