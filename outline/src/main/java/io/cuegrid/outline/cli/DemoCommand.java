package io.cuegrid.outline.cli;

import io.cuegrid.api.token.TokenKind;
import io.cuegrid.outline.launch.Farm;
import io.cuegrid.outline.launch.FarmHome;
import io.cuegrid.outline.launch.FarmPlan;
import io.cuegrid.outline.launch.Installation;
import io.cuegrid.outline.launch.Pause;
import io.cuegrid.outline.launch.Ports;
import io.cuegrid.outline.launch.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Starts a whole farm with processes of its own, and renders a real job on it.",
            "PostgreSQL, a node and two host daemons; 48 pictures, a contact sheet that waits for all of them, an"
                    + " animated picture in a post job.",
            "Ctrl-C ends all that it started."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid demo                     render, then stay up to be looked at",
            "  ./cuegrid demo --exit              end when the pictures are there",
            "  ./cuegrid demo --exit --json       the last line is one JSON object",
            "  ./cuegrid demo --no-restart        a daemon that is killed stays down; its frames move to the other"
        })
final class DemoCommand extends CliCommand {
    private static final int HOSTS = 2;
    private static final int FRAMES_MAX = 1000;
    private static final int CORE = 100;
    private static final long LOOK_MILLIS = 200;
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final String HOST_PREFIX = "demo";
    /** Short, so that a lost host can be watched. */
    private static final List<String> NODE_ARGUMENTS =
            List.of("--lease-millis", "10000", "--host-lost-millis", "15000");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "where state is kept (default: $CUEGRID_HOME, else .cuegrid " + "beside the script)")
    @Nullable
    Path home;

    @Option(names = "--port-base", paramLabel = "N", description = "where the ports begin (default: free ones)")
    @Nullable
    Integer portBase;

    @Option(names = "--frames", paramLabel = "N", description = "pictures to render (default: ${DEFAULT-VALUE})")
    int frames = 48;

    @Option(names = "--exit", description = "end when the job has ended")
    boolean exit;

    @Option(names = "--json", description = "print one JSON object as the last line")
    boolean json;

    @Option(names = "--no-restart", description = "leave a daemon that dies down")
    boolean noRestart;

    @Option(
            names = "--keep",
            description = "when stopped early, leave the job in the grid for the next start of this home")
    boolean keep;

    @Override
    public Integer call() {
        if (frames < 1 || frames > FRAMES_MAX) {
            throw new CliFailure(ExitStatus.USAGE, "--frames must be 1 to " + FRAMES_MAX + ", not " + frames);
        }
        FarmHome farmHome = FarmHome.of(home);
        FarmPlan plan = new FarmPlan(
                farmHome,
                portBase,
                Ports::free,
                true,
                FarmPlan.evenHosts(HOST_PREFIX, HOSTS, !noRestart, List.of("--tags", "general")),
                NODE_ARGUMENTS);
        ProgressLine progress = new ProgressLine(output());
        progress.say("starting PostgreSQL, a node and " + HOSTS + " host daemons in " + farmHome.folder());
        try (StopSignal stop = StopSignal.install();
                Farm farm = Farm.start(plan, progress::say, stop::isRaised);
                GridSession session = GridSession.open(
                        "127.0.0.1:" + farm.ports().grpc(),
                        farmHome.token(TokenKind.USER, System.getProperty("user.name", "unknown"), TOKEN_LIFE))) {
            return render(farm, session, progress, stop).code();
        }
    }

    private ExitStatus render(Farm farm, GridSession session, ProgressLine progress, StopSignal stop) {
        int coreUnits = Math.min(CORE, Math.max(10, CORE * Runtime.getRuntime().availableProcessors() / HOSTS));
        DemoJob job = DemoJob.now(
                submitter(),
                frames,
                coreUnits,
                Installation.script(),
                farm.home().render());
        DemoRun run = new DemoRun(farm, session, job, progress, stop);
        progress.say("submitting " + job.name() + ": " + job.totalFrames() + " frames");
        Optional<DemoRun.Result> result = run.run();
        progress.clear();
        if (result.isEmpty()) {
            if (!keep) {
                run.killJob();
            }
            output().note("stopped; ending all that was started");
            return ExitStatus.FAILED;
        }
        report(farm, job, result.get(), run);
        if (!exit) {
            output().line("The farm stays up: ./cuegrid jobs --all, ./cuegrid hosts, ./cuegrid frames " + job.name()
                    + ". Ctrl-C ends it.");
        }
        if (json) {
            output().json(object(job, result.get()));
        }
        output().out().flush();
        while (!exit && !stop.isRaised()) {
            farm.tend();
            Pause.millis(LOOK_MILLIS);
        }
        return result.get().isComplete() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    /** Jobs of root are refused, so that no job runs as root by a mistake. */
    private static String submitter() {
        String user = System.getProperty("user.name", "");
        return user.isEmpty() || user.equals("root") ? "demo" : user;
    }

    private void report(Farm farm, DemoJob job, DemoRun.Result result, DemoRun run) {
        Output output = output();
        output.line(result.succeeded() + " of " + result.frames() + " frames succeeded in "
                + Units.duration(Math.round(result.seconds())) + ".");
        run.deadFrames().forEach(log -> output.line("  failed: " + log));
        output.line("");
        output.line("Pictures        " + job.output());
        output.line("Contact sheet   " + job.sheet());
        output.line("Animation       " + job.animation());
        output.line("History         " + result.historyRows() + " frame runs in PostgreSQL: ./cuegrid history frames "
                + job.name() + homeOption(farm));
        output.line("REST            curl -s -H \"Authorization: Bearer $(" + Installation.script() + " token --days 1"
                + homeOption(farm) + ")\" -d '{}' http://127.0.0.1:"
                + farm.ports().rest() + "/job.JobInterface/GetJobs");
        output.line("");
    }

    /** Of commands for this farm: none for the usual home. */
    private static String homeOption(Farm farm) {
        return FarmHome.of(null).equals(farm.home())
                ? ""
                : " --home " + farm.home().folder();
    }

    private static Map<String, Object> object(DemoJob job, DemoRun.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("frames", result.frames());
        object.put("succeeded", result.succeeded());
        object.put("seconds", result.seconds());
        object.put("historyRows", result.historyRows());
        object.put("output", job.output().toString());
        object.put("job", job.name());
        object.put("contactSheet", job.sheet().toString());
        object.put("animation", job.animation().toString());
        return object;
    }
}
