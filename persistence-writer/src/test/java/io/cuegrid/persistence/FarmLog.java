package io.cuegrid.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Limit;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.persistence.journal.JournalWriter;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A directory that is led here: each call decides a batch and journals it, as a node does. */
public final class FarmLog {
    public static final long LEADER = 7;

    public final Replica replica = new Replica(new Directory());
    private final RecordCodec codec = new RecordCodec();
    private final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
    private final MessageListWriter commands = new MessageListWriter(1024);
    private final MessageListWriter events = new MessageListWriter(1024);
    private final MessageListWriter replies = new MessageListWriter(1024);
    private final UnsafeBuffer header =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + BatchHeaderEncoder.BLOCK_LENGTH]);
    private long timeMillis = 1_700_000_000_000L;

    public void lead(JournalWriter journal, long leader) {
        assertThat(replica.lead(0, leader)).isEqualTo(BatchCode.APPLIED);
        journal.lead(replica.epochNumber(), 0, leader);
    }

    /** Decides one batch of puts and appends it. */
    public void put(JournalWriter journal, List<? extends CatalogRecord> records) {
        commands.reset();
        events.reset();
        replies.reset();
        for (CatalogRecord record : records) {
            commands.append(command, 0, Seed.putCommand(codec, record, command, 0, 1));
        }
        long sequence = replica.sequence() + 1;
        new BatchHeaderEncoder()
                .wrapAndApplyHeader(header, 0, new MessageHeaderEncoder())
                .epochNumber(replica.epochNumber())
                .leaderHigh(replica.leaderHigh())
                .leaderLow(replica.leaderLow())
                .sequence(sequence)
                .timeMillis(timeMillis++)
                .acknowledgedSequence(sequence - 1)
                .items(records.size())
                .contentLength(commands.length());
        BatchHeaderDecoder decoder = new BatchHeaderDecoder();
        decoder.wrapAndApplyHeader(header, 0, new MessageHeaderDecoder());
        BatchCode code = replica.decide(decoder, commands.buffer(), 0, commands.length(), 100, events, replies);
        assertThat(code).isEqualTo(BatchCode.APPLIED);
        journal.append(header, 0, header.capacity(), events.buffer(), 0, events.length());
    }

    /** A batch with one event, different for each number. */
    public void limit(JournalWriter journal, int number) {
        put(journal, List.of(new Limit(0, 0, number, false, "limit" + number)));
    }
}
