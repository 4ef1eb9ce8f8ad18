// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.debian.ProxySettings;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.setup.Finding.FindingState;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;

/** What the doctor concludes from what machines say that are not at hand, and the whole of it on the one that is. */
class DoctorTests {

    private static void assertOptional(Finding finding, String detail, String fix) {
        assertThat(finding.state()).isEqualTo(FindingState.OPTIONAL);
        assertThat(finding.detail()).contains(detail);
        assertThat(finding.fix()).contains(fix);
    }

    private static void assertOk(Finding finding, String detail) {
        assertThat(finding.state()).isEqualTo(FindingState.FOUND);
        assertThat(finding.detail()).contains(detail);
        assertThat(finding.fix()).isEmpty();
    }

    // Virtualization

    @Test
    void vtxThatIsOffIsTold() {
        assertOptional(
                Virtualization.ofLinux("processor\t: 0\nflags\t\t: fpu vme sse2 ht\n"),
                "switched off",
                "switch on VT-x (Intel) or SVM (AMD) in the firmware");
    }

    @Test
    void aModuleOfKvmThatIsNotLoadedIsNamed() {
        assertOptional(
                Virtualization.ofLinux("flags\t\t: fpu vmx sse2\n"),
                "the processor has vmx",
                "sudo modprobe kvm_intel");
        assertOptional(
                Virtualization.ofLinux("flags\t\t: fpu svm sse2\n"), "the processor has svm", "sudo modprobe kvm_amd");
    }

    @Test
    void aMachineInAMachineIsTold() {
        assertOptional(
                Virtualization.ofLinux("flags\t\t: fpu hypervisor\n"), "itself a virtual one", "nested virtualization");
        assertOptional(Virtualization.ofLinux(""), "switched off, or the processor has none", "firmware");
    }

    @Test
    void windowsTellsWhoHoldsVtx() {
        assertOptional(Virtualization.ofWindows("True\r\nTrue\r\n"), "held by Hyper-V", "bcdedit");
        assertOptional(Virtualization.ofWindows("False\r\nFalse\r\n"), "switched off in the firmware", "VT-x");
        assertOk(Virtualization.ofWindows("False\r\nTrue\r\n"), "held by nobody else");
        assertOptional(Virtualization.ofWindows(""), "does not tell", "task manager");
    }

    @Test
    void macsAreOfTwoKinds() {
        assertOptional(Virtualization.ofMac("aarch64", "1\n"), "Apple silicon", "VMware Fusion");
        assertOk(Virtualization.ofMac("x86_64", "1\n"), "macOS' own");
        assertOptional(Virtualization.ofMac("x86_64", ""), "has none", "go on emulated");
    }

    // Secure Boot

    @Test
    void secureBootIsTheLastByteOfAVariable() {
        assertOk(SecureBoot.of(new byte[0], ""), "off");
        assertOk(SecureBoot.of(new byte[] {6, 0, 0, 0, 0}, "[none] integrity confidentiality"), "off");
        assertOptional(SecureBoot.of(new byte[] {6, 0, 0, 0, 1}, ""), "on: modules", "mokutil --import");
        assertOptional(SecureBoot.of(new byte[0], "none [integrity] confidentiality"), "locked down", "mokutil");
    }

    // Headers of the kernel that runs

