package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.report.Machine;
import io.cuegrid.core.cell.Cell;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench farm}: real nodes and a real database under simulated hosts. */
@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        description = "Measures a whole farm: nodes and PostgreSQL as processes, simulated hosts over real streams.",
        footer = {
            "",
            "Scenarios:",
            "  drain            1,200 hosts of 16 to 128 cores, frames of no length",
            "  completionstorm  80 hosts of 16 cores, one-core frames of no length",
            "  maestro          1,553 hosts with the Maestro simulator's mix, 0.027 s for a minute",
            "  latency          one-frame jobs on an idle farm, one after the other",
            "  submit           jobs of 100,000 frames, one after the other",
            "  megahost         10,000 hosts with 360,000 cores, filled at once",
            "  heartbeats       10,000 hosts with 30 long frames each, beside short frames",
            "  reads            completionstorm, alone and then with 100 reads a second beside it",
            "  echo             the ceiling: the same messages, answered without any scheduling",
            "",
            "Each run ends with an audit of three records: what the hosts saw, the journals, PostgreSQL.",
            "Exit status 0 only when the audit is clean.",
            "",
            "Example:",
            "  ./cuegrid bench farm --scenario drain --seconds 60 --json"
        })
public final class FarmCommand implements Callable<Integer> {
    private static final String ECHO = "echo";

    @Option(names = "--scenario", paramLabel = "NAME", description = "one of the above (default: ${DEFAULT-VALUE})")
    private String scenario = "completionstorm";

    @Option(names = "--seconds", paramLabel = "N", description = "measured time (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--warmup-seconds", paramLabel = "N", description = "seconds before it (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds = 20;

    @Option(names = "--members", paramLabel = "N", description = "nodes, 1 or 2 (default: ${DEFAULT-VALUE})")
    private int members = 1;

    @Option(
            names = "--node-options",
            paramLabel = "TEXT",
            description = "JVM options of the nodes (default: ${DEFAULT-VALUE})")
    private String nodeOptions = "-Xms1g -Xmx2g";

    @Option(names = "--keep", description = "leaves the home with journals, database and logs")
    private boolean keep;

    @Option(names = "--json", description = "the last line is one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        @Nullable FarmScenario chosen = scenario.equalsIgnoreCase(ECHO) ? null : chosen();
        Path home = Files.createTempDirectory("cuegrid-bench-");
        PrintWriter err = spec.commandLine().getErr();
        boolean clean = false;
        try {
            Consumer<String> progress = line -> {
                err.println(line);
                err.flush();
            };
            Figures figures;
            if (chosen == null) {
                figures = new EchoRun(root(), home, nodeOptions, progress).run(warmUpSeconds, seconds);
                clean = true;
            } else {
                FarmResult result = new FarmRun(chosen, root(), home, members, nodeOptions, Cell::new, progress)
                        .run(warmUpSeconds, seconds);
                clean = result.verdict().isClean();
                figures = result.figures().text("nodeOptions", nodeOptions);
            }
            figures.with(Machine.figures());
            PrintWriter out = spec.commandLine().getOut();
            out.print(figures.table());
            if (json) {
                out.println(figures.json());
            }
            out.flush();
        } finally {
            if (clean && !keep) {
                delete(home);
            } else {
                err.println("journals, database and logs are left in " + home);
            }
        }
        return clean ? 0 : 1;
    }

    private FarmScenario chosen() {
        try {
            return FarmScenario.valueOf(scenario.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(), "--scenario '" + scenario + "' is none of those that --help lists", unknown);
        }
    }

    private static Path root() {
        @Nullable String root = System.getProperty("cuegrid.root");
        return Path.of(root == null ? "." : root).toAbsolutePath().normalize();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
