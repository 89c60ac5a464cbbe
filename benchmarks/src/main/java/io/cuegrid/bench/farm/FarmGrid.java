package io.cuegrid.bench.farm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The processes of a benchmark's grid: PostgreSQL and one or two nodes, in a home of its own on free ports.
 *
 * <p>Threading: one thread.
 */
final class FarmGrid implements AutoCloseable {
    private static final int PORTS = 10;
    private static final int GRPC_OFFSET = 3;
    private static final int MEMBER_OFFSET = 6;
    private static final int LOWEST_BASE = 20_000;
    private static final int HIGHEST_BASE = 30_000;
    private static final int ATTEMPTS = 200;

    private final List<GridProcess> nodes = new ArrayList<>();
    private final List<Integer> bases = new ArrayList<>();
    private final Path home;
    private final GridProcess postgres;

    /**
     * Starts everything.
     *
     * @param members 1 or 2
     * @param nodeOptions for the JVM of each node
     */
    FarmGrid(Path root, Path home, int members, String nodeOptions) throws IOException {
        this.home = home;
        for (int i = 0; i < members; i++) {
            bases.add(freeBase());
        }
        String base = Integer.toString(bases.get(0));
        postgres = GridProcess.start(
                root, home, "postgres", "", List.of("postgres", "--home", home.toString(), "--port-base", base));
        try {
            for (int i = 0; i < members; i++) {
                nodes.add(beginNode(root, i, nodeOptions));
            }
            // none is ready before all have found each other
            for (GridProcess node : nodes) {
                node.awaitReady();
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private GridProcess beginNode(Path root, int index, String nodeOptions) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "node",
                "--home",
                home.toString(),
                "--name",
                nodeName(index),
                "--port-base",
                Integer.toString(bases.get(index)),
                "--members",
                Integer.toString(bases.size()),
                "--journal-keep",
                "--history",
                jdbcUrl()));
        if (index > 0) {
            arguments.addAll(List.of("--join", "127.0.0.1:" + (bases.get(0) + MEMBER_OFFSET)));
        }
        return GridProcess.begin(root, home, nodeName(index), nodeOptions, arguments);
    }

    static String nodeName(int index) {
        return "node" + (index + 1);
    }

    /** gRPC address of a node. */
    String target(int index) {
        return "127.0.0.1:" + (bases.get(index) + GRPC_OFFSET);
    }

    String jdbcUrl() {
        return postgres.ready("jdbcUrl");
    }

    int members() {
        return bases.size();
    }

    /** Where a node keeps its journals and snapshots. */
    Path nodeFolder(int index) {
        return home.resolve("nodes").resolve(nodeName(index));
    }

    double nodeCpuSeconds() {
        return nodes.stream().mapToDouble(GridProcess::cpuSeconds).sum();
    }

    /** Of the database's server and all that serve its connections. */
    double databaseCpuSeconds() {
        return ProcessHandle.of(Long.parseLong(postgres.ready("serverPid"))).stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .mapToDouble(GridProcess::cpuSeconds)
                .sum();
    }

    /** @throws IOException when a node has died */
    void requireAlive() throws IOException {
        for (GridProcess node : nodes) {
            if (!node.isAlive()) {
                throw new IOException("a node died during the run; see " + home.resolve("logs"));
            }
        }
    }

    /** Ends the nodes, and leaves the database to the audit. */
    void stopNodes() {
        nodes.forEach(GridProcess::close);
        nodes.clear();
    }

    @Override
    public void close() {
        stopNodes();
        postgres.close();
    }

    private static int freeBase() throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int base = random.nextInt(LOWEST_BASE, HIGHEST_BASE);
            if (areFree(base)) {
                return base;
            }
        }
        throw new IOException("no " + PORTS + " free ports in a row between " + LOWEST_BASE + " and " + HIGHEST_BASE);
    }

    private static boolean areFree(int base) {
        for (int port = base; port < base + PORTS; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() != port) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
