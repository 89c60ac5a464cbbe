package io.cuegrid.node.replication;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import java.util.List;
import java.util.UUID;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One batch on its way: filled with commands by the dispatch loop, decided by the partition thread, then read again by
 * the loop. Used again and again, so that a batch allocates nothing here.
 *
 * <p>Threading: one owner at a time; handed over by submitting the processor and by the end of its future.
 */
public final class BatchWork {
    /** Of an encoded batch header, message header included. */
    public static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + BatchHeaderEncoder.BLOCK_LENGTH;

    private static final int COMMAND_BYTES = 64 * 1024;
    private static final int EVENT_BYTES = 256 * 1024;
    private static final int REPLY_BYTES = 16 * 1024;

    private final MessageListWriter commands = new MessageListWriter(COMMAND_BYTES);
    private final MessageListWriter events = new MessageListWriter(EVENT_BYTES);
    private final MessageListWriter replies = new MessageListWriter(REPLY_BYTES);
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[HEADER_LENGTH]);
    private final BatchHeaderEncoder encoder = new BatchHeaderEncoder();
    private final BatchHeaderDecoder decoder = new BatchHeaderDecoder();
    private final LongArrayList correlations = new LongArrayList();
    private final LongArrayList marks = new LongArrayList();
    private volatile boolean withdrawn;
    private List<UUID> backups = List.of();
    private boolean hasWork;
    private int steps;
    private long digest;

    public BatchWork() {
        encoder.wrapAndApplyHeader(header, 0, new MessageHeaderEncoder());
        decoder.wrap(
                header,
                MessageHeaderEncoder.ENCODED_LENGTH,
                BatchHeaderDecoder.BLOCK_LENGTH,
                BatchHeaderDecoder.SCHEMA_VERSION);
    }

    /** Empties everything for the next batch. */
    public void reset() {
        commands.reset();
        events.reset();
        replies.reset();
        correlations.clear();
        marks.clear();
        hasWork = false;
        steps = 0;
    }

    /** Sets the position that the leader means. */
    public void position(
            long epochNumber, long leaderHigh, long leaderLow, long sequence, long timeMillis, long acknowledged) {
        encoder.epochNumber(epochNumber)
                .leaderHigh(leaderHigh)
                .leaderLow(leaderLow)
                .sequence(sequence)
                .timeMillis(timeMillis)
                .acknowledgedSequence(acknowledged)
                .items(commands.count())
                .contentLength(commands.length());
    }

    /** The header is that of the events from here on. */
    void decided(long timeMillis) {
        encoder.timeMillis(timeMillis).items(events.count()).contentLength(events.length());
    }

    public MessageListWriter commands() {
        return commands;
    }

    public MessageListWriter events() {
        return events;
    }

    public MessageListWriter replies() {
        return replies;
    }

    /** The encoded header, from 0. */
    public UnsafeBuffer header() {
        return header;
    }

    public BatchHeaderDecoder position() {
        return decoder;
    }

    /** Of the commands in this batch that want a reply. */
    public LongArrayList correlations() {
        return correlations;
    }

    /** Pairs (session, number) to be told when this batch is acknowledged. */
    public LongArrayList marks() {
        return marks;
    }

    /** Nobody waits for this batch any more: if it has not run yet it must not. */
    public void withdraw() {
        withdrawn = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    void backups(List<UUID> members) {
        backups = members;
    }

    /** The backups that the owner saw when it decided. */
    public List<UUID> backups() {
        return backups;
    }

    void hasWork(boolean value) {
        hasWork = value;
    }

    /** Whether the machine has work without any further command. */
    public boolean hasWork() {
        return hasWork;
    }

    void steps(int value) {
        steps = value;
    }

    /** Steps of work that deciding it took. */
    public int steps() {
        return steps;
    }

    void digest(long value) {
        digest = value;
    }

    /** Of the owner after this batch, when one was due; else 0. */
    long digest() {
        return digest;
    }
}
