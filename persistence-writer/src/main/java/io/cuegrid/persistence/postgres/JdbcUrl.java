package io.cuegrid.persistence.postgres;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * JDBC addresses whose password is in a file: {@code jdbc:postgresql://host:port/database?user=…&passwordFile=…}. The
 * parameter is ours, it never reaches the driver. Any other PostgreSQL address works as it is. Stateless.
 */
public final class JdbcUrl {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final String PASSWORD_FILE = "passwordFile=";
    private static final String PROPERTY_CONNECT_TIMEOUT = "connectTimeout";
    private static final String PROPERTY_SOCKET_TIMEOUT = "socketTimeout";
    private static final String CONNECT_SECONDS_MAX = "10";
    /** A statement that takes longer is given up together with its connection. */
    private static final String SOCKET_SECONDS_MAX = "120";

    private JdbcUrl() {}

    static String of(int port, String database, String user, Path passwordFile) {
        return PREFIX + "//127.0.0.1:" + port + "/" + database + "?user=" + user + "&" + PASSWORD_FILE
                + URLEncoder.encode(passwordFile.toString(), StandardCharsets.UTF_8);
    }

    /** The address with the file that holds the password. */
    public static String withPasswordFile(String url, Path passwordFile) {
        return url
                + (url.indexOf('?') < 0 ? "?" : "&")
                + PASSWORD_FILE
                + URLEncoder.encode(passwordFile.toAbsolutePath().toString(), StandardCharsets.UTF_8);
    }

    /**
     * The address as the driver takes it.
     *
     * @throws IllegalArgumentException if it is not a PostgreSQL address
     */
    public static String withoutPasswordFile(String url) {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "history is kept in PostgreSQL: give jdbc:postgresql://host:port/database"
                            + "?user=NAME&passwordFile=FILE, not '" + withoutSecrets(url) + "'");
        }
        return url.replaceAll("[?&]" + PASSWORD_FILE + "[^&]*$", "").replaceAll(PASSWORD_FILE + "[^&]*&", "");
    }

    /** Properties that go with {@link #withoutPasswordFile}: the password from its file, and time limits. */
    public static Properties properties(String url) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(PROPERTY_CONNECT_TIMEOUT, CONNECT_SECONDS_MAX);
        properties.setProperty(PROPERTY_SOCKET_TIMEOUT, SOCKET_SECONDS_MAX);
        properties.setProperty("ApplicationName", "cuegrid");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        String file = passwordFile(url);
        if (file != null) {
            properties.setProperty("password", Files.readString(Path.of(file)).strip());
        }
        return properties;
    }

    private static @Nullable String passwordFile(String url) {
        int at = url.indexOf(PASSWORD_FILE);
        if (at < 0) {
            return null;
        }
        int end = url.indexOf('&', at);
        return URLDecoder.decode(
                url.substring(at + PASSWORD_FILE.length(), end < 0 ? url.length() : end), StandardCharsets.UTF_8);
    }

    /** For messages: the address without its parameters. */
    public static String withoutSecrets(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    public static Connection connect(String url) throws SQLException, IOException {
        return DriverManager.getConnection(withoutPasswordFile(url), properties(url));
    }
}
