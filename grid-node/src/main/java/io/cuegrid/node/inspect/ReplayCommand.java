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
import io.cuegrid.persistence.journal.SegmentStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Applies a journal from its first batch on and says where that leads: position and digest. Reads only. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Replays the journal of a machine from its first batch on, without snapshots, to a digest.",
        footer = {
            "",
            "Examples:",
            "  replay --machine 1                     the first cell",
            "  replay --machine 1 --until 5000        up to a batch",
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

    @Option(names = "--events", description = "print a line for each event: sequence, time, template, length")
    boolean events;

    @Override
    public Integer call() throws IOException {
        Path folder = options.nodeFolder();
        PrintWriter out = spec.commandLine().getOut();
        Replica replica = new Replica(new Machines().newMachine(machine));
        try (Journals journals = Journals.open(
                folder.resolve("journal"), JournalSettings.defaults().withReserveBytes(0))) {
            List<Segment> segments = journals.segments(machine);
            if (segments.isEmpty() || segments.get(0).start() != SegmentStart.CREATED) {
                throw new IOException("the journal of " + HomeOptions.machineName(machine) + " in " + folder
                        + " does not begin with its creation: files that a snapshot covers were deleted; use inspect");
            }
            for (Segment segment : segments) {
                replay(segment, replica, out);
            }
        }
        out.printf(
                "{\"machine\":\"%s\",\"epoch\":%d,\"sequence\":%d,\"digest\":\"%016x\"}%n",
                HomeOptions.machineName(machine), replica.epochNumber(), replica.sequence(), replica.digest());
        out.flush();
        return 0;
    }

    private void replay(Segment segment, Replica replica, PrintWriter out) {
        try (SegmentReader reader = new SegmentReader(segment)) {
            while (reader.next()) {
                BatchHeaderDecoder header = reader.header();
                if (header.sequence() > until) {
                    return;
                }
                replica.follow(header.epochNumber(), header.leaderHigh(), header.leaderLow());
                if (reader.isLead() || header.sequence() <= replica.sequence()) {
                    continue;
                }
                BatchCode code = replica.apply(header, reader.content(), 0, reader.contentLength());
                if (code != BatchCode.APPLIED) {
                    throw new IllegalStateException(
                            "batch " + header.sequence() + " of " + segment.folder() + " is refused: " + code);
                }
                if (events) {
                    print(reader, header, out);
                }
            }
        }
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
