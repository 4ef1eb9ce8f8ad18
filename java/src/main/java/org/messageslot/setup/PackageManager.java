// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.guest.HostCommand;
import org.messageslot.guest.HostSystem;

/** A system's tool for packages, asked by a user who need not be root. Packages are named as Debian names them. */
@SuppressWarnings("ImmutableEnumChecker") // the lists cannot be changed
public enum PackageManager {

    /** Debian's, and that of the systems made from it. */
    APT(
            "apt-get",
            List.of("install", "--no-install-recommends"),
            List.of("-q", "update"),
            // Another one that installs, at the same time, is waited for.
            List.of("-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"),
            List.of("--yes"),
            List.of("--assume-no"),
            "E:",
            "is there a network?") {
        @Override
        String sizeIn(String output) {
            return size(output, "Need to get (.+?) of archives", "After this operation, (.+?) of additional");
        }
    },

    /** Fedora's, which fetches its lists by itself. */
    DNF(
            "dnf",
            List.of("install", "--setopt=install_weak_deps=False"),
            List.of("-q", "makecache"),
            List.of("-q"),
            List.of("--assumeyes"),
            List.of("--assumeno"),
            "Error|Failed|No match",
            "is there a network?") {
        @Override
        String sizeIn(String output) {
            String fourth = size(output, "Total download size: (.+)", "Installed size: (.+)");
            return fourth.isEmpty() ? size(output, "Need to download (.+?)\\.", "operation, (.+?) extra") : fourth;
        }
    },

    /** Arch Linux's. It has no lists fetched without all packages brought up to date: that is left to the user. */
    PACMAN(
            "pacman",
            List.of("-S", "--needed"),
            List.of(),
            List.of(),
            List.of("--noconfirm", "--noprogressbar"),
            List.of("--print", "--print-format", "%s"),
            "error:",
            "is there a network, and is the system up to date (pacman -Syu)?") {
        @Override
        String sizeIn(String output) {
            long bytes = output.lines()
                    .filter(line -> line.matches("\\d{1,15}"))
                    .mapToLong(Long::parseLong)
                    .sum();
            return bytes == 0 ? "" : Math.max(1, bytes / 1_000_000) + " MB to download";
        }
    };

    private static final String HOMEBREW = "brew";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final String program;
    private final List<String> install;
    private final List<String> update;
    private final List<String> quietly;
    private final List<String> unasked;
    private final List<String> asking;
    private final Pattern reason;
    private final String advice;

    PackageManager(
            String program,
            List<String> install,
            List<String> update,
            List<String> quietly,
            List<String> unasked,
            List<String> asking,
            String reason,
            String advice) {
        this.program = program;
        this.install = List.copyOf(install);
        this.update = List.copyOf(update);
        this.quietly = List.copyOf(quietly);
        this.unasked = List.copyOf(unasked);
        this.asking = List.copyOf(asking);
        this.reason = Pattern.compile("^(?:" + reason + ").*");
        this.advice = advice;
    }

    /** {@return how large an installation is, read from what the tool says of it; empty if it does not say} */
    abstract String sizeIn(String output);

    /** {@return the tool of this machine; empty if it has none that the kit knows, and on macOS} */
    public static Optional<PackageManager> ofThisMachine() {
        return Arrays.stream(values())
                .filter(manager -> HostSystem.ofThisMachine() != HostSystem.MACOS)
                .filter(manager -> HostCommand.find(manager.program).isPresent())
                .findFirst();
    }

    /** {@return whether this is root} */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Says how a user installs packages on this machine.
     *
     * @param packages which, by Debian's names
     * @return the command as it is typed; a sentence where the kit knows no tool
     */
    public static String adviceFor(List<String> packages) {
        return ofThisMachine()
                .map(manager -> manager.commandFor(packages))
                .or(() -> commandOfMacos(packages))
                .orElse("install " + String.join(" ", packages) + " (Debian's names) by this system's own tool");
    }

