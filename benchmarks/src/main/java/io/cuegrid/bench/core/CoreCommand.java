package io.cuegrid.bench.core;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.report.Machine;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench core}: one cell on one thread. */
@Command(
        name = "core",
        mixinStandardHelpOptions = true,
        description = "Measures one cell on one thread: encoded commands in, events out.",
        footer = {
            "",
            "Scenarios:",
            "  maestro   1,553 hosts, 57,248 cores kept full with the mix of OpenCue's Maestro simulator",
            "  megahost  10,000 idle hosts, 360,000 cores: how long until they are full",
            "  huge      100,000 hosts, 3.6 million cores kept full, ten million frames; needs -Xmx2g",
            "  tagmax    the Maestro farm in 120 groups of hosts, 25,000 layers waiting",
            "  submit    one job of 100,000 frames with a frame-by-frame depend",
            "",
            "Example:",
            "  ./cuegrid bench core --scenario maestro --json"
        })
public final class CoreCommand implements Callable<Integer> {
    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "maestro, megahost, huge, tagmax, submit (default: maestro)")
    private String scenario = "maestro";

    @Option(names = "--seconds", paramLabel = "N", description = "measured time (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds before it (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds = 20;

    @Option(names = "--shadow", description = "a second replica follows and must end equal; slower")
    private boolean shadow;

    @Option(names = "--json", description = "the last line is one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CoreScenario chosen = CoreScenario.valueOf(scenario.toUpperCase(Locale.ROOT));
        CoreResult result = chosen.run(warmUpSeconds, seconds, shadow);
        Figures figures = result.figures().with(Machine.figures());
        PrintWriter out = spec.commandLine().getOut();
        out.print(figures.table());
        if (json) {
            out.println(figures.json());
        }
        out.flush();
        return result.digestsEqual() ? 0 : 1;
    }
}
