package io.cuegrid.node;

import io.cuegrid.node.grid.MemberConfig;
import io.cuegrid.node.inspect.InspectCommand;
import io.cuegrid.node.inspect.ReplayCommand;
import io.cuegrid.persistence.history.HistoryDatabase;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.SyncPolicy;
import io.cuegrid.persistence.recovery.RecoveryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Main of a node: reads options, starts a {@link Node} and waits for its end. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {InspectCommand.class, ReplayCommand.class},
        description = "Runs a member of the grid: dispatch, gRPC services, HostLink, REST.",
        footer = {
            "",
            "Examples:",
            "  node                                          a grid of one on this machine",
            "  node --facility la --facility ny              two facilities, two cells",
            "  node --name b --port-base 8540 --join 127.0.0.1:8446   a second member on this machine",
            "  node --name b --port-base 8540                the same again: it remembers its partner",
            "",
            "Exit status: 0 stopped as asked, 1 could not start or failed, 2 wrong options."
        })
public final class NodeMain implements Callable<Integer> {
    private static final String LOGBACK_PROPERTY = "logback.configurationFile";
    /**
     * Hazelcast ends every call on the JVM's common pool. With a parallelism of 1, the default on two cores, there is no
     * such pool: each call (a batch, a heartbeat) would start a thread of its own.
     */
    private static final String POOL_PROPERTY = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private static final int POOL_THREADS_MIN = 2;
    private static final int GRPC_OFFSET = 3;
    private static final int HTTP_OFFSET = 8;
    private static final int MEMBER_OFFSET = 6;
    private static final int POSTGRES_OFFSET = 2;
    private static final long START_MILLIS_MAX = 600_000;
    private static final String NONE = "none";

    @Spec
    CommandSpec spec;

    @Option(
            names = "--home",
            defaultValue = "${env:CUEGRID_HOME:-.cuegrid}",
            description = "folder of the state (${DEFAULT-VALUE})")
    Path home;

    @Option(names = "--name", defaultValue = "node", description = "of this node in its grid (${DEFAULT-VALUE})")
    String name;

    @Option(
            names = "--port-base",
            defaultValue = "8440",
            description = "gRPC, REST and member ports are this + 3, + 8 and + 6 (${DEFAULT-VALUE})")
    int portBase;

    @Option(names = "--grpc-port", description = "of gRPC and HostLink; 0: any free one")
    @Nullable
    Integer grpcPort;

    @Option(names = "--http-port", description = "of REST; 0: any free one, -1: no REST")
    @Nullable
    Integer httpPort;

