package io.cuegrid.outline.cli;

import io.cuegrid.outline.launch.Detached;
import io.cuegrid.outline.launch.Farm;
import io.cuegrid.outline.launch.FarmHome;
import io.cuegrid.outline.launch.FarmPlan;
import io.cuegrid.outline.launch.Pause;
import io.cuegrid.outline.launch.Ports;
import io.cuegrid.outline.launch.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Starts a farm on this machine: PostgreSQL, a node with its gateway, host daemons.",
            "Stays in the foreground, starts again what dies; Ctrl-C ends all of it.",
            "A home that was left by a crash is taken up again: what still runs goes on."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid up",
            "  ./cuegrid up --detach                in the background; ./cuegrid down ends it",
            "  ./cuegrid up --hosts 2 --no-history --port-base 9440"
        })
final class UpCommand extends CliCommand {
    private static final long LOOK_MILLIS = 200;
    private static final int HOSTS_MAX = 64;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "where state is kept (default: $CUEGRID_HOME, else .cuegrid " + "beside the script)")
    @Nullable
    Path home;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "PostgreSQL listens at N+2, gRPC at N+3, the grid's members at N+6, REST at N+8 (default: 8440)")
    @Nullable
    Integer portBase;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "host daemons, each given an even share of this machine; 0 for none (default: 1)")
    int hosts = 1;

    @Option(names = "--no-restart", description = "leave a daemon that dies down")
    boolean noRestart;

    @Option(names = "--no-history", description = "keep no history: no PostgreSQL")
    boolean noHistory;

    @Option(
            names = "--node-argument",
            paramLabel = "ARG",
            description = "handed to the node as it is (may be repeated)")
    List<String> nodeArguments = new ArrayList<>();

    @Option(
            names = "--host-argument",
            paramLabel = "ARG",
            description = "handed to each daemon as it is (may be repeated)")
    List<String> hostArguments = new ArrayList<>();

    @Option(names = "--detach", description = "return when all is ready, and leave the farm running")
    boolean detach;

    @Option(names = "--json", description = "say that all is ready by one JSON object")
    boolean json;

    @Override
    public Integer call() {
        if (hosts < 0 || hosts > HOSTS_MAX) {
            throw new CliFailure(ExitStatus.USAGE, "--hosts must be 0 to " + HOSTS_MAX + ", not " + hosts);
        }
        FarmHome farmHome = FarmHome.of(home);
        if (detach) {
            output().line(Detached.start(farmHome, foregroundArguments(), output()::note));
            return ExitStatus.SUCCESS.code();
        }
        FarmPlan plan = new FarmPlan(
                farmHome,
                portBase,
                () -> new Ports(Ports.DEFAULT_BASE),
                !noHistory,
                FarmPlan.evenHosts(FarmPlan.machineName(), hosts, !noRestart, withTags(hostArguments)),
                nodeArguments);
        try (StopSignal stop = StopSignal.install();
                Farm farm = Farm.start(plan, output()::note, stop::isRaised)) {
            sayReady(farm);
            while (!stop.isRaised()) {
                farm.tend();
                Pause.millis(LOOK_MILLIS);
            }
            output().note("ending the farm");
        }
        return ExitStatus.SUCCESS.code();
    }

    /** A farm of one machine takes all work that the default services have tags for. */
    static List<String> withTags(List<String> hostArguments) {
        if (hostArguments.stream().anyMatch(argument -> argument.startsWith("--tags"))) {
            return hostArguments;
        }
        List<String> tagged = new ArrayList<>(hostArguments);
        tagged.add("--tags=general,util");
        return tagged;
    }

    private void sayReady(Farm farm) {
        Ports ports = farm.ports();
        if (json) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("ready", "up");
            ready.put("home", farm.home().folder().toString());
            ready.put("grpc", ports.grpc());
            ready.put("rest", ports.rest());
            ready.put("pids", new TreeMap<>(farm.pids()));
            output().json(ready);
            return;
        }
        output().line("The farm is up in " + farm.home().folder() + " (gRPC " + ports.grpc() + ", REST " + ports.rest()
                + "): " + String.join(", ", new TreeMap<>(farm.pids()).keySet()) + ".");
        output().line("Give it work with ./cuegrid submit FILE, look with ./cuegrid jobs; Ctrl-C ends it.");
        output().out().flush();
    }

    private List<String> foregroundArguments() {
        List<String> arguments = new ArrayList<>(List.of("up", "--json"));
        arguments.addAll(List.of("--home", FarmHome.of(home).folder().toString()));
        if (portBase != null) {
            arguments.addAll(List.of("--port-base", portBase.toString()));
        }
        arguments.addAll(List.of("--hosts", Integer.toString(hosts)));
        if (noHistory) {
            arguments.add("--no-history");
        }
        if (noRestart) {
            arguments.add("--no-restart");
        }
        nodeArguments.forEach(argument -> arguments.add("--node-argument=" + argument));
        hostArguments.forEach(argument -> arguments.add("--host-argument=" + argument));
        return arguments;
    }
}
