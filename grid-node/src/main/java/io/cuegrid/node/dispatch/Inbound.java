package io.cuegrid.node.dispatch;

import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.TickDecoder;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.replication.BatchWork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What waits to be decided: commands in the order in which they came, in one ring of fixed size. A command that is
 * larger than the ring takes goes by a side store, its place in the order is kept in the ring. A mark is a note in that
 * order: whoever put it is told when everything before it is acknowledged.
 *
 * <p>Threading: {@link #offer} and {@link #mark} from any thread, {@link #drain} by the loop.
 */
public final class Inbound {
    /** Of the ring; about 100,000 completions, so that a farm that ends all it runs at once does not keep launches out. */
    public static final int RING_BYTES = 16 * 1024 * 1024;
    /** Commands that are larger than the ring takes, all together. */
    static final long SIDE_BYTES_MAX = 128L * 1024 * 1024;
    /** A batch is closed when its commands reach this; a larger command is a batch of its own. */
    static final int BATCH_BYTES_MAX = 512 * 1024;
    /** About 2 ms of deciding at 1 us a command. */
    static final int BATCH_COMMANDS_MAX = 2_000;

    private static final int COMMAND = 1;
    private static final int SIDE = 2;
    private static final int MARK = 3;
    private static final int MARK_BYTES = 2 * Long.BYTES;
    private static final int CORRELATION_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final ConcurrentHashMap<Long, byte[]> side = new ConcurrentHashMap<>();
    private final AtomicLong sideBytes = new AtomicLong();
    private final AtomicLong sideTickets = new AtomicLong();
    private final UnsafeBuffer sideView = new UnsafeBuffer(0, 0);
    private final ControlledMessageHandler drainer = this::take;
    private final Runnable wake;
    private final CellCounters counters;
    private BatchWork filling = new BatchWork();
    private volatile boolean closed;

    /**
     * @param wake called after something was put in
     * @param counters of what is turned away
     */
    public Inbound(Runnable wake, CellCounters counters) {
        this.wake = wake;
        this.counters = counters;
    }

    /**
     * Puts one encoded command in.
     *
     * @return false when there is no room for its class: nothing was taken
     */
    public boolean offer(CommandClass commandClass, DirectBuffer command, int offset, int length) {
        if (closed) {
            return false;
        }
        boolean taken = fill() <= commandClass.fillMax()
                && (length <= ring.maxMsgLength()
                        ? ring.write(COMMAND, command, offset, length)
                        : offerBySide(command, offset, length));
        if (taken) {
            wake.run();
        } else {
            counters.pushedBack(commandClass.pushback());
        }
        return taken;
    }

    private boolean offerBySide(DirectBuffer command, int offset, int length) {
        if (sideBytes.addAndGet(length) > SIDE_BYTES_MAX) {
            sideBytes.addAndGet(-length);
            return false;
        }
        long ticket = sideTickets.incrementAndGet();
        byte[] bytes = new byte[length];
        command.getBytes(offset, bytes);
        side.put(ticket, bytes);
        int index = ring.tryClaim(SIDE, Long.BYTES);
        if (index < 0) {
            side.remove(ticket);
            sideBytes.addAndGet(-length);
            return false;
        }
        ring.buffer().putLong(index, ticket);
        ring.commit(index);
        return true;
    }

    /**
     * Asks to be told ({@link CellListener#onMark}) when all that this thread put in before is acknowledged.
     *
     * @return false when there is no room
     */
    public boolean mark(long session, long number) {
        int index = closed ? -1 : ring.tryClaim(MARK, MARK_BYTES);
        if (index < 0) {
            return false;
        }
        ring.buffer().putLong(index, session);
        ring.buffer().putLong(index + Long.BYTES, number);
        ring.commit(index);
        wake.run();
        return true;
    }

    /** Moves what waits into a batch, up to its bounds. @return messages moved */
    int drain(BatchWork work) {
        filling = work;
        return ring.controlledRead(drainer, BATCH_COMMANDS_MAX);
    }

    private ControlledMessageHandler.Action take(int type, MutableDirectBuffer buffer, int index, int length) {
        if (filling.commands().length() >= BATCH_BYTES_MAX) {
            return ControlledMessageHandler.Action.ABORT;
        }
        switch (type) {
            case COMMAND -> add(buffer, index, length);
            case SIDE -> {
                byte[] bytes = side.remove(buffer.getLong(index));
                if (bytes == null) {
                    throw new IllegalStateException("a large command has no bytes");
                }
                sideBytes.addAndGet(-bytes.length);
                sideView.wrap(bytes);
                add(sideView, 0, bytes.length);
            }
            case MARK -> {
                filling.marks().addLong(buffer.getLong(index));
                filling.marks().addLong(buffer.getLong(index + Long.BYTES));
            }
            default -> throw new IllegalStateException("message type " + type + " in the inbound ring");
        }
        return ControlledMessageHandler.Action.CONTINUE;
    }

    private void add(DirectBuffer buffer, int offset, int length) {
        filling.commands().append(buffer, offset, length);
        long correlation = correlationOf(buffer, offset);
        if (correlation != 0) {
            filling.correlations().addLong(correlation);
        }
    }

    /** Every command but a tick begins with it. */
    static long correlationOf(DirectBuffer command, int offset) {
        int template =
                command.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        return template == TickDecoder.TEMPLATE_ID
                ? 0
                : command.getLong(offset + CORRELATION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Part of the ring that is taken, 0 to 1. */
    public double fill() {
        return (double) ring.size() / RING_BYTES;
    }

    boolean isEmpty() {
        return ring.size() == 0;
    }

    /** Takes nothing in any more; what is in is still drained. */
    public void close() {
        closed = true;
    }
}
