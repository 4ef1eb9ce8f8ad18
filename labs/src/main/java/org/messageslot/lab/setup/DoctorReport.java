// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.lab.terminal.LabException;

/**
 * What {@code lab doctor --json} prints; docs/doctor.md describes each field.
 *
 * @param schema which fields there are
 * @param machine which machine was looked at
 * @param missing how many findings are missing
 * @param findings the findings, in their order
 */
record DoctorReport(String schema, Machine machine, long missing, List<FindingLine> findings) {

    private static final String SCHEMA = "message-slot-lab/doctor/1";
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** The machine, as it calls itself. */
    record Machine(String name, String system, String kernel, String processor, String java) {

        static Machine thisOne() {
            return new Machine(
                    ownName(),
                    ownSystem(),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.version"));
        }

        /** {@return what kind of machine it is, in a line that does not name it} */
        String line() {
            return system + ", kernel " + kernel + ", " + processor + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors, Java " + java;
        }

        private static String ownName() {
            return firstLine(Path.of("/proc/sys/kernel/hostname"))
                    .or(() -> Stream.of("COMPUTERNAME", "HOSTNAME", "HOST")
                            .map(System::getenv)
                            .filter(name -> name != null && !name.isBlank())
                            .findFirst())
                    .orElse("unnamed");
        }

        private static String ownSystem() {
            try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
                return lines.filter(line -> line.startsWith("PRETTY_NAME="))
                        .map(line -> line.replaceAll("^PRETTY_NAME=\"?|\"$", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.name"));
            } catch (IOException e) {
                return System.getProperty("os.name");
            }
        }

        private static Optional<String> firstLine(Path file) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.findFirst();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** One finding; the state is the word that the table shows. */
    record FindingLine(String what, String state, String detail, String why, List<String> packages, String fix) {
        private static FindingLine of(Finding finding) {
            return new FindingLine(
                    finding.what(),
                    finding.state().word(),
                    finding.detail(),
                    finding.why(),
                    finding.packages(),
                    finding.fix());
        }
    }

    static DoctorReport of(List<Finding> findings) {
        return new DoctorReport(
                SCHEMA,
                Machine.thisOne(),
                findings.stream().filter(Finding::isMissing).count(),
                findings.stream().map(FindingLine::of).toList());
    }

    String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /** Reads a report that was kept in a file. */
    static DoctorReport read(Path file) {
        try {
            DoctorReport report = GSON.fromJson(Files.readString(file), DoctorReport.class);
            if (isWhole(report)) {
                return report;
            }
        } catch (IOException e) {
            throw LabException.usage("cannot read " + file + "; name files that 'lab doctor --json' printed.");
        } catch (JsonParseException e) {
            // Told below, as everything else that is no report.
        }
        throw LabException.usage(file + " is not what 'lab doctor --json' of this version prints.");
    }

    /** What comes from a file may lack anything. */
    @SuppressWarnings("NullAway")
    private static boolean isWhole(@Nullable DoctorReport report) {
        return report != null
                && SCHEMA.equals(report.schema)
                && Stream.of(report.machine, report.findings).noneMatch(Objects::isNull)
                && Stream.of(
                                report.machine.name,
                                report.machine.system,
                                report.machine.kernel,
                                report.machine.processor,
                                report.machine.java)
                        .noneMatch(Objects::isNull)
                && report.findings.stream()
                        .allMatch(line -> line != null
                                && Stream.of(line.what, line.state, line.detail).noneMatch(Objects::isNull));
    }
}
