package io.cuegrid.node.dispatch;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.node.replication.BatchWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The batch that is on its way. Threading: the loop; the future is ended by Hazelcast. */
final class Flight {
    private final BatchWork work;
    private final CompletableFuture<Integer> result;
    private final long sentNanos;

    Flight(BatchWork work, CompletionStage<Integer> result, long sentNanos) {
        this.work = work;
        this.result = result.toCompletableFuture();
        this.sentNanos = sentNanos;
    }

    /** Runs on the thread that ends the flight. */
    void whenDone(Runnable action) {
        var unused = result.whenCompleteAsync((code, error) -> action.run(), Runnable::run);
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Of a flight that is done. */
    BatchCode code() throws ExecutionException, InterruptedException {
        return BatchCode.of(result.get());
    }

    BatchWork work() {
        return work;
    }

    long sentNanos() {
        return sentNanos;
    }
}
