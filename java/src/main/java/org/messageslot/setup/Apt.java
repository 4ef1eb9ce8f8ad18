// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.guest.HostCommand;

/** Debian's package tool, asked by a user who need not be root. */
public final class Apt {

    private static final Pattern TO_GET = Pattern.compile("Need to get (.+?) of archives");
    private static final Pattern TO_USE = Pattern.compile("After this operation, (.+?) of additional");
    private static final Duration LIMIT = Duration.ofMinutes(30);
    /** Another one that installs, at the same time, is waited for. */
    private static final String PATIENCE = "DPkg::Lock::Timeout=300";

    private Apt() {}

    /** {@return whether this machine has it} */
    public static boolean isHere() {
        return HostCommand.find("apt-get").isPresent();
    }

    /** {@return whether this is root} */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** {@return whether packages can be installed: by root, by sudo, or by sudo after a password typed on the terminal} */
    public static boolean mayInstall() {
        return isHere() && (isRoot() || (HostCommand.find("sudo").isPresent() && maySudo()));
    }

    private static boolean maySudo() {
        return Terminal.find().isPresent()
                || outcome(List.of("sudo", "-n", "true")).isSuccess();
    }

    /**
     * Names the command that installs packages.
     *
     * @param packages which
     * @return the command, as the user would type it
     */
    public static String commandFor(List<String> packages) {
        return (isRoot() ? "" : "sudo ") + "apt-get install --no-install-recommends " + String.join(" ", packages);
    }

    /** {@return how large an installation is, as apt says it; empty if apt cannot tell} */
    static String sizeOf(List<String> packages) {
        String output = outcome(aptGet(packages, "install", "--no-install-recommends", "--assume-no"))
                .output();
        Matcher get = TO_GET.matcher(output);
        Matcher use = TO_USE.matcher(output);
        return get.find() && use.find() ? get.group(1) + " to download, " + use.group(1) + " on disk" : "";
    }

    /** Fetches the package lists, so that the versions asked for exist. */
    static void update() throws SetupException {
        HostCommand.Outcome outcome = outcome(asRoot(aptGet(List.of(), "-q", "update")));
        if (!outcome.isSuccess()) {
            throw new SetupException("apt-get update failed (" + reason(outcome) + "); is there a network?");
        }
    }

    static void install(List<String> packages) throws SetupException {
        List<String> command = new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive"));
        command.addAll(aptGet(
                packages,
                "-qq",
                "-o",
                "Dpkg::Use-Pty=0",
                "-o",
                PATIENCE,
                "install",
                "--yes",
                "--no-install-recommends"));
        HostCommand.Outcome outcome = outcome(asRoot(command));
        if (!outcome.isSuccess()) {
            throw new SetupException(
                    "apt-get could not install " + String.join(" ", packages) + ": " + reason(outcome));
        }
    }

    private static List<String> aptGet(List<String> packages, String... words) {
        List<String> command = new ArrayList<>(List.of("apt-get"));
        command.addAll(Arrays.asList(words));
        command.addAll(packages);
        return command;
    }

    private static List<String> asRoot(List<String> command) {
        if (isRoot()) {
            return command;
        }
        List<String> withSudo = new ArrayList<>(List.of("sudo"));
        withSudo.addAll(command);
        return withSudo;
    }

    private static String reason(HostCommand.Outcome outcome) {
        return outcome.output()
                .lines()
                .filter(line -> line.startsWith("E:"))
                .findFirst()
                .orElse("no reason given");
    }

    private static HostCommand.Outcome outcome(List<String> command) {
        try {
            return HostCommand.of(LIMIT, command.toArray(String[]::new)).run();
        } catch (IOException e) {
            return new HostCommand.Outcome(-1, "E: " + e.getMessage());
        }
    }
}
