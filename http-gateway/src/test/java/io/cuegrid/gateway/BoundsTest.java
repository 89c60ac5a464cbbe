package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.cuegrid.api.opencue.job.JobPauseResponse;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines, the bound on calls in flight, and a stop that lets calls end. */
@Timeout(30)
final class BoundsTest {
    private static final String PAUSE = "job.JobInterface/Pause";

    private final BlockingQueue<StreamObserver<Message>> held = new ArrayBlockingQueue<>(8);

    private void holdCalls(GatewayFixture fixture) {
        fixture.grid().plays(PAUSE, (request, out) -> held.add(out));
    }

    private void releaseOne() throws InterruptedException {
        StreamObserver<Message> out = Objects.requireNonNull(held.poll(10, TimeUnit.SECONDS), "no call arrived");
        out.onNext(JobPauseResponse.getDefaultInstance());
        out.onCompleted();
    }

    @Test
    void shouldGiveEveryCallADeadline() throws Exception {
        try (GatewayFixture fixture = new GatewayFixture()) {
            fixture.grid().answers(PAUSE, JobPauseResponse.getDefaultInstance());

            fixture.post(PAUSE, "");
            Deadline byDefault =
                    Objects.requireNonNull(fixture.grid().lastAsked().deadline());
            fixture.send(
                    fixture.request("/" + PAUSE).header("Grpc-Timeout", "5M").POST(BodyPublishers.noBody()));
            Deadline asked = Objects.requireNonNull(fixture.grid().lastAsked().deadline());

            assertThat(byDefault.timeRemaining(TimeUnit.SECONDS)).isBetween(40L, 60L);
            assertThat(asked.timeRemaining(TimeUnit.SECONDS)).isBetween(280L, 300L);
        }
    }

    @Test
    void shouldEndACallAtItsDeadline() throws Exception {
        try (GatewayFixture fixture = new GatewayFixture()) {
            holdCalls(fixture);

            HttpResponse<String> response = fixture.send(
                    fixture.request("/" + PAUSE).header("Grpc-Timeout", "50m").POST(BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).startsWith("{\"code\":4,");
        }
    }

    @Test
    void shouldRefuseAMalformedTimeout() throws Exception {
        try (GatewayFixture fixture = new GatewayFixture()) {
            HttpResponse<String> response = fixture.send(
                    fixture.request("/" + PAUSE).header("Grpc-Timeout", "soon").POST(BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Grpc-Timeout");
        }
    }

    @Test
    void shouldRefuseMoreCallsThanTheBound() throws Exception {
        try (GatewayFixture fixture = new GatewayFixture(1)) {
            holdCalls(fixture);
            CompletableFuture<HttpResponse<String>> first = fixture.postAsync(PAUSE, "");
            StreamObserver<Message> out = Objects.requireNonNull(held.poll(10, TimeUnit.SECONDS));

            HttpResponse<String> second = fixture.post(PAUSE, "");
            out.onNext(JobPauseResponse.getDefaultInstance());
            out.onCompleted();

            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(first.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetCallsEndBeforeItStops() throws Exception {
        GatewayFixture fixture = new GatewayFixture();
        holdCalls(fixture);
        CompletableFuture<HttpResponse<String>> call = fixture.postAsync(PAUSE, "");
        Objects.requireNonNull(held.peek() == null ? waitForCall() : held.peek());

        CompletableFuture<Void> stop = CompletableFuture.runAsync(fixture.gateway()::close);
        HttpResponse<String> late = awaitRefusal(fixture);
        releaseOne();
        stop.get(20, TimeUnit.SECONDS);

        assertThat(late.body()).isEqualTo("{\"code\":14,\"message\":\"the gateway is stopping\",\"details\":[]}");
        assertThat(call.get().statusCode()).isEqualTo(200);
        fixture.grid().close();
    }

    @Test
    void shouldStopAtOnceTheSecondTime() throws Exception {
        GatewayFixture fixture = new GatewayFixture();
        fixture.close();
        long begin = System.nanoTime();

        fixture.close();

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    private StreamObserver<Message> waitForCall() throws InterruptedException {
        StreamObserver<Message> out = Objects.requireNonNull(held.poll(10, TimeUnit.SECONDS), "no call arrived");
        held.add(out);
        return out;
    }

    /** Calls that are let in meanwhile are answered at once, so that only the first is held. */
    private static HttpResponse<String> awaitRefusal(GatewayFixture fixture) throws Exception {
        String other = "job.JobInterface/Resume";
        HttpResponse<String> response = fixture.post(other, "");
        while (response.statusCode() != 503) {
            response = fixture.post(other, "");
        }
        return response;
    }
}
