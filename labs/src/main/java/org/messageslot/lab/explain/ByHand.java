// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.Stepping;
import org.messageslot.grading.slot.referee.Turn;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** {@code lab explain --try}: a person chooses which thread goes on. */
final class ByHand {

    private static final String KEYS = "Enter: the one in brackets; u: undo one choice; r: restart; q: quit";

    private final Stepping stepping;
    private final Screen screen;
    private final SteppingText text;

    ByHand(Stepping stepping, Screen screen) {
        this.stepping = stepping;
        this.screen = screen;
        this.text = new SteppingText(screen.width());
    }

    /**
     * Reads choices that were given with the command.
     *
     * @param typed names of threads
     * @param scenario whose threads
     * @return the threads' numbers
     * @throws LabException if it is anything else, or there is no such thread
     */
    static List<Integer> choices(String typed, Scenario scenario) {
        try {
            return SteppingText.threads(typed, scenario);
        } catch (IllegalArgumentException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes choices that were given, and lets the rest come by itself.
     *
     * @param choices the threads' numbers
     * @return the exit code
     * @throws LabException if one of them cannot be made
     * @throws Exception if the module cannot be watched any more
     */
    int make(List<Integer> choices) throws Exception {
        for (int choice : choices) {
            try {
                stepping.choose(choice);
            } catch (IllegalArgumentException e) {
                throw LabException.usage(String.valueOf(e.getMessage()));
            }
        }
        screen.write(text.opening(stepping.scenario()) + "\n" + text.result(stepping));
        if (stepping.next().isPresent()) {
            screen.write("After these choices, the thread that was at work went on each time.\n");
        }
        return exitCode();
    }

    /**
     * Asks for one choice after the other.
     *
     * @param keyboard what is typed; its end means that there is nothing more
     * @return the exit code
     * @throws Exception if the module cannot be watched any more
     */
    int ask(BufferedReader keyboard) throws Exception {
        screen.write(text.opening(stepping.scenario()) + KEYS + "\n");
        int exitCode = ExitCode.DONE;
        boolean goesOn = true;
        while (goesOn) {
            Optional<Turn> turn = stepping.next();
            if (turn.isPresent()) {
                screen.write(text.happened(stepping) + text.standing(stepping));
            } else {
                exitCode = exitCode();
                screen.write(text.result(stepping));
            }
            goesOn = isAnswered(keyboard, turn);
        }
        return exitCode;
    }

    /** {@return whether there is more to ask} */
    private boolean isAnswered(BufferedReader keyboard, Optional<Turn> turn) throws Exception {
        while (true) {
            screen.write(question(turn));
            String typed = line(keyboard);
            screen.write("\n");
            try {
                return goesOn(typed, turn);
            } catch (IllegalArgumentException e) {
                screen.write(e.getMessage() + "\n");
            }
        }
    }

    private String question(Optional<Turn> turn) {
        int threads = stepping.scenario().threads().size();
        return turn.map(one -> SteppingText.question(one, threads))
                .orElse("u: undo one choice; r: restart; Enter: quit ");
    }

    private boolean goesOn(String typed, Optional<Turn> turn) throws Exception {
        switch (typed) {
            case "q" -> {
                return false;
            }
            case "u" -> stepping.back();
            case "r" -> stepping.restart();
            case "" -> {
                if (turn.isEmpty()) {
                    return false;
                }
                choose(List.of(turn.get().expected()));
            }
            default -> choose(SteppingText.threads(typed, stepping.scenario()));
        }
        return true;
    }

    private void choose(List<Integer> choices) throws Exception {
        for (int i = 0; i < choices.size(); i++) {
            int choice = choices.get(i);
            screen.working("replaying", progress -> {
                stepping.choose(choice);
                return choice;
            });
            if (i + 1 < choices.size()) {
                screen.write(text.happened(stepping));
            }
        }
    }

    private static String line(BufferedReader keyboard) throws IOException {
        String line = keyboard.readLine();
        return line == null ? "q" : line.strip().toLowerCase(Locale.ROOT);
    }

    private int exitCode() {
        return stepping.result().isRight() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
