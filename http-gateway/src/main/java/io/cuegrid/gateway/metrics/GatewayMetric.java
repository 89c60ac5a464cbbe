package io.cuegrid.gateway.metrics;

import java.util.List;

/** Every metric of the gateway. */
public enum GatewayMetric implements MetricDescription {
    REQUESTS(
            "cuegrid.gateway.requests",
            Kind.TIMER,
            "seconds",
            List.of("method", "code"),
            "Calls that were passed on, from their arrival to their answer, by method and gRPC status."),
    REFUSED(
            "cuegrid.gateway.refused",
            Kind.COUNTER,
            "",
            List.of("reason"),
            "Requests that the gateway itself refused: unauthenticated, unknown, verb, busy, stopping, too_large,"
                    + " malformed."),
    IN_FLIGHT("cuegrid.gateway.in.flight", Kind.GAUGE, "", List.of(), "Calls that have begun and not ended."),
    REQUEST_BYTES(
            "cuegrid.gateway.request.size", Kind.SUMMARY, "bytes", List.of(), "Size of request bodies that were read."),
    RESPONSE_BYTES(
            "cuegrid.gateway.response.size", Kind.SUMMARY, "bytes", List.of(), "Size of the bodies of answered calls.");

    private final Facts facts;

    GatewayMetric(String metricName, Kind kind, String unit, List<String> tagNames, String sentence) {
        facts = new Facts(metricName, kind, unit, tagNames, sentence);
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
