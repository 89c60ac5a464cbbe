package io.cuegrid.gateway.call;

import io.cuegrid.gateway.metrics.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies within bounds: one body's size, and how many large ones are held at a time, so that launches of
 * the greatest size cannot fill the heap.
 *
 * <p>Threading: any thread.
 */
public final class BodyReader {
    /** A job specification of 16 MiB, escaped as a JSON string, with room for what stands around it. */
    public static final int MAX_BODY_BYTES = 20 << 20;

    /** Bodies up to this size are not counted. */
    static final int LARGE_BODY_BYTES = 1 << 20;

    /** 2 x (20 MiB of bytes + 20 MiB of text + 20 MiB of message): what large bodies may hold of a small heap. */
    static final int MAX_LARGE_BODIES = 2;

    private final Semaphore largeBodies = new Semaphore(MAX_LARGE_BODIES);

    /**
     * Reads a body to its end.
     *
     * @param declaredBytes its Content-Length; -1: unknown
     * @throws RefusalException when it is above the bound, or too many large bodies are being served
     */
    public Body read(InputStream input, long declaredBytes) throws IOException, RefusalException {
        if (declaredBytes > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        byte[] head = input.readNBytes(LARGE_BODY_BYTES);
        if (head.length < LARGE_BODY_BYTES) {
            return new Body(head, null);
        }
        if (!largeBodies.tryAcquire()) {
            throw tooMany();
        }
        boolean done = false;
        try {
            byte[] tail = input.readNBytes(MAX_BODY_BYTES - LARGE_BODY_BYTES + 1);
            if (tail.length > MAX_BODY_BYTES - LARGE_BODY_BYTES) {
                throw tooLarge();
            }
            byte[] all = Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, all, head.length, tail.length);
            done = true;
            return new Body(all, largeBodies);
        } finally {
            if (!done) {
                largeBodies.release();
            }
        }
    }

    /** A body that was read; to be closed when its call has ended. */
    public static final class Body implements AutoCloseable {
        private final byte[] bytes;
        private @Nullable Semaphore counted;

        private Body(byte[] bytes, @Nullable Semaphore counted) {
            this.bytes = bytes;
            this.counted = counted;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public synchronized void close() {
            if (counted != null) {
                counted.release();
                counted = null;
            }
        }
    }

    private static RefusalException tooLarge() {
        return new RefusalException(
                RefusalReason.TOO_LARGE, "the request body is larger than " + MAX_BODY_BYTES + " bytes");
    }

    private static RefusalException tooMany() {
        return new RefusalException(
                RefusalReason.BUSY,
                "the gateway is serving " + MAX_LARGE_BODIES + " requests of more than " + LARGE_BODY_BYTES
                        + " bytes; try again in a moment");
    }
}
