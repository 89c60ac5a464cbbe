package io.cuegrid.node.service.auth;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a service did not expect into INTERNAL with an id that is in the log as well, so that a report of it can
 * be followed and nothing of our insides goes out. A status that a service throws goes out as it is.
 *
 * <p>Threading: any thread.
 */
public final class FaultInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(FaultInterceptor.class);
    private static final int ID_BYTES = 6;

    private final SecureRandom random = new SecureRandom();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(call, headers);
        } catch (RuntimeException fault) {
            close(call, fault);
            return new ServerCall.Listener<>() {};
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                guarded(call, () -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                guarded(call, super::onHalfClose);
            }

            @Override
            public void onReady() {
                guarded(call, super::onReady);
            }

            @Override
            public void onCancel() {
                guarded(call, super::onCancel);
            }

            @Override
            public void onComplete() {
                guarded(call, super::onComplete);
            }
        };
    }

    private void guarded(ServerCall<?, ?> call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            close(call, fault);
        } catch (StackOverflowError | OutOfMemoryError fault) {
            close(call, new IllegalStateException(fault));
        }
    }

    private void close(ServerCall<?, ?> call, RuntimeException fault) {
        Status status = statusOf(fault);
        if (status == null) {
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            LOG.error("fault {} in {}", id, call.getMethodDescriptor().getFullMethodName(), fault);
            status = Status.INTERNAL.withDescription("This is a fault of the grid, not of the request. The node's log"
                    + " has more about it under fault " + id + ".");
        }
        try {
            call.close(status, new Metadata());
        } catch (IllegalStateException closedAlready) {
            LOG.debug("call was closed already", closedAlready);
        }
    }

    private static @org.jspecify.annotations.Nullable Status statusOf(Throwable fault) {
        if (fault instanceof StatusRuntimeException status) {
            return status.getStatus();
        }
        return fault.getCause() instanceof StatusException cause ? cause.getStatus() : null;
    }
}
