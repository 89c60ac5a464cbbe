package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.GridMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The server's end of a stream that keeps what is sent on it. */
final class RecordedCall extends ServerCallStreamObserver<GridMessage> {
    final List<GridMessage> sent = new CopyOnWriteArrayList<>();
    volatile boolean ended;
    private final BooleanSupplier ready;

    /** It is always ready. */
    RecordedCall() {
        this(() -> true);
    }

    RecordedCall(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    public void onNext(GridMessage message) {
        sent.add(message);
    }

    @Override
    public void onError(Throwable error) {
        ended = true;
    }

    @Override
    public void onCompleted() {
        ended = true;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    public void setOnCancelHandler(Runnable onCancel) {}

    @Override
    public void setOnReadyHandler(Runnable onReady) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
}
