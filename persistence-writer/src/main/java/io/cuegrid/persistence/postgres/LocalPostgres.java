package io.cuegrid.persistence.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL for tests: a real server in a temporary folder, without durability, a database for each test. Start it once
 * for many tests; starting takes two to four seconds, a database some ten milliseconds.
 *
 * <p>Threading: any thread.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final int PORT_TRIES_MAX = 5;

    private final Path folder;
    private final PostgresServer server;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread closer = new Thread(this::closeQuietly, "postgres-close");

    private LocalPostgres(Path folder, PostgresServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(closer);
    }

    /** Starts a server on a free port; it ends with this JVM at the latest. */
    public static LocalPostgres start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cuegrid-postgres");
        PostgresServer server = new PostgresServer(folder, false);
        PostgresException failure = null;
        for (int i = 0; i < PORT_TRIES_MAX; i++) {
            try {
                return new LocalPostgres(
                        folder, server, server.start(freePort()).port());
            } catch (PostgresException taken) {
                failure = taken;
            }
        }
        throw new PostgresException("PostgreSQL did not start after " + PORT_TRIES_MAX + " tries", failure);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Makes an empty database. @return its address */
    public String newDatabase() throws SQLException, IOException {
        return copyOf("template1");
    }

    /** Makes a copy of another database of this server, to which nobody may be connected. @return its address */
    public String copyOf(String template) throws SQLException, IOException {
        String name = "test" + databases.incrementAndGet();
        try (Connection connection = JdbcUrl.connect(server.jdbcUrl(port));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        }
        return JdbcUrl.of(port, name, PostgresServer.NAME, folder.resolve("password"));
    }

    /** Stops the server and leaves its data: clients see it go away. */
    public void stopServer() throws IOException, InterruptedException {
        server.stop();
    }

    /** Starts it again, on the same port. */
    public void startServer() throws IOException, InterruptedException {
        server.start(port);
    }

    private void closeQuietly() {
        try {
            server.stop();
            ServerBinaries.deleteTree(folder);
        } catch (IOException | PostgresException e) {
            LOG.warn("a test's PostgreSQL in {} could not be removed", folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the server and deletes its folder. */
    @Override
    public void close() {
        closeQuietly();
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException endingAnyway) {
            LOG.debug("the JVM is ending", endingAnyway);
        }
    }
}
