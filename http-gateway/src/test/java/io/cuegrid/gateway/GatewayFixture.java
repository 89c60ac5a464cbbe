package io.cuegrid.gateway;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Secret;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.gateway.health.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The real server on a free port before a {@link FakeGrid}, and an HTTP client with a token that holds. */
final class GatewayFixture implements AutoCloseable {
    static final AccessTokens TOKENS = new AccessTokens(new Secret("a secret of the tests, long enough"));
    static final String TOKEN = TOKENS.issue(TokenKind.USER, "ada", null);

    private final FakeGrid grid = new FakeGrid();
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();
    private Health health = new Health(Health.Status.UP, List.of(), 1, "up", 0, 1L << 40, true, List.of());

    GatewayFixture() throws IOException {
        this(GatewaySettings.DEFAULT_MAX_CALLS);
    }

    GatewayFixture(int maxCalls) throws IOException {
        gateway = new Gateway(
                new GatewaySettings("127.0.0.1", 0, maxCalls, GatewaySettings.DEFAULT_STOP_TIMEOUT_MILLIS),
                grid.channel(),
                TOKENS,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> health);
        gateway.start();
    }

    FakeGrid grid() {
        return grid;
    }

    Gateway gateway() {
        return gateway;
    }

    void health(Health now) {
        health = now;
    }

    /** A request with the good token. */
    HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + TOKEN);
    }

    /** A request without a token. */
    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    HttpResponse<String> post(String method, String body) throws Exception {
        return send(request("/" + method).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String method, String body) {
        return client.sendAsync(
                request("/" + method)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        gateway.close();
        grid.close();
    }
}
