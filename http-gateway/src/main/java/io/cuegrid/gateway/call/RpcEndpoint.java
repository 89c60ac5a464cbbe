package io.cuegrid.gateway.call;

import com.google.protobuf.Message;
import io.cuegrid.gateway.json.BadRequestException;
import io.cuegrid.gateway.json.ProtoJsonReader;
import io.cuegrid.gateway.json.ProtoJsonWriter;
import io.cuegrid.gateway.metrics.GatewayMetrics;
import io.cuegrid.gateway.metrics.RefusalReason;
import io.grpc.Channel;
import io.grpc.Status;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every path but health and metrics: token, path, verb, bounds, body, call, answer, in this order.
 *
 * <p>Threading: any number of request threads; a thread is free again while its call is under way.
 */
public final class RpcEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RpcEndpoint.class);

    private final Channel channel;
    private final RpcCatalog catalog = new RpcCatalog();
    private final Gatekeeper gatekeeper;
    private final Admission admission;
    private final GatewayMetrics metrics;
    private final Executor responders;
    private final BodyReader bodies = new BodyReader();
    private final ProtoJsonReader reader = new ProtoJsonReader(BodyReader.MAX_BODY_BYTES);
    private final ProtoJsonWriter writer = new ProtoJsonWriter();
    private final ErrorBody errors = new ErrorBody();

    /** @param responders runs what follows a call: rendering and writing the answer */
    public RpcEndpoint(
            Channel channel, Gatekeeper gatekeeper, Admission admission, GatewayMetrics metrics, Executor responders) {
        this.channel = channel;
        this.gatekeeper = gatekeeper;
        this.admission = admission;
        this.metrics = metrics;
        this.responders = responders;
    }

    /** Answers one request, later if it becomes a call. */
    public void handle(Context http) throws IOException {
        try {
            String authorization = gatekeeper.check(http.header("Authorization"));
            RpcMethod method = method(http);
            if (!admission.enter()) {
                throw notAdmitted();
            }
            call(http, method, authorization);
        } catch (RefusalException e) {
            metrics.refused(e.reason());
            write(http, errors.of(e));
        }
    }

    private RpcMethod method(Context http) throws RefusalException {
        RpcMethod method = catalog.find(http.path());
        if (method == null) {
            throw new RefusalException(RefusalReason.UNKNOWN, "Not Found");
        }
        if (!http.method().equals(HandlerType.POST)) {
            throw new RefusalException(RefusalReason.VERB, "Method Not Allowed");
        }
        if (!method.isUnary()) {
            throw new RefusalException(RefusalReason.VERB, method.name() + " is a stream: call it over gRPC");
        }
        return method;
    }

    private RefusalException notAdmitted() {
        return admission.isClosed()
                ? new RefusalException(RefusalReason.STOPPING, "the gateway is stopping")
                : new RefusalException(
                        RefusalReason.BUSY,
                        "the gateway has " + admission.maxCalls() + " calls in flight; try again in a moment");
    }

    /** Admitted already. */
    private void call(Context http, RpcMethod method, String authorization) throws IOException, RefusalException {
        BodyReader.@Nullable Body body = null;
        boolean underWay = false;
        try {
            body = bodies.read(http.bodyInputStream(), http.req().getContentLengthLong());
            metrics.requestRead(body.bytes().length);
            Duration timeout = GrpcTimeout.parse(http.header("Grpc-Timeout"));
            Message request = reader.read(body.bytes(), method.requestPrototype());
            start(http, method, request, authorization, timeout, body);
            underWay = true;
        } catch (BadRequestException e) {
            throw new RefusalException(RefusalReason.MALFORMED, e.problem());
        } finally {
            if (!underWay) {
                leave(body);
            }
        }
    }

    private void start(
            Context http,
            RpcMethod method,
            Message request,
            String authorization,
            Duration timeout,
            BodyReader.Body body) {
        long startedNanos = System.nanoTime();
        http.future(() -> begin(method, request, authorization, timeout)
                .handleAsync((answer, failure) -> finish(http, method, answer, failure, startedNanos), responders)
                .whenComplete((done, failure) -> leave(body)));
    }

    private CompletableFuture<Message> begin(
            RpcMethod method, Message request, String authorization, Duration timeout) {
        try {
            return RpcCall.start(channel, method, request, authorization, timeout);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private @Nullable Void finish(
            Context http, RpcMethod method, @Nullable Message answer, @Nullable Throwable failure, long startedNanos) {
        Reply reply;
        Status.Code code = Status.Code.OK;
        if (answer != null) {
            reply = Reply.ok(writer.toBytes(answer));
        } else {
            Throwable cause = cause(failure);
            code = Status.fromThrowable(cause).getCode();
            if (code == Status.Code.INTERNAL || code == Status.Code.UNKNOWN) {
                LOG.warn("{} failed", method.name(), cause);
            }
            reply = errors.of(cause);
        }
        metrics.responseWritten(reply.body().length);
        write(http, reply);
        metrics.ended(method.name(), code, System.nanoTime() - startedNanos);
        return null;
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("a call ended with neither an answer nor a failure");
        }
        Throwable inner = failure.getCause();
        return failure instanceof CompletionException && inner != null ? inner : failure;
    }

    private void leave(BodyReader.@Nullable Body body) {
        if (body != null) {
            body.close();
        }
        admission.leave();
    }

    private static void write(Context http, Reply reply) {
        http.status(reply.httpStatus()).contentType(reply.contentType()).result(reply.body());
        if (reply.retryAfterSeconds() > 0) {
            http.header("Retry-After", Long.toString(reply.retryAfterSeconds()));
        }
    }
}
