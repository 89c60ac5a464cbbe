package io.cuegrid.outline.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "help",
        description = "Shows all commands, or all about one.",
        footer = {"", "Examples:", "  ./cuegrid help", "  ./cuegrid help history frames"})
final class HelpCommand extends CliCommand {
    private static final Set<String> OF_OTHER_MODULES =
            Set.of("node", "host", "gateway", "postgres", "bench", "inspect", "replay", "render");

    @Parameters(paramLabel = "COMMAND", arity = "0..2", description = "the command's name")
    String @Nullable [] names;

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names == null ? new String[0] : names) {
            if (OF_OTHER_MODULES.contains(name)) {
                output().line("This is a program of its own: ./cuegrid " + name + " --help");
                return ExitStatus.SUCCESS.code();
            }
            CommandLine sub = command.getSubcommands().get(name);
            if (sub == null) {
                throw new CliFailure(ExitStatus.USAGE, "there is no command '" + name + "': ./cuegrid help lists all");
            }
            command = sub;
        }
        command.usage(output().out());
        return ExitStatus.SUCCESS.code();
    }
}
