package io.cuegrid.outline.cli;

import io.cuegrid.outline.launch.LaunchException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The main of the command line: one subcommand a class. */
@Command(
        name = "cuegrid",
        synopsisSubcommandLabel = "COMMAND",
        description = "cuegrid runs a render farm.",
        subcommandsRepeatable = false,
        subcommands = {
            HelpCommand.class,
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            LayersCommand.class,
            FramesCommand.class,
            WhyCommand.class,
            HostsCommand.class,
            ProcsCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            KillCommand.class,
            RetryCommand.class,
            EatCommand.class,
            LogCommand.class,
            HistoryCommand.class,
            RulesCommand.class,
            TokenCommand.class,
            RangeCommand.class
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Processes, started by demo and up, or by hand (each has --help):",
            "  node       a member of the grid: schedules, answers gRPC and REST",
            "  host       a host daemon: runs frames on this machine",
            "  gateway    REST for a grid on other machines",
            "  postgres   the history's database",
            "",
            "For those who look inside: inspect, replay, bench (each has --help).",
            "",
            "Examples:",
            "  ./cuegrid demo                see a real job render",
            "  ./cuegrid up                  start a farm on this machine",
            "  ./cuegrid submit job.yaml     give it work",
            "  ./cuegrid help submit         all about one command",
            "",
            "Exit status: 0 done, 1 failed or refused, 2 wrong words, 3 no grid answers, 4 no such job, frame or host,",
            "5 token refused, 6 a job that was waited for did not succeed."
        })
public final class CuegridMain implements Runnable {
    private static final String LOGBACK_PROPERTY = "logback.configurationFile";
    private static final int HELP_WIDTH = 110;

    private final Output output;

    @Spec
    CommandSpec spec;

    CuegridMain(Output output) {
        this.output = output;
    }

    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_PROPERTY) == null) {
            System.setProperty(LOGBACK_PROPERTY, "cuegrid-cli-logback.xml");
        }
        System.exit(run(Output.ofProcess(), arguments));
    }

    /** @return the exit status */
    public static int run(Output output, String... arguments) {
        CommandLine commandLine = new CommandLine(new CuegridMain(output));
        commandLine.setOut(new PrintWriter(output.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(output.err(), true, StandardCharsets.UTF_8));
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionStrategy(CuegridMain::runLast);
        commandLine.setParameterExceptionHandler((wrong, given) -> sayWrongWords(wrong, output));
        commandLine.setExecutionExceptionHandler(failureHandler(output));
        return commandLine.execute(arguments);
    }

    Output output() {
        return output;
    }

    @Override
    public void run() {
        spec.commandLine().usage(output.out());
    }

    /** Only the last word is run: an option that an earlier one took would be lost without a sentence. */
    private static int runLast(ParseResult parsed) {
        for (ParseResult each = parsed; each.hasSubcommand(); each = each.subcommand()) {
            for (OptionSpec option : each.matchedOptions()) {
                if (!option.usageHelp()) {
                    String word = each.subcommand().commandSpec().name();
                    throw new ParameterException(
                            each.commandSpec().commandLine(),
                            option.longestName() + " stands before " + word + ", where it says nothing about it: put it"
                                    + " behind " + word);
                }
            }
        }
        return new RunLast().execute(parsed);
    }

    private static int sayWrongWords(ParameterException wrong, Output output) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched && command.getParent() == null) {
            String word = unmatched.getUnmatched().get(0);
            List<String> near =
                    NearestNames.of(word, List.copyOf(command.getSubcommands().keySet()));
            output.note("there is no command '" + word + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                    + (near.isEmpty() ? ": " : " ") + "./cuegrid help lists all");
        } else {
            output.note(firstLine(wrong) + " (see ./" + command.getCommandSpec().qualifiedName(" ") + " --help)");
        }
        return ExitStatus.USAGE.code();
    }

    private static IExecutionExceptionHandler failureHandler(Output output) {
        return (failure, command, parsed) -> {
            if (failure instanceof CliFailure cliFailure) {
                output.note(cliFailure.sentence());
                return cliFailure.status().code();
            }
            if (failure instanceof LaunchException || failure instanceof IllegalArgumentException) {
                output.note(firstLine(failure));
                return failure instanceof LaunchException ? ExitStatus.FAILED.code() : ExitStatus.USAGE.code();
            }
            output.note("something unexpected happened: " + failure);
            failure.printStackTrace(output.err());
            return ExitStatus.FAILED.code();
        };
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }
}
