package io.cuegrid.persistence;

import io.cuegrid.persistence.postgres.PostgresException;
import io.cuegrid.persistence.postgres.PostgresServer;
import io.cuegrid.persistence.postgres.PostgresServer.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Main of {@code ./cuegrid postgres}: the real PostgreSQL server of a home, for its history. */
@Command(
        name = "postgres",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the PostgreSQL server that keeps a home's history.",
            "",
            "Without an action it runs until it is stopped (Ctrl-C), and the server ends with it.",
            "A server that runs already is found again by its pid file and taken over."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid postgres                  until Ctrl-C",
            "  ./cuegrid postgres start            starts the server and leaves it running",
            "  ./cuegrid postgres status           exit status 0 when it runs, 3 when not",
            "  ./cuegrid postgres stop"
        })
public final class PostgresMain implements Callable<Integer> {
    private static final String LOGBACK_PROPERTY = "logback.configurationFile";
    private static final int DEFAULT_PORT_BASE = 8440;
    private static final int POSTGRES_OFFSET = 2;
    private static final int NOT_RUNNING_STATUS = 3;
    private static final long WATCH_MILLIS = 500;

    /** What to do. */
    enum Action {
        RUN,
        START,
        STOP,
        STATUS
    }

    @Parameters(arity = "0..1", paramLabel = "ACTION", description = "run (default), start, stop or status")
    private Action action = Action.RUN;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:CUEGRID_HOME:-.cuegrid}",
            description = "home that holds the database (default: $CUEGRID_HOME, else .cuegrid)")
    private Path home = Path.of(".cuegrid");

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "moves the default port, N+2 (default: ${DEFAULT-VALUE})")
    private int portBase = DEFAULT_PORT_BASE;

    @Option(names = "--port", paramLabel = "N", description = "port to listen on (default: port base + 2)")
    private @Nullable Integer port;

    private volatile boolean stopping;
    private final CountDownLatch ended = new CountDownLatch(1);

    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_PROPERTY) == null) {
            System.setProperty(LOGBACK_PROPERTY, "cuegrid-postgres-logback.xml");
        }
        CommandLine commandLine = new CommandLine(new PostgresMain()).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("cuegrid postgres: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PostgresServer server = PostgresServer.inHome(home);
        int wantedPort = port == null ? portBase + POSTGRES_OFFSET : port;
        return switch (action) {
            case RUN -> run(server, wantedPort);
            case START -> {
                say("ready", server, server.start(wantedPort));
                yield 0;
            }
            case STOP -> {
                System.out.println("{\"stopped\":" + server.stop() + "}");
                yield 0;
            }
            case STATUS -> {
                Running running = server.running();
                if (running == null) {
                    System.out.println("{\"running\":false}");
                    yield NOT_RUNNING_STATUS;
                }
                say("running", server, running);
                yield 0;
            }
        };
    }

    private int run(PostgresServer server, int wantedPort) throws IOException, InterruptedException {
        Running running = server.start(wantedPort);
        Thread stop = new Thread(() -> stop(server), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        if (running.port() != wantedPort) {
            System.err.println("cuegrid postgres: the server of this home runs already, on port " + running.port());
        }
        say("ready", server, running);
        while (!ended.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
            Running now = server.running();
            if (stopping) {
                continue;
            }
            if (now == null || now.pid() != running.pid()) {
                Runtime.getRuntime().removeShutdownHook(stop);
                throw new PostgresException("the server ended by itself; see its log in "
                        + home.resolve("postgres").resolve("server.log"));
            }
        }
        return 0;
    }

    private void stop(PostgresServer server) {
        stopping = true;
        try {
            server.stop();
        } catch (IOException | PostgresException e) {
            System.err.println("cuegrid postgres: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private static void say(String word, PostgresServer server, Running running) {
        String url = server.jdbcUrl(running.port()).replace("\\", "\\\\").replace("\"", "\\\"");
        System.out.println("{\"" + word + "\":\"postgres\",\"jdbcUrl\":\"" + url + "\",\"port\":" + running.port()
                + ",\"serverPid\":" + running.pid() + ",\"wasRunning\":" + running.wasRunning() + "}");
    }
}
