// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.model.FileState;
import org.messageslot.model.ModelKernel;

class SystematicScriptTests {

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 3"})
    void eachTwoCallsFollowEachOtherInEachCondition(long seed, int censorEvery) {
        List<ScriptStep> script = new SystematicScript(seed, censorEvery).steps();
        boolean censorship = censorEvery > 0;
        assertThat(made(script, censorEvery)).containsAll(AskedInARow.all(censorship));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 4"})
    void aSeedMakesOneScript(long seed, int censorEvery) {
        String script = new SystematicScript(seed, censorEvery).steps().toString();
        assertThat(new SystematicScript(seed, censorEvery).steps()).hasToString(script);
        assertThat(new SystematicScript(seed + 1, censorEvery).steps().toString())
                .isNotEqualTo(script);
    }

    /** Runs a script once more, on a fresh model. */
    private static Set<AskedInARow> made(List<ScriptStep> script, int censorEvery) {
        ModelKernel kernel = new ModelKernel(censorEvery);
        SystemCalls process = kernel.process();
        FileHistory history = new FileHistory(censorEvery > 0);
        Set<AskedInARow> made = new HashSet<>();
        for (ScriptStep step : script) {
            Call call = ((ScriptStep.CallStep) step).call();
            Optional<FileState> before =
                    call instanceof Call.OnDescriptor on ? kernel.file(process, on.fd()) : Optional.empty();
            Result result = process.run(call);
            before.flatMap(file -> history.note(call, file, result))
                    .flatMap(FileHistory.InTurn::inARow)
                    .ifPresent(made::add);
        }
        return made;
    }
}
