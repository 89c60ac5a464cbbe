package io.cuegrid.gateway.call;

import io.cuegrid.gateway.metrics.RefusalReason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The time that a call may take: the header {@code Grpc-Timeout} ("10S"), within a bound, or the default. */
public final class GrpcTimeout {
    /** Longer than the slowest ordinary call (a launch of 16 MiB that waits for its acknowledgement). */
    public static final Duration DEFAULT = Duration.ofSeconds(60);

    /** What a caller may ask for at most; more is cut to this. */
    public static final Duration MAX = Duration.ofMinutes(10);

    private static final int MAX_DIGITS = 8;

    private GrpcTimeout() {}

    /**
     * Reads the header.
     *
     * @param header null: none given
     * @throws RefusalException when it is no such duration
     */
    public static Duration parse(@Nullable String header) throws RefusalException {
        if (header == null || header.isEmpty()) {
            return DEFAULT;
        }
        int digits = header.length() - 1;
        if (digits < 1
                || digits > MAX_DIGITS
                || !header.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(header);
        }
        Duration asked = Duration.of(Long.parseLong(header.substring(0, digits)), unit(header));
        return asked.compareTo(MAX) > 0 ? MAX : asked;
    }

    private static ChronoUnit unit(String header) throws RefusalException {
        return switch (header.charAt(header.length() - 1)) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> throw malformed(header);
        };
    }

    private static RefusalException malformed(String header) {
        return new RefusalException(
                RefusalReason.MALFORMED,
                "invalid Grpc-Timeout \"" + header
                        + "\": give 1 to 8 digits and a unit (H, M, S, m, u or n), for example 10S");
    }
}