    @Test
    void headersThatAptHasAreInstalledFromThere() {
        String release = "6.1.0-18-cloud-amd64";
        assertOk(KernelHeaders.of(release, true, false, false), "/lib/modules/6.1.0-18-cloud-amd64/build");
        assertThat(KernelHeaders.of(release, false, true, true).fix())
                .endsWith("apt-get install --no-install-recommends linux-headers-6.1.0-18-cloud-amd64");
        assertThat(KernelHeaders.of(release, false, false, true).fix())
                .contains("linux-image-cloud-amd64 linux-headers-cloud-amd64", "start again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5.15.167.4-microsoft-standard-WSL2 | WSL2's
            6.10.14-linuxkit                   | Docker Desktop's
            6.8.0-1021-azure                   | Azure's (Codespaces, CI runners)
            6.13.0-orbstack                    | OrbStack's
            """)
    void aKernelThatIsNotDebiansHasNoPackageToInstall(String release, String whose) {
        Finding finding = KernelHeaders.of(release, false, false, false);
        assertOptional(finding, "none for " + release, "which is " + whose + " and not Debian's: guests");
        assertThat(finding.fix()).contains("vagrant up").doesNotContain("apt-get install");
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.0-18-cloud-amd64, linux-headers-cloud-amd64",
        "6.12.9+bpo-cloud-amd64, linux-headers-cloud-amd64",
        "6.1.0-18-amd64, linux-headers-amd64"
    })
    void flavourIsWhatFollowsTheNumbers(String release, String headers) {
        assertThat(KernelHeaders.newest(release)).isEqualTo(headers);
    }

    // Proxies

    private static Finding proxy(Map<String, String> environment, String apt, String complaint) {
        return NetworkProxy.of(ProxySettings.of(environment, apt), (host, port) -> complaint);
    }

    @Test
    void aDeadProxyIsNamedWithItsVariableAndWithoutItsPassword() {
        Finding finding = proxy(Map.of("http_proxy", "http://ada:secret@proxy.example:3128"), "", "Connection refused");
        assertOptional(
                finding,
                "http_proxy is http://proxy.example:3128, which cannot be reached (Connection refused)",
                "unset http_proxy");
        assertThat(finding.toString()).doesNotContain("secret");
    }

    @Test
    void aDeadProxyOfAptsIsNamedWithItsSetting() {
        String dump = """
                Acquire "";
                Acquire::http "";
                Acquire::http::Proxy "http://10.0.0.1:3142";
                Acquire::http::Pipeline-Depth "0";
                """;
        assertOptional(
                proxy(Map.of(), dump, "timed out"),
                "apt's Acquire::http::Proxy is http://10.0.0.1:3142",
                "/etc/apt/apt.conf.d");
    }

    @Test
    void addressesOfProxiesAreReadAsPeopleWriteThem() {
        NetworkProxy.Reachability line = (host, port) -> host + ":" + port;
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("proxy.example:8080", "(proxy.example:8080)");
        wanted.put("http://proxy.example", "(proxy.example:80)");
        wanted.put("https://proxy.example/", "(proxy.example:443)");
        wanted.put("://", "(it is no address)");
        wanted.put("http://", "(it is no address)");
        wanted.forEach((address, told) -> assertThat(
                        NetworkProxy.of(ProxySettings.of(Map.of("https_proxy", address), ""), line)
                                .detail())
                .as(address)
                .contains(told));
        assertOk(proxy(Map.of(), "Acquire::http::Proxy \"DIRECT\";", "dead"), "none is set");
        assertOk(proxy(Map.of("http_proxy", "http://a:1"), "", ""), "http_proxy: answers");
    }

    // Sandboxes

    @Test
    void whatForbidsNamespacesIsUndoneNarrowly() {
        assertThat(SandboxTrial.remedy(false, new SandboxTrial.NamespaceRules(true, false, false)))
                .contains("bubblewrap, and nothing else", "the AppArmor profile in docs/sandbox.md");
        assertThat(SandboxTrial.remedy(false, new SandboxTrial.NamespaceRules(false, true, false)))
                .contains("kernel.unprivileged_userns_clone=1");
        assertThat(SandboxTrial.remedy(false, new SandboxTrial.NamespaceRules(false, false, true)))
                .contains("user.max_user_namespaces=");
        assertThat(SandboxTrial.remedy(false, new SandboxTrial.NamespaceRules(false, false, false)))
                .contains("grade as root");
        assertThat(SandboxTrial.remedy(true, new SandboxTrial.NamespaceRules(true, true, true)))
                .contains("--cap-add SYS_ADMIN");
    }

    // The user and the machine

    @Test
    void whatAnOrdinaryUserMayDoIsTold() {
        assertOk(Privileges.of(true, true, true), "root");
        assertOk(Privileges.of(false, true, true), "no password");
        assertOptional(Privileges.of(false, true, false), "asks for a password", "grade and bench need no root");
        assertOptional(Privileges.of(false, false, false), "there is no sudo", "take the course VM");
    }

    @Test
    void smallMachinesAreTold() {
        assertOk(MachineSize.ofMemory("MemTotal:        2014352 kB\nMemFree: 1 kB\n", 1), "1967 MB, 1 processor");
        assertOptional(MachineSize.ofMemory("MemTotal:         500000 kB\n", 2), "488 MB", "--jobs 1");
        assertOk(MachineSize.ofMemory("", 8), "8 processors");
    }

    @Test
    void aClockThatIsADayBehindIsTold() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertOk(MachineSize.ofClock(now, now.minus(Duration.ofDays(1))), "no file");
        assertOk(MachineSize.ofClock(now, now.plus(Duration.ofMinutes(5))), "no file");
        assertOptional(MachineSize.ofClock(now, now.plus(Duration.ofDays(1))), "24 hours newer", "timedatectl");
    }

    @Test
    void roomIsToldWithWhereItIs() {
        assertOk(Room.ofCache(Path.of("/c"), 1500), "1500 MB free for /c");
        assertThat(Room.ofCache(Path.of("/c"), 1499).fix()).contains("MSGSLOT_CACHE");
        assertOk(Room.ofLibraries(Optional.of(Path.of("/tmp"))), "/tmp");
        assertOptional(Room.ofLibraries(Optional.empty()), "noexec", "MSGSLOT_CACHE");
    }

    // The whole

    /** Java refuses to start programs on a system that it takes for another, so there are none to be found. */
    @ParameterizedTest
    @ValueSource(strings = {"-Dos.arch=riscv64", "-Dos.name=Mac OS X", "-Dos.name=Windows 11"})
    void theTableIsWholeOnEveryMachine(String machine) {
        LabProcess lab = LabProcess.standard().option(machine);
        Outcome outcome = (machine.startsWith("-Dos.name") ? lab.with("PATH", "/no/such/folder") : lab).run("doctor");
        assertThat(outcome.err()).doesNotContain("Exception", "internal error");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.out())
                .containsPattern("(?m)^ok       JDK ")
                .containsPattern("(?m)^ok       cache ")
                .containsPattern("(?m)^\\w+ +Vagrant ");
        if (machine.contains("Mac")) {
            assertThat(outcome.out())
                    .containsPattern("(?m)^missing  QEMU .*\n +fix: brew install qemu$")
                    .containsPattern("(?m)^ok       compilers +Debian's, in a guest; .*only Linux has compilers")
                    .doesNotContain("apt-get", "setpriv");
        } else {
            assertThat(outcome.out()).containsPattern("(?m)^missing  guest ").contains("--on model");
        }
        if (machine.contains("Windows")) {
            assertThat(outcome.out()).contains("fix: type 'wsl --install -d Debian', in its terminal");
        }
    }

    /** Whatever a program that is there and runs is asked, it is not said to be missing: busybox has no --version. */
    @Test
    void noProgramThatStartsIsMissing() {
        assertThat(LabProcess.standard().run("doctor").out()).doesNotContain("is there and does not start");
    }

    @Test
    void aProgramThatDoesNotStartIsNotOk(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("gcc");
        Files.writeString(program, "#!/no/such/interpreter\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Outcome outcome = LabProcess.standard().with("PATH", folder.toString()).run("doctor", "--grading");
        assertThat(outcome.out()).contains("missing  C compiler      " + program + " is there and does not start");
    }

    @Test
    void aCacheThatIsAFileIsMissing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cache"), "");
        Outcome outcome =
                LabProcess.standard().with("MSGSLOT_CACHE", file + "/x").run("doctor", "--grading");
        assertThat(outcome.out())
                .containsPattern("(?m)^missing  cache +\\Q" + file + "\\E cannot be written")
                .contains("set MSGSLOT_CACHE");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    @Test
    void whatDoctorsOfTwoMachinesSayIsCompared(@TempDir Path folder) throws IOException {
        String json = LabProcess.standard().run("doctor", "--json").out();
        Path one = Files.writeString(folder.resolve("one.json"), json);
        Path same = Files.writeString(folder.resolve("same.json"), json.replaceAll("\\d+ MB free", "7 MB free"));
        Outcome alike = LabProcess.standard().run("doctor", "--compare", one.toString(), same.toString());
        assertThat(alike.out()).isEqualTo("2 machines; they are alike.\n");
        assertThat(alike.exitCode()).isZero();

        DoctorReport report = DoctorReport.read(one);
        Path other = Files.writeString(
                folder.resolve("other.json"),
                json.replace("\"" + report.machine().java() + ", ", "\"11.0.2, ")
                        .replace("\"name\": \"" + report.machine().name(), "\"name\": \"pc-12"));
        Outcome outcome =
                LabProcess.standard().run("doctor", "--compare", one.toString(), same.toString(), other.toString());
        String name = report.machine().name();
        assertThat(outcome.out())
                .contains("JDK\n")
                .contains("  pc-12: ok: 11.0.2, ")
                .contains("  " + name + ", " + name + " (" + same + "): ok: ")
                .endsWith("3 machines; 1 differences.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void whatIsNoReportIsRefused(@TempDir Path folder) throws IOException {
        for (String text : List.of("", "null", "[]", "{}", "no json", "{\"schema\":\"message-slot-lab/doctor/1\"}")) {
            Path file = Files.writeString(folder.resolve("x.json"), text);
            assertThatThrownBy(() -> DoctorReport.read(file))
                    .as(text)
                    .isInstanceOf(LabException.class)
                    .hasMessage(file + " is not what 'lab doctor --json' of this version prints.");
        }
        Outcome outcome = LabProcess.standard().run("doctor", "--compare", "/no/such", "/no/such");
        assertThat(outcome.err())
                .isEqualTo("lab: cannot read /no/such; name files that 'lab doctor --json' printed.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
