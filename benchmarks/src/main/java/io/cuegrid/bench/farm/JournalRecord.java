package io.cuegrid.bench.farm;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The journal of one cell read back from a stopped node's disk: the second of the audit's records. Every run is followed
 * from its order to its end, and the events are applied to an empty cell, whose digest must be the live one's.
 *
 * <p>Threading: one thread.
 */
final class JournalRecord {
    private static final int CELL = 1;
    private static final long NONE = -1;

    private final Replica replica;
    private final MessageListReader events = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameStartedDecoder started = new FrameStartedDecoder();
    private final FrameStoppedDecoder stopped = new FrameStoppedDecoder();
    private final HostRegisteredDecoder registered = new HostRegisteredDecoder();
    private final Long2LongHashMap liveFrames = new Long2LongHashMap(NONE);
    private final Long2LongHashMap hostCoreUnits = new Long2LongHashMap(0);
    private final Long2LongHashMap hostMemoryKib = new Long2LongHashMap(0);
    private final Long2LongHashMap busyCoreUnits = new Long2LongHashMap(0);
    private final Long2LongHashMap busyMemoryKib = new Long2LongHashMap(0);
    private final LongHashSet startedProcs = new LongHashSet();
    private final LongHashSet stoppedProcs = new LongHashSet();
    private long doubleBooked;
    private long overshoots;
    private boolean whole = true;

    private JournalRecord(StateMachine emptyCell) {
        replica = new Replica(emptyCell);
    }

    /** Reads all acknowledged batches of the first cell. */
    static JournalRecord read(Path journalFolder, StateMachine emptyCell) throws IOException {
        JournalRecord record = new JournalRecord(emptyCell);
        try (Journals journals =
                        Journals.open(journalFolder, JournalSettings.defaults().withReserveBytes(0));
                JournalReader reader = journals.reader(CELL)) {
            reader.seek(0);
            JournalReader.Step step = reader.next(Long.MAX_VALUE);
            while (step == JournalReader.Step.BATCH) {
                record.take(reader.header(), reader.content(), reader.contentLength());
                step = reader.next(Long.MAX_VALUE);
            }
            record.whole &= step != JournalReader.Step.GAP;
        }
        return record;
    }

    private void take(BatchHeaderDecoder batch, DirectBuffer content, int length) {
        events.wrap(content, 0, length);
        while (events.next()) {
            header.wrap(events.buffer(), events.offset());
            switch (header.templateId()) {
                case FrameStartedDecoder.TEMPLATE_ID -> start();
                case FrameStoppedDecoder.TEMPLATE_ID -> stop();
                case HostRegisteredDecoder.TEMPLATE_ID -> register();
                default -> {
                    // says nothing about runs
                }
            }
        }
        replica.follow(batch.epochNumber(), batch.leaderHigh(), batch.leaderLow());
        whole &= replica.apply(batch, content, 0, length) == BatchCode.APPLIED;
    }

    private void register() {
        registered.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        hostCoreUnits.put(registered.hostNumber(), registered.coreUnits());
        hostMemoryKib.put(registered.hostNumber(), registered.memoryKib());
    }

    private void start() {
        started.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        long frame = RunLog.frame(started.jobNumber(), started.frameOrdinal());
        boolean isNewProc = startedProcs.add(started.procNumber());
        if (liveFrames.put(frame, started.procNumber()) != NONE || !isNewProc) {
            doubleBooked++;
        }
        long host = started.hostNumber();
        long cores = busyCoreUnits.get(host) + started.coreUnits();
        long memory = busyMemoryKib.get(host) + started.memoryKib();
        busyCoreUnits.put(host, cores);
        busyMemoryKib.put(host, memory);
        if (cores > hostCoreUnits.get(host) || memory > hostMemoryKib.get(host)) {
            overshoots++;
        }
    }

    private void stop() {
        stopped.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        long host = stopped.hostNumber();
        stoppedProcs.add(stopped.procNumber());
        liveFrames.remove(RunLog.frame(stopped.jobNumber(), stopped.frameOrdinal()));
        busyCoreUnits.put(host, busyCoreUnits.get(host) - stopped.coreUnits());
        busyMemoryKib.put(host, busyMemoryKib.get(host) - stopped.memoryKib());
    }

    /** Frames that were booked while a run of them lived. */
    long doubleBooked() {
        return doubleBooked;
    }

    /** Bookings that a host had no room for. */
    long overshoots() {
        return overshoots;
    }

    LongHashSet startedProcs() {
        return startedProcs;
    }

    LongHashSet stoppedProcs() {
        return stoppedProcs;
    }

    long sequence() {
        return replica.sequence();
    }

    /** Of the cell that the events make. */
    long digest() {
        return replica.machine().digest();
    }

    /** Whether no batch was missing and each could be applied. */
    boolean isWhole() {
        return whole;
    }
}
