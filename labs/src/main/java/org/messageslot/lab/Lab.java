// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.messageslot.ErrnoException;
import org.messageslot.lab.bench.BenchCommand;
import org.messageslot.lab.course.AutograderCommand;
import org.messageslot.lab.course.CompareCommand;
import org.messageslot.lab.course.ExportCommand;
import org.messageslot.lab.course.MergeCommand;
import org.messageslot.lab.course.SimilarityCommand;
import org.messageslot.lab.explain.ExplainCommand;
import org.messageslot.lab.grade.ChecksCommand;
import org.messageslot.lab.grade.GradeCommand;
import org.messageslot.lab.grade.ReproCommand;
import org.messageslot.lab.practice.SkeletonCommand;
import org.messageslot.lab.practice.WatchCommand;
import org.messageslot.lab.setup.DoctorCommand;
import org.messageslot.lab.setup.HeadersCommand;
import org.messageslot.lab.setup.KernelsCommand;
import org.messageslot.lab.setup.SelftestCommand;
import org.messageslot.lab.site.SiteCommand;
import org.messageslot.lab.slot.ReadCommand;
import org.messageslot.lab.slot.SendCommand;
import org.messageslot.lab.slot.ShellCommand;
import org.messageslot.lab.slot.TourCommand;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.StandardOutput;
import org.messageslot.lab.variants.VariantsCommand;
import org.messageslot.lab.walk.WalkCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code lab} command: reads the command line, and turns every exception into one sentence and an exit code. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A teaching lab around one small Linux kernel module: the message slot.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nCommands that are scripts of their own (each has --help):%n",
        footer = {
            "  provision  Set up this Debian machine, or the course VM: module, nodes, lab.",
            "  box        Build the course VM's box from Debian's packages.",
            "  try        Load your module into this machine's own kernel, on purpose.",
            "",
            "Examples:",
            "  lab tour                        see a message go through a real kernel",
            "  lab send /dev/slot0 7 hello     leave a message on channel 7",
            "  lab read /dev/slot0 7           read it; it stays",
            "  lab shell --on model            try things in jshell, on any machine",
            "  lab skeleton ex3                begin a module of your own, in eight steps",
            "  lab watch ex3 --upto 1          an answer after each save",
            "  lab grade kernel                judge a module, each check in a fresh kernel",
            "  lab doctor --fix                find out what is missing, and install it",
            "",
            "Exit codes: 0 done; 1 what was asked for failed; 2 the command line is wrong;",
            "  3 something that is needed is missing, and the message says how to get it;",
            "  4 somebody has to decide something first, and the message says what."
        })
final class Lab implements Runnable {

    /** Shows the trace of an internal error; for developers of the lab. */
    private static final String DEBUG = "LAB_DEBUG";

    /** In the order of the help; each is named as its class is, without "Command". */
    private static final List<Class<?>> COMMANDS = List.of(
            TourCommand.class,
            SendCommand.class,
            ReadCommand.class,
            ShellCommand.class,
            WalkCommand.class,
            SiteCommand.class,
            DoctorCommand.class,
            SelftestCommand.class,
            HeadersCommand.class,
            KernelsCommand.class,
            SkeletonCommand.class,
            WatchCommand.class,
            GradeCommand.class,
            ExportCommand.class,
            CompareCommand.class,
            MergeCommand.class,
            SimilarityCommand.class,
            AutograderCommand.class,
            ExplainCommand.class,
            ReproCommand.class,
            ChecksCommand.class,
            VariantsCommand.class,
            BenchCommand.class,
            HelpCommand.class);

    /** What is answered without knowing what any command is like. */
    private static final List<String> OUTLINED = List.of("--help", "-h", "--version", "-V");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] arguments) {
        StandardOutput output = StandardOutput.install();
        int exitCode = execute(arguments);
        System.out.flush();
        System.exit(output.conclude(exitCode, System.err));
    }

    /** Where the machine gives no more memory, nothing but the end is left. */
    static int execute(String... arguments) {
        try {
            return commandLine(arguments).execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("lab: this machine gives no more memory, or no more threads (" + e.getMessage()
                    + "); type 'ulimit -v unlimited', close other programs, or run fewer guests with -j 1.");
            return ExitCode.MISSING;
        }
    }

    /** {@return the command line with all its commands} */
    static CommandLine commandLine() {
        return commandLine(COMMANDS).addSubcommand("completion", completion());
    }

    /** Reads the one command that is asked for: to read what all are like takes a third of a second. */
    private static CommandLine commandLine(String... arguments) {
        if (arguments.length == 0 || (arguments.length == 1 && OUTLINED.contains(arguments[0]))) {
            return outline();
        }
        List<Class<?>> asked = COMMANDS.stream()
                .filter(command -> name(command).equals(arguments[0]))
                .filter(command -> command != HelpCommand.class)
                .toList();
        return asked.isEmpty() ? commandLine() : commandLine(asked);
    }

    /** {@return the command line with what the help says of each command, and nothing else of it} */
    static CommandLine outline() {
        CommandLine outline = commandLine(List.of());
        for (Class<?> command : COMMANDS) {
            Command said = command.getAnnotation(Command.class);
            CommandSpec only = CommandSpec.create();
            only.usageMessage().header(said.header()).description(said.description());
            outline.addSubcommand(said.name(), only);
        }
        return outline.addSubcommand("completion", completion());
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine commandLine = new CommandLine(new Lab());
        commands.forEach(command -> commandLine.addSubcommand(command));
        return commandLine
                .setExecutionExceptionHandler(new CommandFailure())
                .setParameterExceptionHandler(new Refusal())
                .setUsageHelpAutoWidth(false);
    }

    private static String name(Class<?> command) {
        return command.getSimpleName().replaceFirst("Command$", "").toLowerCase(Locale.ROOT);
    }

    private static CommandLine completion() {
        CommandLine completion = new CommandLine(new GenerateCompletion());
        completion.getCommandSpec().usageMessage().description("Print a completion script for bash and zsh.");
        return completion;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** Tells of a command that failed. A class, for Java's archive of classes takes no lambda of picocli's old ones. */
    private static final class CommandFailure implements CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
            PrintWriter err = command.getErr();
            if (e instanceof LabException known) {
                err.println("lab: " + known.getMessage());
                return known.exitCode();
            }
            if (e instanceof ErrnoException failure) {
                err.println("lab: " + failure.getMessage());
                return ExitCode.FAILED;
            }
            err.println("lab: internal error: " + e + "; set " + DEBUG + "=1 to see where.");
            if (System.getenv(DEBUG) != null) {
                e.printStackTrace(err);
            }
            return ExitCode.FAILED;
        }
    }

    /** Tells of a command line that is wrong. */
    private static final class Refusal implements CommandLine.IParameterExceptionHandler {
        @Override
        public int handleParseException(CommandLine.ParameterException e, String[] arguments) {
            CommandLine command = e.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("lab: " + e.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USAGE;
        }
    }
}
