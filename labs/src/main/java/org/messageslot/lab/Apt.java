// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's package tool, asked by a user who need not be root. */
final class Apt {

    private static final Pattern TO_GET = Pattern.compile("Need to get (.+?) of archives");
    private static final Pattern TO_USE = Pattern.compile("After this operation, (.+?) of additional");

    private Apt() {}

    static boolean isHere() {
        return Tool.find("apt-get").isPresent();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** {@return whether packages can be installed without asking anybody for a password we cannot pass on} */
    static boolean mayInstall() {
        return isHere() && (isRoot() || Tool.find("sudo").isPresent());
    }

    /** {@return the command that installs packages, as the user would type it} */
    static String commandFor(List<String> packages) {
        return (isRoot() ? "" : "sudo ") + "apt-get install --no-install-recommends " + String.join(" ", packages);
    }

    /** {@return how large an installation is, as apt says it; empty if apt cannot tell} */
    static String sizeOf(List<String> packages) {
        List<String> command = new ArrayList<>(List.of("apt-get", "install", "--no-install-recommends", "--assume-no"));
        command.addAll(packages);
        String output = Tool.run(command.toArray(String[]::new)).output();
        Matcher get = TO_GET.matcher(output);
        Matcher use = TO_USE.matcher(output);
        return get.find() && use.find() ? get.group(1) + " to download, " + use.group(1) + " on disk" : "";
    }

    /** Fetch the package lists, so that the versions asked for exist. */
    static void update() {
        Tool.Outcome outcome =
                Tool.run(asRoot(List.of("apt-get", "-q", "update")).toArray(String[]::new));
        if (outcome.exitCode() != 0) {
            throw LabException.missing("apt-get update failed ("
                    + outcome.output()
                            .lines()
                            .filter(line -> line.startsWith("E:"))
                            .findFirst()
                            .orElse("no reason given")
                    + "); is there a network?");
        }
    }

    static void install(List<String> packages) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-qq",
                "-o",
                "Dpkg::Use-Pty=0",
                "install",
                "--yes",
                "--no-install-recommends"));
        command.addAll(packages);
        Tool.Outcome outcome = Tool.run(asRoot(command).toArray(String[]::new));
        if (outcome.exitCode() != 0) {
            throw LabException.missing("apt-get could not install " + String.join(" ", packages) + ": "
                    + outcome.output()
                            .lines()
                            .filter(line -> line.startsWith("E:"))
                            .findFirst()
                            .orElse("no reason given"));
        }
    }

    private static List<String> asRoot(List<String> command) {
        if (isRoot()) {
            return command;
        }
        List<String> withSudo = new ArrayList<>(List.of("sudo"));
        withSudo.addAll(command);
        return withSudo;
    }
}