    /** {@return the command that installs packages on macOS, where the kit leaves it to the user; empty elsewhere} */
    static Optional<String> commandOfMacos(List<String> packages) {
        return HostSystem.ofThisMachine() == HostSystem.MACOS
                ? Optional.of(HOMEBREW + " install " + String.join(" ", names(HOMEBREW, packages)))
                : Optional.empty();
    }

    /** {@return the program's name} */
    String program() {
        return program;
    }

    /** {@return whether packages can be installed: by root, by sudo, or by sudo after a password typed on the terminal} */
    boolean mayInstall() {
        return isRoot() || (HostCommand.find("sudo").isPresent() && maySudo());
    }

    private static boolean maySudo() {
        return Terminal.find().isPresent()
                || outcome(List.of("sudo", "-n", "true")).isSuccess();
    }

    /**
     * Names the command that installs packages.
     *
     * @param packages which, by Debian's names
     * @return the command, as the user would type it
     */
    public String commandFor(List<String> packages) {
        return (isRoot() ? "" : "sudo ") + String.join(" ", words(Stream.of(install, names(packages))));
    }

    /** {@return how this system names packages of Debian's, each once} */
    List<String> names(List<String> packages) {
        return names(program, packages);
    }

    private static List<String> names(String tool, List<String> packages) {
        return packages.stream()
                .map(name -> PackageNames.of(tool, name))
                .distinct()
                .toList();
    }

    /** {@return how large an installation is, as the tool says it; empty if it cannot tell} */
    String sizeOf(List<String> packages) {
        return sizeIn(
                outcome(words(Stream.of(install, asking, names(packages)))).output());
    }

    /** Fetches the package lists, so that the versions asked for exist. */
    void update() throws SetupException {
        if (update.isEmpty()) {
            return;
        }
        HostCommand.CommandResult outcome = outcome(asRoot(words(Stream.of(update))));
        if (!outcome.isSuccess()) {
            throw new SetupException(
                    program + " " + update.get(update.size() - 1) + " failed (" + reason(outcome) + "); " + advice);
        }
    }

    void install(List<String> packages) throws SetupException {
        List<String> command = new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive"));
        List<String> options = install.subList(1, install.size());
        command.addAll(words(Stream.of(quietly, install.subList(0, 1), unasked, options, names(packages))));
        HostCommand.CommandResult outcome = outcome(asRoot(command));
        if (!outcome.isSuccess()) {
            throw new SetupException(program + " could not install " + String.join(" ", names(packages)) + " ("
                    + reason(outcome) + "); " + advice);
        }
    }

    private List<String> words(Stream<List<String>> parts) {
        return Stream.concat(Stream.of(program), parts.flatMap(List::stream)).toList();
    }

    private static List<String> asRoot(List<String> command) {
        return isRoot()
                ? command
                : Stream.concat(Stream.of("sudo"), command.stream()).toList();
    }

    private String reason(HostCommand.CommandResult outcome) {
        return outcome.output()
                .lines()
                .filter(line -> reason.matcher(line).matches())
                .findFirst()
                .or(() ->
                        outcome.output().lines().filter(line -> !line.isBlank()).reduce((a, b) -> b))
                .orElse("no reason given");
    }

    /** Reads both sizes from an output by two patterns. */
    private static String size(String output, String download, String disk) {
        Matcher get = Pattern.compile(download).matcher(output);
        Matcher use = Pattern.compile(disk).matcher(output);
        return get.find() && use.find()
                ? get.group(1).strip() + " to download, " + use.group(1).strip() + " on disk"
                : "";
    }

    private static HostCommand.CommandResult outcome(List<String> command) {
        try {
            return HostCommand.of(LIMIT, command.toArray(String[]::new)).run();
        } catch (IOException e) {
            return new HostCommand.CommandResult(-1, String.valueOf(e.getMessage()));
        }
    }
}
