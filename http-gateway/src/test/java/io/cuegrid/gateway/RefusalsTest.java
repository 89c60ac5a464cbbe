package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.cuegrid.api.opencue.job.JobPauseResponse;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Secret;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.gateway.call.BodyReader;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets when a call fails or is refused: OpenCue's statuses, bodies and words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalsTest {
    private static final String PAUSE = "job.JobInterface/Pause";

    private GatewayFixture fixture;

    @BeforeAll
    void start() throws IOException {
        fixture = new GatewayFixture();
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED,1,499",
        "UNKNOWN,2,500",
        "INVALID_ARGUMENT,3,400",
        "DEADLINE_EXCEEDED,4,504",
        "NOT_FOUND,5,404",
        "ALREADY_EXISTS,6,409",
        "PERMISSION_DENIED,7,403",
        "RESOURCE_EXHAUSTED,8,429",
        "FAILED_PRECONDITION,9,400",
        "ABORTED,10,409",
        "OUT_OF_RANGE,11,400",
        "UNIMPLEMENTED,12,501",
        "INTERNAL,13,500",
        "UNAVAILABLE,14,503",
        "DATA_LOSS,15,500",
        "UNAUTHENTICATED,16,401"
    })
    void shouldMapEveryStatus(Status.Code code, int number, int httpStatus) throws Exception {
        fixture.grid()
                .fails(PAUSE, code.toStatus().withDescription("a \"reason\"").asRuntimeException());

        HttpResponse<String> response = fixture.post(PAUSE, "{}");

        assertThat(response.statusCode()).isEqualTo(httpStatus);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body())
                .isEqualTo("{\"code\":" + number + ",\"message\":\"a \\\"reason\\\"\",\"details\":[]}");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void shouldSayWhenToRetry() throws Exception {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(2).setNanos(500_000_000))
                .build();
        fixture.grid()
                .fails(
                        PAUSE,
                        StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                                .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                                .setMessage("the ring is full")
                                .addDetails(Any.pack(retry))
                                .build()));

        HttpResponse<String> response = fixture.post(PAUSE, "{}");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(response.body())
                .isEqualTo("{\"code\":8,\"message\":\"the ring is full\",\"details\":"
                        + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.500s\"}]}");
    }

    @Test
    void shouldNameAMethodThatIsNotBuilt() throws Exception {
        HttpResponse<String> response = fixture.post("task.TaskInterface/Delete", "{}");

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).contains("task.TaskInterface/Delete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/job.JobInterface/Nope", "/job.JobInterface", "/frame.FrameInterface/GetFrame", "/health/x"
            })
    void shouldAnswer404OnUnknownPaths(String path) throws Exception {
        HttpResponse<String> response = fixture.send(fixture.request(path).POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"code\":5,\"message\":\"Not Found\",\"details\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void shouldAnswer501OnOtherVerbs(String verb) throws Exception {
        HttpResponse<String> response =
                fixture.send(fixture.request("/" + PAUSE).method(verb, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).isEqualTo("{\"code\":12,\"message\":\"Method Not Allowed\",\"details\":[]}");
    }

    @Test
    void shouldSendStreamsToGrpc() throws Exception {
        HttpResponse<String> response = fixture.post("cuegrid.HostLink/Connect", "{}");

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).contains("is a stream");
    }

    @Test
    void shouldAskForAToken() throws Exception {
        HttpResponse<String> response = fixture.send(fixture.bare("/" + PAUSE).POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(response.body()).isEqualTo("Authorization header required");
    }

    @Test
    void shouldRefuseATokenOfAnotherSecretOnUnknownPathsToo() throws Exception {
        AccessTokens others = new AccessTokens(new Secret("a secret of another grid, long enough"));

        HttpResponse<String> response = getWith(others.issue(TokenKind.USER, "eve", null), "/nowhere");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body())
                .isEqualTo("Token validation error: the access token was not signed with this grid's secret");
    }

    @Test
    void shouldRefuseAnExpiredToken() throws Exception {
        Clock hourAgo = Clock.offset(Clock.systemUTC(), java.time.Duration.ofHours(-1));
        String expired = new AccessTokens(new Secret("a secret of the tests, long enough"), hourAgo)
                .issue(TokenKind.USER, "ada", java.time.Duration.ofMinutes(1));

        HttpResponse<String> response = getWith(expired, "/" + PAUSE);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("expired at");
    }

    @Test
    void shouldRefuseTheTokenOfAHost() throws Exception {
        HttpResponse<String> response =
                getWith(GatewayFixture.TOKENS.issue(TokenKind.HOST, "render01", null), "/" + PAUSE);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("of kind host");
    }

    @Test
    void shouldRefuseATokenThatIsNotSigned() throws Exception {
        HttpResponse<String> response = getWith("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "/" + PAUSE);

        assertThat(response.statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> getWith(String token, String path) throws Exception {
        return fixture.send(
                fixture.bare(path).header("Authorization", "Bearer " + token).GET());
    }

    @Test
    void shouldTakeABareTokenAndPassItOn() throws Exception {
        fixture.grid().answers(PAUSE, JobPauseResponse.getDefaultInstance());

        HttpResponse<String> response = fixture.send(fixture.bare("/" + PAUSE)
                .header("Authorization", GatewayFixture.TOKEN)
                .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.grid().lastAsked().authorization()).isEqualTo(GatewayFixture.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "[]",
                "{\"job\":1}",
                "{\"job\":{},\"job\":{}}",
                "\"text\"",
                "null",
                "{\"x\":tru}"
            })
    void shouldRefuseMalformedBodiesWithThePlace(String body) throws Exception {
        int before = fixture.grid().asked().size();

        HttpResponse<String> response = fixture.post(PAUSE, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"code\":3,\"message\":\"line 1, column ");
        assertThat(fixture.grid().asked()).hasSize(before);
    }

    @Test
    void shouldNotLookAtTheContentType() throws Exception {
        fixture.grid().answers(PAUSE, JobPauseResponse.getDefaultInstance());

        HttpResponse<String> response = fixture.send(fixture.request("/" + PAUSE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"job\":{\"id\":\"x\"}}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.grid().lastAsked().request().toString()).contains("x");
    }

    @Test
    void shouldRefuseABodyAboveTheBound() throws Exception {
        byte[] large = new byte[BodyReader.MAX_BODY_BYTES + 1];

        HttpResponse<String> declared =
                fixture.send(fixture.request("/" + PAUSE).POST(BodyPublishers.ofByteArray(large)));
        HttpResponse<String> chunked = fixture.send(
                fixture.request("/" + PAUSE).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

        assertThat(declared.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("\"code\":8").contains("20971520");
    }

    @Test
    void shouldTakeABodyOfSixteenMebibytes() throws Exception {
        String launch = "job.JobInterface/LaunchSpec";
        fixture.grid().answers(launch, io.cuegrid.api.opencue.job.JobLaunchSpecResponse.getDefaultInstance());

        HttpResponse<String> response = fixture.post(launch, "{\"spec\":\"" + "x".repeat(16 << 20) + "\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.grid().lastAsked().request().getSerializedSize()).isGreaterThan(16 << 20);
    }
}
