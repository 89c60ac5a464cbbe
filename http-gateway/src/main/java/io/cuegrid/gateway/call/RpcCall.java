package io.cuegrid.gateway.call;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One unary call over a channel with the caller's own token, as a future. */
final class RpcCall {
    /** Of one answer: some 200,000 frames. Larger lists are to be asked for in pages. */
    static final int MAX_RESPONSE_BYTES = 64 << 20;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private RpcCall() {}

    /** The answer; ends with a {@link io.grpc.StatusRuntimeException} when the call failed. */
    static CompletableFuture<Message> start(
            Channel channel, RpcMethod method, Message request, String authorization, Duration timeout) {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, authorization);
        Channel authorised = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .withMaxInboundMessageSize(MAX_RESPONSE_BYTES);
        Answer answer = new Answer();
        ClientCalls.asyncUnaryCall(authorised.newCall(method.descriptor(), options), request, answer);
        return answer.future;
    }

    /** Takes the one message and the end of a call. Threading: gRPC calls it from one thread at a time. */
    private static final class Answer implements StreamObserver<Message> {
        private final CompletableFuture<Message> future = new CompletableFuture<>();
        private @Nullable Message message;

        @Override
        public void onNext(Message value) {
            message = value;
        }

        @Override
        public void onError(Throwable failure) {
            future.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            if (message == null) {
                future.completeExceptionally(io.grpc.Status.INTERNAL
                        .withDescription("the call ended without an answer")
                        .asRuntimeException());
            } else {
                future.complete(message);
            }
        }
    }
}
