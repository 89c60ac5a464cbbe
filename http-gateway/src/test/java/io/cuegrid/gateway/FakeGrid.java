package io.cuegrid.gateway;

import com.google.protobuf.Message;
import io.cuegrid.gateway.call.RpcCatalog;
import io.cuegrid.gateway.call.RpcMethod;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A grid played by hand: a real gRPC server inside of this process that has every service of the protocol. A test says
 * what a method answers; what it does not name answers UNIMPLEMENTED. Remembers what it was asked.
 */
final class FakeGrid implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> TOKEN = Context.key("token");

    private final Map<String, Servant> servants = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Server server;
    private final ManagedChannel channel;

    FakeGrid() throws IOException {
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).maxInboundMetadataSize(1 << 20);
        for (ServiceDescriptor service : RpcCatalog.services()) {
            builder.addService(ServerInterceptors.intercept(serviceOf(service), new TokenToContext()));
        }
        server = builder.build().start();
        channel = InProcessChannelBuilder.forName(name).build();
    }

    private ServerServiceDefinition serviceOf(ServiceDescriptor service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
        for (RpcMethod method : new RpcCatalog().methods()) {
            if (service.getName().equals(method.descriptor().getServiceName())) {
                definition.addMethod(definitionOf(method));
            }
        }
        return definition.build();
    }

    private ServerMethodDefinition<Message, Message> definitionOf(RpcMethod method) {
        ServerCallHandler<Message, Message> handler = method.isUnary()
                ? ServerCalls.asyncUnaryCall((request, out) -> answer(method.name(), request, out))
                : ServerCalls.asyncBidiStreamingCall(out -> {
                    out.onError(Status.UNIMPLEMENTED.asRuntimeException());
                    return new Ignored();
                });
        return ServerMethodDefinition.create(method.descriptor(), handler);
    }

    private void answer(String method, Message request, StreamObserver<Message> out) {
        asked.add(new Asked(method, request, TOKEN.get(), Context.current().getDeadline()));
        Servant servant = servants.get(method);
        if (servant == null) {
            out.onError(Status.UNIMPLEMENTED
                    .withDescription("Method " + method + " is not built yet")
                    .asRuntimeException());
            return;
        }
        servant.answer(request, out);
    }

    /** The method answers this message from now on. */
    void answers(String method, Message answer) {
        plays(method, (request, out) -> {
            out.onNext(answer);
            out.onCompleted();
        });
    }

    /** The method ends with this failure from now on. */
    void fails(String method, Throwable failure) {
        plays(method, (request, out) -> out.onError(failure));
    }

    /** The method does this from now on. */
    void plays(String method, Servant servant) {
        servants.put(method, servant);
    }

    /** Every call that arrived, oldest first. */
    List<Asked> asked() {
        return asked;
    }

    Asked lastAsked() {
        return asked.get(asked.size() - 1);
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** One method by hand. */
    @FunctionalInterface
    interface Servant {
        void answer(Message request, StreamObserver<Message> out);
    }

    /** One call that arrived. */
    record Asked(
            String method,
            Message request,
            @Nullable String authorization,
            @Nullable Deadline deadline) {}

    private static final class TokenToContext implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String token = headers.get(AUTHORIZATION);
            return Contexts.interceptCall(
                    Context.current().withValue(TOKEN, token == null ? "" : token), call, headers, next);
        }
    }

    private static final class Ignored implements StreamObserver<Message> {
        @Override
        public void onNext(Message value) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
