package io.cuegrid.persistence.history;

import io.cuegrid.persistence.postgres.JdbcUrl;
import io.cuegrid.persistence.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Where history is kept: an address, and what makes the schema {@code cuegrid} there what this version needs.
 *
 * <p>Threading: any thread; connections belong to who opened them.
 */
public final class HistoryDatabase {
    static final String SCHEMA = "cuegrid";
    private static final String MIGRATIONS = "classpath:io/cuegrid/persistence/history";

    private final String url;

    /**
     * @param url {@code jdbc:postgresql://host:port/database?user=NAME&passwordFile=FILE}; any PostgreSQL address works
     * @throws IllegalArgumentException if it is not a PostgreSQL address
     */
    public HistoryDatabase(String url) {
        JdbcUrl.withoutPasswordFile(url);
        this.url = url;
    }

    /** @param passwordFile holds the password, or null when the address says all */
    public static HistoryDatabase of(String url, @Nullable Path passwordFile) {
        return new HistoryDatabase(passwordFile == null ? url : JdbcUrl.withPasswordFile(url, passwordFile));
    }

    /**
     * The address of a home's own PostgreSQL server, running or not.
     *
     * @param port where it listens when it does not run now
     * @return null when the home has no server
     */
    public static @Nullable String urlInHome(Path home, int port) throws IOException {
        PostgresServer server = PostgresServer.inHome(home);
        if (!server.exists()) {
            return null;
        }
        PostgresServer.Running running = server.running();
        return server.jdbcUrl(running == null ? port : running.port());
    }

    /** The address, without what must not be shown. */
    public String shownUrl() {
        return JdbcUrl.withoutSecrets(url);
    }

    String url() {
        return url;
    }

    /**
     * Brings the schema to this version; does nothing when it is. Several processes may do so at once.
     *
     * @throws SQLException when the database cannot be reached
     */
    public void migrate() throws SQLException, IOException {
        // a connection first: Flyway would say that it cannot connect in a page of text
        try (Connection connection = JdbcUrl.connect(url)) {
            connection.isValid(1);
        }
        Properties properties = JdbcUrl.properties(url);
        Map<String, String> forDriver = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            forDriver.put(name, properties.getProperty(name));
        }
        Flyway.configure()
                .dataSource(JdbcUrl.withoutPasswordFile(url), null, properties.getProperty("password"))
                .jdbcProperties(forDriver)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .locations(MIGRATIONS)
                .load()
                .migrate();
    }

    /** A connection for a writer, which the server lists under its name: no autocommit, the schema in its path, locks waited for a short time only. */
    Connection connect(String name, int lockMillisMax) throws SQLException, IOException {
        Connection connection = JdbcUrl.connect(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO " + SCHEMA);
            statement.execute("SET lock_timeout TO " + lockMillisMax);
            statement.execute("SET application_name TO 'cuegrid " + name + "'");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
