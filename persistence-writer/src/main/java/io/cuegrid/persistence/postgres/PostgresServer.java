package io.cuegrid.persistence.postgres;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a folder: made once, started, found again, stopped. It is a process of its own in a session of
 * its own and outlives whoever started it. It listens on the loopback address only and asks for the password that is in
 * {@code password} (mode 0600) in the folder; it has no socket file.
 *
 * <pre>
 *   server-…/   the programs
 *   data/       the database; data/cuegrid.conf is written at each start
 *   password    of the one account, cuegrid
 *   server.log  what the server says
 * </pre>
 *
 * <p>Threading: none of its own; one process at a time starts or stops the server of a folder.
 */
public final class PostgresServer {
    /** The account and the database. */
    public static final String NAME = "cuegrid";

    private static final int PASSWORD_BYTES = 24;
    private static final int START_SECONDS_MAX = 60;
    private static final int STOP_SECONDS_MAX = 60;
    private static final int STARTS_AFTER_KILL_MAX = 20;
    private static final long BETWEEN_STARTS_MILLIS = 500;
    private static final int OUTPUT_CHARS_MAX = 2_000;

    private final Path folder;
    private final Path data;
    private final Path passwordFile;
    private final boolean durable;

    /** @param durable false only for tests: nothing is forced to the disk */
    PostgresServer(Path folder, boolean durable) {
        this.folder = folder.toAbsolutePath().normalize();
        this.data = this.folder.resolve("data");
        this.passwordFile = this.folder.resolve("password");
        this.durable = durable;
    }

    /** The server of a home. */
    public static PostgresServer inHome(Path home) {
        return new PostgresServer(home.resolve("postgres"), true);
    }

    /** What runs. @param wasRunning whether it was found running */
    public record Running(long pid, int port, boolean wasRunning) {}

    /** Whether the folder has a database, running or not. */
    public boolean exists() {
        return Files.isDirectory(data);
    }

    /** The running server, or null. */
    public @Nullable Running running() throws IOException {
        PostmasterFile found = PostmasterFile.read(data);
        return found == null ? null : new Running(found.pid(), found.port(), true);
    }

    /** Where clients connect; holds no secret, {@code passwordFile} names the file with it. */
    public String jdbcUrl(int port) {
        return JdbcUrl.of(port, NAME, NAME, passwordFile);
    }

    /**
     * Starts the server unless it runs, and makes it when there is none.
     *
     * @throws PostgresException with a sentence when the port is taken or the server does not start
     */
    public Running start(int port) throws IOException, InterruptedException {
        PostmasterFile found = PostmasterFile.read(data);
        if (found != null) {
            awaitDatabase(found.port());
            return new Running(found.pid(), found.port(), true);
        }
        requireFree(port);
        Files.createDirectories(folder);
        Path server = ServerBinaries.unpack(folder);
        Account account = Account.find(folder);
        if (!Files.isDirectory(data)) {
            make(server, account);
        }
        configure(port);
        launch(server, account);
        awaitDatabase(port);
        PostmasterFile started = PostmasterFile.read(data);
        if (started == null) {
            throw new PostgresException("PostgreSQL ended at once; see " + folder.resolve("server.log"));
        }
        return new Running(started.pid(), started.port(), false);
    }

    private void launch(Path server, Account account) throws IOException, InterruptedException {
        List<String> start = List.of(
                server.resolve("bin/pg_ctl").toString(),
                "start",
                "-D",
                data.toString(),
                "-l",
                folder.resolve("server.log").toString(),
                "-w",
                "-t",
                Integer.toString(START_SECONDS_MAX));
        boolean wasKilled = Files.exists(data.resolve("postmaster.pid"));
        for (int attempt = 1; ; attempt++) {
            try {
                run(account, start, "PostgreSQL did not start; see " + folder.resolve("server.log"));
                return;
            } catch (PostgresException failure) {
                if (!wasKilled || attempt == STARTS_AFTER_KILL_MAX) {
                    throw failure;
                }
                // the processes of the one that was killed are still ending, and hold its memory
                TimeUnit.MILLISECONDS.sleep(BETWEEN_STARTS_MILLIS);
            }
        }
    }

    /** Stops the server and waits for its end; open connections are closed. @return whether one ran */
    public boolean stop() throws IOException, InterruptedException {
        if (PostmasterFile.read(data) == null) {
            return false;
        }
        Path server = ServerBinaries.unpack(folder);
        run(
                Account.find(folder),
                List.of(
                        server.resolve("bin/pg_ctl").toString(),
                        "stop",
                        "-D",
                        data.toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        Integer.toString(STOP_SECONDS_MAX)),
                "PostgreSQL did not stop; see " + folder.resolve("server.log"));
        return true;
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new PostgresException("port " + port
                    + " is taken by another program: stop that one, or choose other ports with --port-base");
        }
    }

    private void make(Path server, Account account) throws IOException, InterruptedException {
        Path draft = folder.resolve("data.new");
        ServerBinaries.deleteTree(draft);
        writePassword();
        run(
                account,
                List.of(
                        server.resolve("bin/initdb").toString(),
                        "-D",
                        draft.toString(),
                        "-U",
                        NAME,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        durable ? "--data-checksums" : "--no-sync"),
                "the database could not be made in " + draft);
        Files.writeString(draft.resolve("postgresql.conf"), "\ninclude 'cuegrid.conf'\n", StandardOpenOption.APPEND);
        Files.writeString(draft.resolve("cuegrid.conf"), "");
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword() throws IOException {
        if (Files.exists(passwordFile)) {
            return;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path draft = folder.resolve("password.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random), StandardCharsets.US_ASCII);
        Files.move(draft, passwordFile, StandardCopyOption.ATOMIC_MOVE);
    }

    private void configure(int port) throws IOException {
        String settings = """
                # written by cuegrid at each start
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                timezone = 'UTC'
                log_timezone = 'UTC'
                """.formatted(port);
        if (!durable) {
            settings += """
                    fsync = off
                    synchronous_commit = off
                    full_page_writes = off
                    shared_buffers = 32MB
                    """;
        }
        Files.writeString(data.resolve("cuegrid.conf"), settings);
    }

    /** Connects as the owner and makes the database when it is missing. */
    private void awaitDatabase(int port) {
        try (Connection connection = JdbcUrl.connect(JdbcUrl.of(port, "postgres", NAME, passwordFile));
                Statement statement = connection.createStatement()) {
            boolean exists = statement
                    .executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")
                    .next();
            if (!exists) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException | IOException e) {
            throw new PostgresException(
                    "PostgreSQL runs on port " + port + " but does not take connections: " + e.getMessage(), e);
        }
    }

    private static void run(Account account, List<String> program, String failure)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("cuegrid-postgres", ".out");
        try {
            List<String> command = new ArrayList<>(account.command(program));
            // the output goes to a file: the server would keep a pipe open
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (process.waitFor() != 0) {
                String said = Files.readString(output).strip();
                throw new PostgresException(
                        failure + ": " + said.substring(Math.max(0, said.length() - OUTPUT_CHARS_MAX)));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
