package io.cuegrid.outline.launch;

import io.cuegrid.outline.launch.ChildSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a farm consists of. The one place that knows how the other programs are called.
 *
 * @param home where all of it keeps its state
 * @param portBase as asked for, or null
 * @param otherPorts where nothing was asked for and nothing runs yet
 * @param usesPostgres whether history is kept
 * @param hosts the daemons
 * @param nodeArguments more arguments of the node
 */
public record FarmPlan(
        FarmHome home,
        @Nullable Integer portBase,
        Supplier<Ports> otherPorts,
        boolean usesPostgres,
        List<HostPlan> hosts,
        List<String> nodeArguments) {
    static final String POSTGRES = "postgres";
    static final String NODE = "node";

    public FarmPlan {
        hosts = List.copyOf(hosts);
        nodeArguments = List.copyOf(nodeArguments);
    }

    /**
     * A daemon on this machine.
     *
     * @param name of the host in the farm
     * @param arguments what it is given: cores, memory, tags
     * @param restart whether it is started again when it dies
     */
    public record HostPlan(String name, List<String> arguments, boolean restart) {
        public HostPlan {
            arguments = List.copyOf(arguments);
        }
    }

    /** This machine shared out evenly among daemons. @param prefix of their names; one alone is called so */
    public static List<HostPlan> evenHosts(String prefix, int count, boolean restart, List<String> arguments) {
        Machine machine = Machine.here();
        List<HostPlan> hosts = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            List<String> share = new ArrayList<>(List.of(
                    "--cores",
                    String.format(Locale.ROOT, "%.2f", (double) machine.cores() / count),
                    "--memory",
                    machine.memoryMib() / count + "M"));
            share.addAll(arguments);
            hosts.add(new HostPlan(count == 1 ? prefix : prefix + "-" + index, share, restart));
        }
        return hosts;
    }

    /** The name of this machine as a daemon's name. */
    public static String machineName() {
        String name = Machine.name();
        return name.equals(NODE) || name.equals(POSTGRES) ? name + "-host" : name;
    }

    /** @param running the ports of processes that still live, if there are any */
    Ports portsFor(Optional<Ports> running) {
        if (portBase == null) {
            return running.orElseGet(otherPorts);
        }
        if (running.isPresent() && running.get().base() != portBase) {
            throw new LaunchException("processes of this home still run with --port-base "
                    + running.get().base() + ": end them with ./cuegrid down, or leave --port-base out");
        }
        return new Ports(portBase);
    }

    /** @param living names of processes that still live: daemons among them stay, asked for or not */
    List<ChildSpec> specs(Ports ports, Set<String> living) {
        List<ChildSpec> specs = new ArrayList<>();
        String folder = home.folder().toString();
        String base = Integer.toString(ports.base());
        if (usesPostgres) {
            specs.add(new ChildSpec(
                    POSTGRES, Role.POSTGRES, List.of("postgres", "--home", folder, "--port-base", base), true));
        }
        List<String> node = new ArrayList<>(List.of("node", "--home", folder, "--port-base", base));
        node.addAll(nodeArguments);
        specs.add(new ChildSpec(NODE, Role.NODE, node, true));
        specs.addAll(hostSpecs(ports, living));
        return specs;
    }

    /** Living daemons stay; planned ones are added while there are fewer than planned. */
    private List<ChildSpec> hostSpecs(Ports ports, Set<String> living) {
        List<ChildSpec> specs = new ArrayList<>();
        List<String> daemons = living.stream()
                .filter(name -> !name.equals(NODE) && !name.equals(POSTGRES))
                .sorted()
                .toList();
        for (HostPlan host : hosts) {
            boolean lives = daemons.contains(host.name());
            long others = daemons.stream()
                    .filter(name -> hosts.stream().noneMatch(plan -> plan.name().equals(name)))
                    .count();
            if (lives || specs.size() + others < hosts.size()) {
                specs.add(new ChildSpec(host.name(), Role.HOST, hostArguments(ports, host), host.restart()));
            }
        }
        for (String name : daemons) {
            if (hosts.stream().noneMatch(plan -> plan.name().equals(name))) {
                specs.add(new ChildSpec(
                        name,
                        Role.HOST,
                        ProcessRecord.read(home.run().resolve(name + ".pid"))
                                .map(ProcessRecord::arguments)
                                .orElse(List.of()),
                        true));
            }
        }
        return specs;
    }

    private List<String> hostArguments(Ports ports, HostPlan host) {
        List<String> arguments = new ArrayList<>(List.of(
                "host",
                "--home",
                home.folder().toString(),
                "--port-base",
                Integer.toString(ports.base()),
                "--name",
                host.name()));
        arguments.addAll(host.arguments());
        return arguments;
    }

    /** Of every process: a farm that runs is not rebuilt under itself. */
    Map<String, String> environment() {
        return Map.of("CUEGRID_HOME", home.folder().toString(), "CUEGRID_BUILD", "never");
    }
}
