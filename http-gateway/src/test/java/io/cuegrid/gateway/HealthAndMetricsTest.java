package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.opencue.job.JobPauseResponse;
import io.cuegrid.gateway.health.Health;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two pages that load balancers and scrapers read, without a token. */
final class HealthAndMetricsTest {
    private GatewayFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new GatewayFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldAnswer200WhileCellsAreLed() throws Exception {
        fixture.health(new Health(
                Health.Status.DEGRADED,
                List.of(new Health.CellHealth("local", "10.0.0.1:8443", "LEADING", 1, 2, 3, 4711, 40, 8, 2)),
                1,
                "behind",
                12,
                5_000_000_000L,
                true,
                List.of("facility local has 1 of 2 replicas in sync")));

        HttpResponse<String> response = fixture.send(fixture.bare("/health").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"degraded\",\"problems\":[\"facility local has 1 of 2 replicas in sync\"],"
                        + "\"acceptsWork\":true,\"members\":1,\"history\":\"behind\",\"historyLagBatches\":12,"
                        + "\"journalFreeBytes\":5000000000,\"cells\":[{\"facility\":\"local\","
                        + "\"leader\":\"10.0.0.1:8443\",\"state\":\"LEADING\",\"replicasInSync\":1,"
                        + "\"replicasWanted\":2,\"epoch\":3,\"sequence\":4711,\"waitingFrames\":40,"
                        + "\"runningFrames\":8,\"hostsUp\":2}]}");
    }

    @Test
    void shouldAnswer503WhenDown() throws Exception {
        fixture.health(new Health(
                Health.Status.DOWN, List.of(), 1, "away", 0, 0, false, List.of("the journal's disk is full")));

        assertThat(fixture.send(fixture.bare("/health").GET()).statusCode()).isEqualTo(503);
    }

    @Test
    void shouldCountCallsAndRefusals() throws Exception {
        fixture.grid().answers("job.JobInterface/Pause", JobPauseResponse.getDefaultInstance());
        fixture.post("job.JobInterface/Pause", "{}");
        fixture.post("job.JobInterface/Resume", "{}");
        fixture.post("job.JobInterface/Pause", "{");
        fixture.send(fixture.bare("/job.JobInterface/Pause").GET());

        HttpResponse<String> response = fixture.send(fixture.bare("/metrics").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("text/plain");
        assertThat(response.body())
                .contains("cuegrid_gateway_requests_seconds_count{code=\"OK\",method=\"job.JobInterface/Pause\"} 1")
                .contains("cuegrid_gateway_requests_seconds_count{"
                        + "code=\"UNIMPLEMENTED\",method=\"job.JobInterface/Resume\"} 1")
                .contains("cuegrid_gateway_refused_total{reason=\"malformed\"} 1.0")
                .contains("cuegrid_gateway_refused_total{reason=\"unauthenticated\"} 1.0")
                .contains("cuegrid_gateway_in_flight 0.0");
    }
}