    @Option(names = "--member-port", description = "where other members reach this one")
    @Nullable
    Integer memberPort;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            description = "address of this machine to listen on (${DEFAULT-VALUE})")
    String bind;

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description = "member port of a node of the grid to join; may be given several times")
    List<String> join = new ArrayList<>();

    @Option(
            names = "--alone",
            description = "the nodes that this one shared its grid with are gone for good: lead without them")
    boolean alone;

    @Option(
            names = "--wait-seconds",
            defaultValue = "" + NodeConfig.WAIT_MILLIS_DEFAULT / 1_000,
            description = "how long a start waits for an answer of the nodes to join, or of those it shared its grid"
                    + " with (${DEFAULT-VALUE})")
    int waitSeconds;

    @Option(
            names = "--members",
            defaultValue = "1",
            description = "the size the grid is meant to have; from 3 on a majority must be there (${DEFAULT-VALUE})")
    int members;

    @Option(names = "--backups", description = "synchronous copies of each cell (a majority with the leader's)")
    @Nullable
    Integer backups;

    @Option(
            names = "--facility",
            description = "facility of a new grid, the first is the default; may be given several times (local)")
    List<String> facilities = new ArrayList<>();

    @Option(names = "--history", description = "jdbc:postgresql://… for finished work, or none (the home's, if any)")
    @Nullable
    String history;

    @Option(names = "--history-password-file", description = "file with the history's password")
    @Nullable
    Path historyPasswordFile;

    @Option(
            names = "--journal-sync",
            defaultValue = "interval",
            description = "when batches are forced to disk: interval (100 ms), batch, none (${DEFAULT-VALUE})")
    String journalSync;

    @Option(
            names = "--lease-millis",
            defaultValue = "" + NodeConfig.LEASE_MILLIS_DEFAULT,
            description = "a host that hears nothing for so long freezes its frames (${DEFAULT-VALUE})")
    long leaseMillis;

    @Option(
            names = "--host-lost-millis",
            defaultValue = "" + NodeConfig.HOST_LOST_MILLIS_DEFAULT,
            description = "a host that says nothing for so long is lost, its frames are started elsewhere"
                    + " (${DEFAULT-VALUE})")
    long hostLostMillis;

    @Option(
            names = "--journal-reserve",
            description = "MiB of disk below which no new work is taken (1024)",
            paramLabel = "MIB")
    @Nullable
    Long journalReserveMib;

    @Option(
            names = "--journal-keep",
            description = "never delete a journal file: for audits and for replay from the start")
    boolean journalKeep;

    @Option(
            names = "--log-root",
            description = "folder below which jobs get their log folders (render/logs in the home)")
    @Nullable
    Path logRoot;

    @Option(
            names = "--digest-every",
            paramLabel = "BATCHES",
            defaultValue = "0",
            description = "owner and backups compare digests of the whole state each so many batches; 0: never, it"
                    + " costs milliseconds a time on a large cell (${DEFAULT-VALUE})")
    int digestEvery;

    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_PROPERTY) == null) {
            System.setProperty(LOGBACK_PROPERTY, "cuegrid-node-logback.xml");
        }
        if (System.getProperty(POOL_PROPERTY) == null
                && Runtime.getRuntime().availableProcessors() <= POOL_THREADS_MIN) {
            System.setProperty(POOL_PROPERTY, Integer.toString(POOL_THREADS_MIN));
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new NodeMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    LoggerFactory.getLogger(NodeMain.class).debug("failed", failure);
                    command.getErr().println(command.getColorScheme().errorText("cuegrid node: " + sentence(failure)));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static String sentence(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return failure instanceof IOException
                        || failure instanceof IllegalStateException
                        || failure instanceof RecoveryException
                ? String.valueOf(message)
                : failure.toString();
    }

    @Override
    public Integer call() throws Exception {
        NodeConfig config = config();
        CountDownLatch end = new CountDownLatch(1);
        Node node = new Node(config, new Machines());
        Thread hook = new Thread(
                () -> {
                    node.stop();
                    end.countDown();
                },
                "shutdown");
        try {
            node.start(START_MILLIS_MAX);
        } catch (Throwable e) {
            node.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(hook);
        spec.commandLine().getOut().println(readyLine(node));
        spec.commandLine().getOut().flush();
        end.await();
        return 0;
    }

    private static String readyLine(Node node) {
        return "{\"ready\":\"node\",\"name\":\"" + node.config().name() + "\",\"grpc\":" + node.grpcPort()
                + ",\"http\":" + node.httpPort() + ",\"member\":"
                + node.member().memberPort() + ",\"pid\":"
                + ProcessHandle.current().pid() + "}";
    }

    /** Without the option: the home's own server, if the home has one. */
    private @Nullable String historyUrl(Path folder) throws IOException {
        if (history == null) {
            return HistoryDatabase.urlInHome(folder, portBase + POSTGRES_OFFSET);
        }
        return history.equals(NONE) ? null : history;
    }

    NodeConfig config() throws IOException {
        Path folder = home.toAbsolutePath().normalize();
        Path logs = logRoot == null
                ? folder.resolve("render").resolve("logs")
                : logRoot.toAbsolutePath().normalize();
        try {
            return new NodeConfig(
                    folder,
                    name,
                    bind,
                    grpcPort == null ? portBase + GRPC_OFFSET : grpcPort,
                    httpPort == null ? portBase + HTTP_OFFSET : httpPort,
                    memberPort == null ? portBase + MEMBER_OFFSET : memberPort,
                    join,
                    alone,
                    waitSeconds * 1_000L,
                    members,
                    backups == null ? MemberConfig.defaultBackups(members) : backups,
                    facilities.isEmpty() ? List.of("local") : facilities,
                    historyUrl(folder),
                    historyPasswordFile,
                    SyncPolicy.valueOf(journalSync.toUpperCase(Locale.ROOT)),
                    leaseMillis,
                    hostLostMillis,
                    NodeConfig.heartbeatMillisFor(leaseMillis),
                    journalReserveMib == null ? JournalSettings.RESERVE_BYTES_DEFAULT : journalReserveMib * 1024 * 1024,
                    journalKeep,
                    logs.toString(),
                    digestEvery);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
