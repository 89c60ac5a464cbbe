package io.cuegrid.outline.cli;

import io.cuegrid.outline.launch.FarmEnd;
import io.cuegrid.outline.launch.FarmHome;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = {
            "Ends what up or demo started in a home, also when that launcher is gone.",
            "Frames that run on its daemons are ended; jobs are kept and go on with the next up."
        },
        footer = {"", "Example:", "  ./cuegrid down"})
final class DownCommand extends CliCommand {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "the farm's home (default: $CUEGRID_HOME, else .cuegrid " + "beside the script)")
    @Nullable
    Path home;

    @Override
    public Integer call() {
        FarmHome farmHome = FarmHome.of(home);
        boolean ended = FarmEnd.of(farmHome, output()::note);
        output().line((ended ? "ended all of " : "nothing was up in ") + farmHome.folder());
        return ExitStatus.SUCCESS.code();
    }
}
