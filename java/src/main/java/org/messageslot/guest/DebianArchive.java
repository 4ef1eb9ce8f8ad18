// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Debian 12's archive, asked through an apt state of our own: without root, whatever suites this machine has enabled, and
 * without touching the machine's own package lists.
 */
final class DebianArchive {

    private static final String RELEASE = "bookworm";
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "ALL_PROXY", "all_proxy");

    private final Path folder;

    private DebianArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * One version of a package.
     *
     * @param name its name
     * @param version its version
     * @param depends the names that it depends on, alternatives left out
     */
    record DebianPackage(String name, String version, List<String> depends) {}

    /**
     * Fetch the archive's lists.
     *
     * @param folder where the state may live; an existing folder
     * @param architecture whose packages
     * @return the archive
     * @throws GuestUnavailableException if there is no apt, no mirror, or no network
     */
    static DebianArchive open(Path folder, Architecture architecture) throws IOException {
        for (String tool : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            if (HostCommand.find(tool).isEmpty()) {
                throw new GuestUnavailableException("The guest's kernel comes from Debian's packages, and " + tool
                        + " is not on this machine; use a Debian or Ubuntu machine, the course VM, or --on model.");
            }
        }
        DebianArchive archive = new DebianArchive(folder);
        archive.configure(architecture);
        HostCommand.Outcome outcome = archive.apt("apt-get", "-q", "update");
        if (!outcome.isSuccess()) {
            throw unreachable(outcome);
        }
        return archive;
    }

    private static GuestUnavailableException unreachable(HostCommand.Outcome outcome) {
        return new GuestUnavailableException(
                "The guest's kernel is not in the cache and Debian's archive cannot be reached ("
                        + reason(outcome.output()) + "); " + remedy(outcome.output(), System.getenv()) + ".");
    }

    /** {@return what apt gives as the reason, below the line that names the address, or else in its errors} */
    static String reason(String output) {
        List<String> lines = output.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith("Err:") && lines.get(i + 1).startsWith("  ")) {
                return lines.get(i + 1).strip();
            }
        }
        return lines.stream()
                .filter(line -> line.startsWith("E: ") || line.startsWith("Err:"))
                .findFirst()
                .or(() -> lines.stream().filter(line -> !line.isBlank()).reduce((a, b) -> b))
                .orElse("apt says nothing");
    }

    /** {@return what to do about it: the clock, a proxy that somebody set, or the network} */
    static String remedy(String output, Map<String, String> environment) {
        if (output.contains("not valid yet") || output.contains("is expired")) {
            return "this machine's clock may be wrong: look with 'date', and set it with: sudo timedatectl set-ntp true";
        }
        List<String> proxies = environment.entrySet().stream()
                .filter(variable -> PROXIES.contains(variable.getKey())
                        && !variable.getValue().isBlank())
                .map(variable -> variable.getKey() + "=" + variable.getValue().replaceFirst("//[^/@]*@", "//"))
                .sorted()
                .toList();
        String network = "connect to the network once, or name a mirror in MSGSLOT_DEBIAN_MIRROR";
        return proxies.isEmpty()
                ? network + " (lab doctor tells whether apt has a proxy that is dead)"
                : "it was asked through " + String.join(", ", proxies) + ": correct or unset that; or " + network;
    }

    private void configure(Architecture architecture) throws IOException {
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(folder.resolve("sources.list"), sourcesList(architecture));
        // The hooks of the machine's own configuration expect root, and its pins are about its own packages.
        Files.writeString(folder.resolve("apt.conf"), """
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear Acquire::IndexTargets::deb::DEP-11;
                Dir::State "%1$s";
                Dir::State::lists "%1$s/lists";
                Dir::State::status "%1$s/status";
                Dir::Cache "%1$s/cache";
                Dir::Etc::sourcelist "%1$s/sources.list";
                Dir::Etc::sourceparts "/dev/null";
                Dir::Etc::preferences "/dev/null";
                Dir::Etc::preferencesparts "/dev/null";
                APT::Architecture "%2$s";
                APT::Architectures { "%2$s"; };
                APT::Sandbox::User "";
                Acquire::Languages "none";
                Acquire::Retries "2";
                APT::Update::Error-Mode "any";
                """.formatted(folder, architecture.debianName()));
    }

    private static String sourcesList(Architecture architecture) throws IOException {
        String[] mirrors = mirrors();
        String options = "[arch=" + architecture.debianName() + signedBy() + "] ";
        return "deb " + options + mirrors[0] + " " + RELEASE + " main\n"
                + "deb " + options + mirrors[0] + " " + RELEASE + "-updates main\n"
                + "deb " + options + mirrors[1] + " " + RELEASE + "-security main\n";
    }

    /** The archive's mirror and the security archive's: what the user says, else what the machine's apt uses. */
    private static String[] mirrors() throws IOException {
        String named = Optional.ofNullable(System.getenv("MSGSLOT_DEBIAN_MIRROR"))
                .orElse("")
                .strip();
        if (!named.isEmpty()) {
            String[] words = named.split("\\s+", -1);
            return words.length > 1 ? words : new String[] {words[0], securityBeside(words[0])};
        }
        AptSources sources = AptSources.in(Path.of("/etc/apt"));
        String archive = sources.archive()
                .orElseThrow(
                        () -> new GuestUnavailableException("The guest's kernel comes from Debian's archive, and this"
                                + " machine's apt names no mirror of it; set MSGSLOT_DEBIAN_MIRROR to one (its address ends in"
                                + " /debian)."));
        return new String[] {archive, sources.security().orElse(securityBeside(archive))};
    }

    /** Mirrors keep the two archives side by side under these names. */
    private static String securityBeside(String archive) {
        return archive.replaceAll("/+$", "").replaceAll("/debian$", "") + "/debian-security";
    }

    private static String signedBy() {
        Path keyring = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
        return Files.exists(keyring) ? " signed-by=" + keyring : "";
    }

    private HostCommand.Outcome apt(String program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(program, "-c", folder.resolve("apt.conf").toString()));
        words.addAll(Arrays.asList(arguments));
        return new HostCommand(words, Map.of(), LIMIT).run();
    }

    /** {@return a package's newest version} */
    DebianPackage find(String name) throws IOException {
        HostCommand.Outcome outcome = apt("apt-cache", "show", "--no-all-versions", name);
        if (!outcome.isSuccess()) {
            throw new GuestUnavailableException("Debian's archive as this machine's mirror has it holds no package "
                    + name + "; name another mirror in MSGSLOT_DEBIAN_MIRROR.");
        }
        return parse(name, outcome.output());
    }

    static DebianPackage parse(String name, String control) {
        List<String> depends = Arrays.stream(field(control, "Depends").split(",", -1))
                .map(item -> item.strip().replaceAll("[ (|].*", ""))
                .filter(item -> !item.isEmpty())
                .toList();
        return new DebianPackage(name, field(control, "Version"), depends);
    }

    private static String field(String control, String name) {
        String prefix = name + ": ";
        return control.lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()))
                .orElse("");
    }

    /**
     * Follow dependencies.
     *
     * @param roots where to begin
     * @param wanted which dependencies to follow
     * @return the packages, roots included, in the order in which they were met
     */
    List<DebianPackage> closure(List<String> roots, Predicate<String> wanted) throws IOException {
        Map<String, DebianPackage> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (found.containsKey(name)) {
                continue;
            }
            DebianPackage pack = find(name);
            found.put(name, pack);
            pack.depends().stream().filter(wanted).forEach(open::add);
        }
        return List.copyOf(found.values());
    }

    /** Downloads packages and unpacks them into one folder. */
    void unpack(List<DebianPackage> packages, Path into) throws IOException {
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        List<String> words = new ArrayList<>(
                List.of("apt-get", "-q", "-c", folder.resolve("apt.conf").toString(), "download"));
        packages.forEach(pack -> words.add(pack.name() + "=" + pack.version()));
        // apt-get downloads into its working folder, and has no option for another.
        List<String> inFolder = new ArrayList<>(List.of("sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"));
        inFolder.add(downloads.toString());
        inFolder.addAll(words);
        HostCommand.Outcome outcome = new HostCommand(inFolder, Map.of(), LIMIT).run();
        if (!outcome.isSuccess()) {
            throw unreachable(outcome);
        }
        try (var files = Files.list(downloads)) {
            for (Path file : files.sorted().toList()) {
                HostCommand.Outcome unpacked = HostCommand.of(LIMIT, "dpkg-deb", "-x", file.toString(), into.toString())
                        .run();
                if (!unpacked.isSuccess()) {
                    throw new IOException("Cannot unpack " + file.getFileName() + ": " + unpacked.lastLine());
                }
            }
        }
        FileTree.delete(downloads);
    }
}
