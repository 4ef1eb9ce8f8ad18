// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Sees to it, before a single test of the kit runs, that all of them can. */
final class TestNeeds {

    private static final int MISSING = 3;

    private TestNeeds() {}

    /** Installs what is missing where that may be done; else says what to do, and ends with exit code 3. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        try {
            List<String> packages = Setup.missing(Needs.forTests());
            if (packages.isEmpty() || Setup.install(packages, new BuildUser(System.err))) {
                return;
            }
            System.err.println("The tests need " + String.join(", ", packages)
                    + "; -Dneeds.skip leaves out those that cannot run without.");
        } catch (IOException e) {
            System.err.println(
                    "The tests cannot run: " + e.getMessage() + " (-Dneeds.skip leaves out those that cannot run).");
        }
        System.exit(MISSING);
    }

    /** Who started the build. */
    private record BuildUser(PrintStream screen) implements Setup.Person {

        @Override
        public void hear(String line) {
            screen.println(line);
        }

        @Override
        public boolean agrees() {
            Optional<Console> terminal = Terminal.find();
            return Setup.isAgreed()
                    || terminal.isEmpty()
                    || terminal.map(console -> console.readLine("Install now? [Y/n] "))
                            .filter(Terminal::isYes)
                            .isPresent();
        }

        @Override
        public void await(String what, Setup.SetupStep step) throws SetupException {
            screen.println("  ... " + what);
            step.run();
        }
    }
}
