package io.cuegrid.gateway;

/**
 * Where a gateway listens and how much it takes on.
 *
 * @param bind address to listen on
 * @param port 0 to 65535; 0: any free one
 * @param maxCalls calls in flight at a time, 1 or more; more are refused with 429
 * @param stopTimeoutMillis how long a stop waits for calls in flight
 */
public record GatewaySettings(String bind, int port, int maxCalls, long stopTimeoutMillis) {
    /** Only this machine reaches it: health and metrics are open, and the wire is not encrypted. */
    public static final String DEFAULT_BIND = "127.0.0.1";

    /** As OpenCue's gateway. */
    public static final int DEFAULT_PORT = 8448;

    /** A few screens for each of a studio's users; each holds one request and its answer in memory. */
    public static final int DEFAULT_MAX_CALLS = 256;

    /** Longer than an ordinary call; who is cut off then gets a closed connection. */
    public static final long DEFAULT_STOP_TIMEOUT_MILLIS = 10_000;

    private static final int MAX_PORT = 65_535;

    public GatewaySettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not in 0 to " + MAX_PORT);
        }
        if (maxCalls < 1) {
            throw new IllegalArgumentException("maxCalls " + maxCalls + " must be 1 or more");
        }
        if (stopTimeoutMillis < 0) {
            throw new IllegalArgumentException("stopTimeoutMillis " + stopTimeoutMillis + " must not be negative");
        }
    }

    /** The defaults with a port of one's own. */
    public static GatewaySettings onPort(String bind, int port) {
        return new GatewaySettings(bind, port, DEFAULT_MAX_CALLS, DEFAULT_STOP_TIMEOUT_MILLIS);
    }
}
