// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.util.List;
import org.messageslot.guest.GuestNeeds.Need;

/** Installs the packages of what is missing. */
public final class Setup {

    private static final String NO_TOOL = "these are Debian's names, and this machine has none of apt, dnf and pacman:"
            + " install them by its own tool, or use the course VM (vagrant up).";

    private Setup() {}

    /** The person for whom something is installed. */
    public interface Person {

        /**
         * Hears a line.
         *
         * @param line what is about to be installed
         */
        void hear(String line);

        /** {@return whether it may be installed; true where nobody can be asked} */
        boolean agrees();

        /**
         * Waits for something that takes long.
         *
         * @param what what it is, in a few words
         * @param step to be run
         * @throws SetupException if the step failed
         */
        void await(String what, SetupStep step) throws SetupException;
    }

    /** Something that takes long. */
    public interface SetupStep {

        /**
         * Does it.
         *
         * @throws SetupException if it cannot be done
         */
        void run() throws SetupException;
    }

    /** {@return whether somebody has said yes to everything: continuous integration has} */
    public static boolean isAgreed() {
        return "true".equals(System.getenv("CI"));
    }

    /** {@return whether this machine has a tool for packages that the kit knows} */
    private static boolean hasTool() {
        return PackageManager.ofThisMachine().isPresent();
    }

    /**
     * Tells whether something need not be there. A guest that compiles takes minutes where this machine takes seconds: where
     * what is missing can be installed, that is asked for.
     *
     * @param need what is missing
     * @return whether a guest does its work, and this machine has no tool for packages that the kit knows
     */
    public static boolean isReplaced(Need need) {
        return need.replaced() && !hasTool();
    }

    /**
     * Lists the packages that are missing, by Debian's names.
     *
     * @param needs what must be there
     * @return the packages of what is not
     */
    public static List<String> missing(List<Need> needs) {
        return needs.stream()
                .filter(need -> need.find().isEmpty())
                .map(Need::debianPackage)
                .distinct()
                .toList();
    }

    /**
     * Installs packages, after saying which and how large.
     *
     * @param packages what to install, by Debian's names
     * @param person who hears of it and is asked
     * @return whether it was installed; false if there is nothing to install or the person did not agree
     * @throws SetupException if it cannot be done; the message names the command that could
     */
    public static boolean install(List<String> packages, Person person) throws SetupException {
        if (packages.isEmpty()) {
            return false;
        }
        PackageManager manager =
                PackageManager.ofThisMachine().orElseThrow(() -> isMissing(packages, byHand(packages)));
        List<String> names = manager.names(packages);
        if (!manager.mayInstall()) {
            throw isMissing(names, "install with: " + manager.commandFor(packages));
        }
        person.await("fetching the package lists", manager::update);
        String size = manager.sizeOf(packages);
        person.hear("To install: " + String.join(" ", names) + (size.isEmpty() ? "" : " (" + size + ")"));
        if (!person.agrees()) {
            return false;
        }
        person.await("installing", () -> manager.install(packages));
        return true;
    }

    private static String byHand(List<String> packages) {
        return PackageManager.commandOfMacos(packages)
                .map(command -> "install with: " + command)
                .orElse(NO_TOOL);
    }

    private static SetupException isMissing(List<String> names, String remedy) {
        return new SetupException(
                String.join(", ", names) + " " + (names.size() == 1 ? "is" : "are") + " missing; " + remedy);
    }
}
