package io.cuegrid.node.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.Machines;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.Segment;
import io.cuegrid.persistence.recovery.Recoverable;
import io.cuegrid.persistence.recovery.Recovery;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of each machine of a node what its files lead to. Reads only; the node may run meanwhile. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows journals, snapshots and the state that they lead to: position and digest of each machine.",
        footer = {"", "Example:", "  inspect --home .cuegrid --json"})
public final class InspectCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    HomeOptions options;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Path folder = options.nodeFolder();
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode result = mapper.createObjectNode().put("node", folder.toString());
        ArrayNode machines = result.putArray("machines");
        try (Journals journals = Journals.open(
                folder.resolve("journal"), JournalSettings.defaults().withReserveBytes(0))) {
            SnapshotStore snapshots = SnapshotStore.open(folder.resolve("snapshots"), SnapshotStore.KEEP_DEFAULT);
            for (int machine : options.machines()) {
                describe(machine, journals, snapshots, machines.addObject());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(mapper.writeValueAsString(result));
        } else {
            print(result, out);
        }
        return 0;
    }

    private static void describe(int machine, Journals journals, SnapshotStore snapshots, ObjectNode into)
            throws IOException {
        Recovery recovery = new Recovery(journals, snapshots);
        Recoverable found = recovery.inspect(machine);
        into.put("machine", HomeOptions.machineName(machine))
                .put("rebuildable", found.rebuildable())
                .put("epoch", found.epochNumber())
                .put("sequence", found.sequence())
                .put("acknowledgedSequence", found.acknowledgedSequence());
        ArrayNode segments = into.putArray("segments");
        for (Segment segment : journals.segments(machine)) {
            segments.addObject()
                    .put("number", segment.number())
                    .put("start", segment.start().name())
                    .put("afterSequence", segment.sequence());
        }
        ArrayNode files = into.putArray("snapshots");
        for (SnapshotFile file : snapshots.list(machine)) {
            files.addObject()
                    .put("epoch", file.epochNumber())
                    .put("sequence", file.sequence())
                    .put("segment", file.segment());
        }
        if (found.rebuildable()) {
            Replica replica = new Replica(new Machines().newMachine(machine));
            recovery.load(found, replica);
            into.put("digest", String.format("%016x", replica.digest()));
        }
    }

    private static void print(ObjectNode result, PrintWriter out) {
        out.println(result.get("node").asText());
        for (var machine : result.get("machines")) {
            out.printf(
                    "%-10s epoch %d, sequence %d, acknowledged %d, digest %s%n",
                    machine.get("machine").asText(),
                    machine.get("epoch").asLong(),
                    machine.get("sequence").asLong(),
                    machine.get("acknowledgedSequence").asLong(),
                    machine.path("digest").asText("none: it cannot be rebuilt"));
            for (var segment : machine.get("segments")) {
                out.printf(
                        "  segment %d %s after sequence %d%n",
                        segment.get("number").asLong(),
                        segment.get("start").asText(),
                        segment.get("afterSequence").asLong());
            }
            for (var snapshot : machine.get("snapshots")) {
                out.printf(
                        "  snapshot epoch %d sequence %d%n",
                        snapshot.get("epoch").asLong(), snapshot.get("sequence").asLong());
            }
        }
        out.flush();
    }
}
