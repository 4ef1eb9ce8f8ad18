// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import org.messageslot.lab.walk.Session.SnippetPlace;

/** Scripts for tests: the kit's own, and small ones made up on the spot. */
public final class Scripts {

    /** The kit's folder, seen from the module's. */
    public static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final String HEAD = """
            // SPDX-License-Identifier: Apache-2.0
            import org.messageslot.*;
            import org.messageslot.calls.*;
            import static org.messageslot.lab.desk.Desk.*;
            import static org.messageslot.lab.desk.Wants.*;
            int verdict = 1;
            verdict = org.messageslot.lab.walk.PlainRun.judge("99-sample.jsh");
            /exit verdict

            SystemCalls calls = calls();

            // # A sample
            // minutes: 10
            """;

    /** The number of the first line of a sample's body. */
    static final int BODY = (int) HEAD.lines().count() + 1;

    private Scripts() {}

    static Settings settings() {
        return Settings.ofThisMachine(HOME, "model");
    }

    static List<String> lines(String body) {
        return (HEAD + body).lines().toList();
    }

    static Walkthrough sample(String body) throws WalkthroughException {
        return parse(lines(body));
    }

    static Walkthrough parse(List<String> lines) throws WalkthroughException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            return new WalkthroughParser(Completeness.of(shell)).parse(Path.of("99-sample.jsh"), lines);
        }
    }

    static List<Complaint> complaints(String body) throws WalkthroughException {
        return complaints(sample(body), new Acceptance());
    }

    static List<Complaint> complaints(Walkthrough walkthrough, Acceptance acceptance) {
        List<Complaint> complaints = new ArrayList<>();
        try (Session session = Session.start(SnippetPlace.WITHIN, settings(), unused -> {})) {
            complaints.addAll(new WalkthroughCheck(walkthrough, session, "model", acceptance::note).run());
        }
        return complaints;
    }
}
