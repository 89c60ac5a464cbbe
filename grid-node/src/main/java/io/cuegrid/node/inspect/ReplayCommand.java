package io.cuegrid.node.inspect;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.Machines;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.Segment;
import io.cuegrid.persistence.journal.SegmentReader;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotFileReader;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Applies a journal from its first batch on and says where that leads: positions and digests. Where a state came by copy,
 * it goes on from the snapshot that was written then. Reads only.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Replays the journal of a machine from its first batch on to digests, which two nodes can compare.",
        footer = {
            "",
            "Examples:",
            "  replay --machine 1                     the first cell",
            "  replay --machine 1 --until 5000        up to a batch",
            "  replay --machine 1 --every 1000        the digest at each 1,000th batch and at the end",
            "  replay --machine 0 --events            a line for each event of the directory"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    HomeOptions options;

    @Option(names = "--machine", defaultValue = "1", description = "0: the directory, else a cell (${DEFAULT-VALUE})")
    int machine;

    @Option(names = "--until", description = "the last batch to be applied (all)")
    long until = Long.MAX_VALUE;

    @Option(names = "--every", description = "print the digest at each batch whose sequence is a multiple of this")
    long every;

    @Option(names = "--events", description = "print a line for each event: sequence, time, template, length")
    boolean events;

    private @Nullable Replica replica;

    @Override
    public Integer call() throws IOException {
        Path folder = options.nodeFolder();
        PrintWriter out = spec.commandLine().getOut();
        try (Journals journals = Journals.open(
                folder.resolve("journal"), JournalSettings.defaults().withReserveBytes(0))) {
            SnapshotStore snapshots = SnapshotStore.open(folder.resolve("snapshots"), SnapshotStore.KEEP_DEFAULT);
            for (Segment segment : journals.segments(machine)) {
                begin(segment, snapshots);
                replay(segment, out);
            }
        }
        if (replica == null) {
            throw new IOException("the journal of " + HomeOptions.machineName(machine) + " in " + folder
                    + " does not begin with its creation, nor with a copy whose snapshot is still here: files that a"
                    + " newer snapshot covers were deleted; use inspect");
        }
        print(replica, out);
        out.flush();
        return 0;
    }

    /** Comes to the state that a segment begins after; leaves no replica when there is no way to it. */
    private void begin(Segment segment, SnapshotStore snapshots) throws IOException {
        switch (segment.start()) {
            case CREATED -> replica = new Replica(new Machines().newMachine(machine));
            case CONTINUED -> {
                if (replica != null && replica.sequence() != segment.sequence() && replica.sequence() < until) {
                    replica = null;
                }
            }
            case COPIED -> {
                replica = null;
                for (SnapshotFile file : snapshots.list(machine)) {
                    if (file.segment() == segment.number() && file.sequence() == segment.sequence()) {
                        replica = restored(file);
                    }
                }
            }
        }
    }

    private Replica restored(SnapshotFile file) throws IOException {
        Replica copy = new Replica(new Machines().newMachine(machine));
        try (SnapshotFileReader reader = new SnapshotFileReader(file)) {
            copy.restore(reader);
        }
        return copy;
    }

    private void replay(Segment segment, PrintWriter out) {
        Replica state = replica;
        if (state == null) {
            return;
        }
        try (SegmentReader reader = new SegmentReader(segment)) {
            while (reader.next()) {
                BatchHeaderDecoder header = reader.header();
                if (header.sequence() > until) {
                    return;
                }
                state.follow(header.epochNumber(), header.leaderHigh(), header.leaderLow());
                if (reader.isLead() || header.sequence() <= state.sequence()) {
                    continue;
                }
                BatchCode code = state.apply(header, reader.content(), 0, reader.contentLength());
                if (code != BatchCode.APPLIED) {
                    throw new IllegalStateException(
                            "batch " + header.sequence() + " of " + segment.folder() + " is refused: " + code);
                }
                if (events) {
                    print(reader, header, out);
                }
                if (every > 0 && state.sequence() % every == 0) {
                    print(state, out);
                }
            }
        }
    }

    private void print(Replica state, PrintWriter out) {
        out.printf(
                "{\"machine\":\"%s\",\"epoch\":%d,\"sequence\":%d,\"digest\":\"%016x\"}%n",
                HomeOptions.machineName(machine), state.epochNumber(), state.sequence(), state.digest());
    }

    private static void print(SegmentReader reader, BatchHeaderDecoder header, PrintWriter out) {
        MessageListReader list = new MessageListReader().wrap(reader.content(), 0, reader.contentLength());
        MessageHeaderDecoder message = new MessageHeaderDecoder();
        while (list.next()) {
            message.wrap(list.buffer(), list.offset());
            out.printf(
                    "%d %d %s %d%n",
                    header.sequence(), header.timeMillis(), EventNames.of(message.templateId()), list.length());
        }
    }
}
