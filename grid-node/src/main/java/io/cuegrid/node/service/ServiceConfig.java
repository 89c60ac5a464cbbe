package io.cuegrid.node.service;

import java.util.function.LongSupplier;

/**
 * What the services need to know of their node.
 *
 * @param logRoot absolute folder under which frames write their logs, without a slash at its end
 * @param timeoutMillis how long one command or one slice of a read may take before the caller hears
 *     DEADLINE_EXCEEDED
 * @param clock epoch milliseconds
 */
public record ServiceConfig(String logRoot, long timeoutMillis, LongSupplier clock) {
    /** Longer than a fail-over, shorter than what the web client waits for (15 s). */
    public static final long TIMEOUT_MILLIS = 12_000;

    public ServiceConfig {
        if (!logRoot.startsWith("/") || logRoot.endsWith("/")) {
            throw new IllegalArgumentException(
                    "log root '" + logRoot + "': an absolute folder without a slash at its end is needed");
        }
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException("timeoutMillis " + timeoutMillis + ": must be above 0");
        }
    }

    /** Defaults for everything but the log root. */
    public static ServiceConfig of(String logRoot) {
        return new ServiceConfig(logRoot, TIMEOUT_MILLIS, System::currentTimeMillis);
    }
}
