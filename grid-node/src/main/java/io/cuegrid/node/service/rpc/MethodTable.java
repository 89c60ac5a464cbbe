package io.cuegrid.node.service.rpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One gRPC service as a table from method to function. What has no function answers UNIMPLEMENTED and says its name, so
 * a service is complete on the wire from the first day.
 *
 * <p>Threading: filled by the thread that builds the server, then only read.
 */
public final class MethodTable implements BindableService {
    private final ServiceDescriptor descriptor;
    private final Map<String, Bound<?, ?>> handlers = new LinkedHashMap<>();

    /** A method as it is served: its answers may be written in another way than the generated one. */
    private record Bound<Q, R>(MethodDescriptor<Q, R> method, Handler<Q, R> handler) {}

    public MethodTable(ServiceDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Gives a method its function.
     *
     * @throws IllegalArgumentException when the method is another service's or has a function already
     */
    public <Q, R> MethodTable on(MethodDescriptor<Q, R> method, Handler<Q, R> handler) {
        if (!descriptor.getName().equals(method.getServiceName())) {
            throw new IllegalArgumentException(method.getFullMethodName() + " is no method of " + descriptor.getName());
        }
        if (handlers.put(method.getFullMethodName(), new Bound<>(method, handler)) != null) {
            throw new IllegalArgumentException(method.getFullMethodName() + " has a function already");
        }
        return this;
    }

    /** Gives a method that answers the same whenever it succeeds what it does. */
    public <Q, R> MethodTable doing(MethodDescriptor<Q, R> method, Consumer<Q> action, R done) {
        return on(method, request -> {
            action.accept(request);
            return done;
        });
    }

    /** Full names of the methods that have no function, in the order of the service. */
    public List<String> missing() {
        return descriptor.getMethods().stream()
                .map(MethodDescriptor::getFullMethodName)
                .filter(name -> !handlers.containsKey(name))
                .toList();
    }

    @Override
    public ServerServiceDefinition bindService() {
        List<Bound<?, ?>> all = new ArrayList<>();
        ServiceDescriptor.Builder served = ServiceDescriptor.newBuilder(descriptor.getName())
                .setSchemaDescriptor(descriptor.getSchemaDescriptor());
        for (MethodDescriptor<?, ?> method : descriptor.getMethods()) {
            Bound<?, ?> bound = handlers.getOrDefault(method.getFullMethodName(), unbuilt(method));
            all.add(bound);
            served.addMethod(bound.method());
        }
        ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(served.build());
        all.forEach(bound -> bind(builder, bound));
        return builder.build();
    }

    private static <Q, R> void bind(ServerServiceDefinition.Builder builder, Bound<Q, R> bound) {
        if (bound.method().getType() != MethodDescriptor.MethodType.UNARY) {
            throw new IllegalStateException(bound.method().getFullMethodName() + " is not unary");
        }
        builder.addMethod(
                bound.method(),
                ServerCalls.asyncUnaryCall((request, observer) -> call(bound.handler(), request, observer)));
    }

    private static <Q, R> Bound<Q, R> unbuilt(MethodDescriptor<Q, R> method) {
        return new Bound<>(method, request -> {
            throw Problem.unimplemented(method.getFullMethodName() + " is not built yet");
        });
    }

    private static <Q, R> void call(Handler<Q, R> handler, Q request, StreamObserver<R> observer) {
        R answer;
        try {
            answer = handler.answer(request);
        } catch (StatusRuntimeException refusal) {
            observer.onError(refusal);
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }
}
