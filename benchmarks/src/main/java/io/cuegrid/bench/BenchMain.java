package io.cuegrid.bench;

import io.cuegrid.bench.core.CoreCommand;
import io.cuegrid.bench.farm.EchoServerCommand;
import io.cuegrid.bench.farm.FarmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main of {@code ./cuegrid bench}. */
@Command(name = "cuegrid", subcommands = BenchMain.Bench.class)
public final class BenchMain {
    private static final String LOGBACK_PROPERTY = "logback.configurationFile";

    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_PROPERTY) == null) {
            System.setProperty(LOGBACK_PROPERTY, "cuegrid-bench-logback.xml");
        }
        CommandLine commandLine = new CommandLine(new BenchMain());
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("cuegrid bench: " + failure);
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(commandLine.execute(arguments));
    }

    /** The word that the launcher passes on. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = "Measures how fast cuegrid is, and checks that it stays right.",
            subcommands = {CoreCommand.class, FarmCommand.class, EchoServerCommand.class})
    static final class Bench {}
}
