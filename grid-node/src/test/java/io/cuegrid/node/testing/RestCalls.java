package io.cuegrid.node.testing;

import static org.awaitility.Awaitility.await;

import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Calls a node's gateway as a tool does. Threading: the test's thread. */
public final class RestCalls {
    private static final int HELLOS_MAX = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Node node;
    private final AccessTokens tokens;

    public RestCalls(Node node) throws IOException {
        this.node = node;
        this.tokens = new AccessTokens(SecretFile.read(node.config().home().resolve("secret")));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(at(path).GET());
    }

    public HttpResponse<String> call(String method, String body) throws IOException, InterruptedException {
        return send(at("/" + method)
                .header("Authorization", "Bearer " + tokens.issue(TokenKind.USER, "ann", Duration.ofHours(1)))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Launches a job of one layer by OpenCue's XML. */
    public HttpResponse<String> launch(String name, String range) throws IOException, InterruptedException {
        return call("job.JobInterface/LaunchSpec", """
                {"spec":"<?xml version='1.0'?><spec><facility>local</facility><show>testing</show><shot>shot</shot>\
                <user>ann</user><uid>1000</uid><job name='%s'><layers><layer name='layer' type='Render'>\
                <cmd>true</cmd><range>%s</range><chunk>1</chunk><memory>256m</memory></layer></layers></job></spec>"}
                """.formatted(name, range));
    }

    /** A daemon of that name at this node. */
    public FakeDaemon daemon(String name) {
        return new FakeDaemon(node.grpcPort(), tokens.issue(TokenKind.HOST, name, Duration.ofHours(1)), name);
    }

    /**
     * A daemon that was let in. It comes again when it is sent away, as a real one does: a node that has just started may
     * not lead yet.
     *
     * @param procs that the daemon knows of
     */
    public FakeDaemon welcomed(String name, UUID hostId, List<ProcState> procs) {
        for (int attempt = 1; attempt <= HELLOS_MAX; attempt++) {
            FakeDaemon daemon = daemon(name).hello(hostId, "local", procs);
            await().atMost(PATIENCE).until(() -> !daemon.received.isEmpty() || daemon.failed.isDone());
            if (daemon.received.stream().anyMatch(GridMessage::hasWelcome)) {
                return daemon;
            }
            daemon.close();
        }
        throw new AssertionError(name + " was sent away " + HELLOS_MAX + " times");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path));
    }
}
