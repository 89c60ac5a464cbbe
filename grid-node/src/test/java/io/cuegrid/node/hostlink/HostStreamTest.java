package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.Hello;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostStreamTest {
    private static final int PATIENCE_SECONDS = 30;

    @Test
    @Timeout(value = PATIENCE_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldTakeWhatComesWhileASenderIsBusy() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch pause = new CountDownLatch(1);
        RecordedCall call = new RecordedCall(() -> {
            sending.countDown();
            try {
                pause.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        });
        HostStream stream = new HostStream(1, Hello.getDefaultInstance(), call, Runnable::run);
        Thread sender = new Thread(stream::flush, "sender");
        sender.setDaemon(true);
        sender.start();
        try {
            sending.await();
            stream.completions(1, 2);
            stream.heartbeat(1);
            stream.acknowledged(1, true);
            stream.heartbeatAcknowledged(2, true);
            assertThat(stream.enqueue(new Outgoing.Forget(7))).isTrue();
            assertThat(stream.hostNumber()).isZero();
            assertThat(stream.hasSent(7)).isFalse();
            stream.ended();
            assertThat(stream.enqueue(new Outgoing.Forget(7)))
                    .as("nobody sends it any more")
                    .isFalse();
        } finally {
            pause.countDown();
            sender.join();
        }
    }
}
