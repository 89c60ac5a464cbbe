package io.cuegrid.gateway.metrics;

import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The gateway's meters. The number of series is bounded by methods times status codes.
 *
 * <p>Threading: any thread.
 */
public final class GatewayMetrics {
    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<RefusalReason, Counter> refused = new ConcurrentHashMap<>();
    private final DistributionSummary requestBytes;
    private final DistributionSummary responseBytes;

    /** @param inFlight asked at each scrape */
    public GatewayMetrics(MeterRegistry registry, Supplier<Number> inFlight) {
        this.registry = registry;
        requestBytes = summary(GatewayMetric.REQUEST_BYTES);
        responseBytes = summary(GatewayMetric.RESPONSE_BYTES);
        Gauge.builder(GatewayMetric.IN_FLIGHT.metricName(), inFlight)
                .description(GatewayMetric.IN_FLIGHT.sentence())
                .register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    Counter.builder(GatewayMetric.REFUSED.metricName())
                            .description(GatewayMetric.REFUSED.sentence())
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    private DistributionSummary summary(GatewayMetric metric) {
        return DistributionSummary.builder(metric.metricName())
                .baseUnit(metric.unit())
                .description(metric.sentence())
                .register(registry);
    }

    /** A call that was passed on has ended. */
    public void ended(String method, Status.Code code, long nanos) {
        timers.computeIfAbsent(
                        method + ' ' + code,
                        key -> Timer.builder(GatewayMetric.REQUESTS.metricName())
                                .description(GatewayMetric.REQUESTS.sentence())
                                .tag("method", method)
                                .tag("code", code.name())
                                .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A request was not passed on. */
    public void refused(RefusalReason reason) {
        refused.computeIfPresent(reason, (key, counter) -> {
            counter.increment();
            return counter;
        });
    }

    public void requestRead(int bytes) {
        requestBytes.record(bytes);
    }

    public void responseWritten(int bytes) {
        responseBytes.record(bytes);
    }
}
