// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.grading.UngradableException;

/** Compiles programs by the assignment's own command (R-S3, R-P3), and links them for guests, which have no libraries. */
final class ProgramCompiler {

    private static final String SCRIPT = """
            cd "$1" || exit 1
            ${TOOLS}gcc -O3 -Wall -std=c11 @/build/flags -c "$2" -o /build/program.o || exit 1
            ${TOOLS}gcc -static /build/program.o -o /build/program >/build/link.log 2>&1 && exit 0
            cat /build/link.log
            exit 1
            """;

    private ProgramCompiler() {}

    static Product build(Workshop workshop, Role role) throws IOException, UngradableException, InterruptedException {
        Optional<SubmittedFile> source = workshop.submission().file(role);
        if (source.isEmpty()) {
            return Product.missing(role);
        }
        SubmittedFile file = source.get();
        String artifact = role.baseName();
        Workshop.Bench bench = workshop.bench(artifact);
        bench.write("flags", workshop.includeOptions("-iquote"));
        String folder = Workshop.SOURCES + (file.folder().isEmpty() ? "" : "/" + file.folder());
        Sandbox.JobResult outcome = bench.bash(SCRIPT, folder, file.name());
        List<String> remarks = headerRemarks(workshop.submission(), file);
        return outcome.isSuccess() && bench.has("program")
                ? Product.built(outcome, artifact, Map.of(artifact, bench.read("program")), remarks)
                : Product.failed(outcome, remarks);
    }

    private static List<String> headerRemarks(Submission submission, SubmittedFile program) {
        return submission
                .artifacts()
                .header()
                .flatMap(submission::file)
                .filter(header -> !header.folder().equals(program.folder()))
                .map(header ->
                        List.of(program + " lies in another folder than " + header + "; the compiler was shown both."))
                .orElse(List.of());
    }
}
