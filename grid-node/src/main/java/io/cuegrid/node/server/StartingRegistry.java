package io.cuegrid.node.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The services of a server that listens before they exist: the port must be known first. Until {@link #open} everything
 * is UNAVAILABLE, so that clients try again instead of believing that a method is missing.
 *
 * <p>Threading: any thread.
 */
public final class StartingRegistry extends HandlerRegistry {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final Map<String, ServerMethodDefinition<?, ?>> methods = new ConcurrentHashMap<>();
    private final List<ServerServiceDefinition> services = new CopyOnWriteArrayList<>();
    private volatile boolean open;

    /** Adds services that answer from now on. */
    public void add(ServerServiceDefinition service) {
        services.add(service);
        service.getMethods()
                .forEach(method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method));
    }

    /** From here on a method that is not there is UNIMPLEMENTED. */
    public void open() {
        open = true;
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return List.copyOf(services);
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        @Nullable ServerMethodDefinition<?, ?> method = methods.get(methodName);
        return method != null || open ? method : starting(methodName);
    }

    private static ServerMethodDefinition<byte[], byte[]> starting(String methodName) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
                .setFullMethodName(methodName)
                .setType(MethodType.BIDI_STREAMING)
                .build();
        return ServerMethodDefinition.create(descriptor, (call, headers) -> {
            call.close(Status.UNAVAILABLE.withDescription("the node is starting; try again"), new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }
}
