// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.walk.Expectation.ExpectationKind;
import org.messageslot.lab.walk.Session.SnippetPlace;

/**
 * Runs and judges a script that was given to plain {@code jshell}. There, a failing script would not fail: the
 * exit code is 0 whatever happens, so the script's first lines call this, and leave with its verdict.
 */
public final class PlainRun {

    private PlainRun() {}

    /**
     * Checks a script under plain {@code jshell}, which judges nothing by itself: runs it, and prints what happens.
     *
     * @param script the script's name
     * @return 0 if all that the script says is so, else 1
     */
    public static int judge(String script) {
        try {
            Path file = find(script, Kit.home());
            return judge(file);
        } catch (WalkthroughException | IOException e) {
            System.out.println(e.getMessage());
            return 1;
        }
    }

    private static int judge(Path file) throws WalkthroughException, IOException {
        String target = System.getProperty(KernelChoice.PROPERTY, "model");
        Path kit = Optional.ofNullable(file.toAbsolutePath().getParent())
                .map(Path::getParent)
                .orElse(file);
        try (Session session = Session.start(SnippetPlace.WITHIN, Settings.ofThisMachine(kit, target), unused -> {})) {
            Walkthrough walkthrough = new WalkthroughParser(session.completeness()).parse(file);
            System.out.println(walkthrough.title() + "  (" + file + ", on the " + target + ")\n");
            WalkthroughCheck check = new WalkthroughCheck(walkthrough, session, target, PlainRun::show);
            List<Complaint> complaints = check.run();
            System.out.println();
            complaints.forEach(System.out::println);
            System.out.println(summary(walkthrough, complaints));
            return complaints.isEmpty() ? 0 : 1;
        }
    }

    private static void show(WalkthroughStep.Snippet snippet, SnippetResult outcome, List<String> calls) {
        System.out.println("jshell> " + snippet.source().replace("\n", "\n   ...> "));
        outcome.printedLines().forEach(System.out::println);
        outcome.asExpectations().stream()
                .filter(line -> !line.startsWith(ExpectationKind.PRINTS.sign()))
                .forEach(System.out::println);
        calls.forEach(call -> System.out.println("  " + call));
    }

    private static String summary(Walkthrough walkthrough, List<Complaint> complaints) {
        int expectations = walkthrough.snippets().stream()
                .mapToInt(snippet -> snippet.expectations().size())
                .sum();
        return complaints.isEmpty()
                ? walkthrough.fileName() + ": all " + expectations + " expectations hold."
                : walkthrough.fileName() + ": " + complaints.size() + " of it did not come true.";
    }

    /** The file that jshell was given, or one of that name where scripts usually are. */
    private static Path find(String script, Path home) throws WalkthroughException {
        List<Path> candidates = new ArrayList<>();
        ProcessHandle.current()
                .parent()
                .flatMap(parent -> parent.info().arguments())
                .ifPresent(arguments -> List.of(arguments).stream()
                        .filter(argument -> argument.endsWith(script))
                        .forEach(argument -> candidates.add(Path.of(argument))));
        candidates.add(Path.of(script));
        candidates.add(Path.of("labs", script));
        candidates.add(home.resolve("labs").resolve(script));
        ownFolder().ifPresent(folder -> candidates.add(folder.resolve(script)));
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new WalkthroughException(script + " was not found; run it from the kit's folder."));
    }

    /** The folder {@code labs/} that this class was built in: of {@code labs/target/classes} or a jar beside it. */
    private static Optional<Path> ownFolder() {
        try {
            Path code = Path.of(PlainRun.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(code.getParent()).map(Path::getParent);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
