package io.cuegrid.node.metrics;

import io.cuegrid.gateway.metrics.MetricDescription;
import io.cuegrid.node.counters.LinkCount;
import io.cuegrid.node.counters.LoopCount;
import java.util.List;

/**
 * Every metric of a node besides its gateway's and its process's. The tag {@code cell} is the name of a facility, or
 * {@code directory}. What is said of a cell's state is said by the node that leads it; the others show 0.
 */
public enum NodeMetric implements MetricDescription {
    // what is dispatched
    BOOKINGS("cuegrid.bookings", Kind.COUNTER, "", Tag.CELL, LoopCount.BOOKINGS.sentence()),
    LIFECYCLES(
            "cuegrid.lifecycles",
            Kind.COUNTER,
            "",
            List.of("cell", "end"),
            "Runs that were booked and have ended, by how: succeeded, failed, stopped_by_user, over_limit, host_gone,"
                    + " not_started."),
    ORDERS_REPEATED("cuegrid.orders.repeated", Kind.COUNTER, "", Tag.CELL, LoopCount.ORDERS_REPEATED.sentence()),
    KILLS("cuegrid.kills", Kind.COUNTER, "", Tag.CELL, LoopCount.KILLS.sentence()),
    HOSTS_LOST("cuegrid.hosts.lost", Kind.COUNTER, "", Tag.CELL, LoopCount.HOSTS_LOST.sentence()),
    FRAMES(
            "cuegrid.frames",
            Kind.GAUGE,
            "",
            Tag.CELL_STATE,
            "Frames by state: waiting, running, depend, dead, succeeded, eaten."),
    JOBS("cuegrid.jobs", Kind.GAUGE, "", Tag.CELL_STATE, "Jobs by state: pending, finished."),
    PROCS("cuegrid.procs", Kind.GAUGE, "", Tag.CELL, "Procs: reservations of frames on hosts."),
    HOSTS("cuegrid.hosts", Kind.GAUGE, "", Tag.CELL_STATE, "Hosts by state: up, down (or in repair, or rebooting)."),
    HOSTS_LOCKED("cuegrid.hosts.locked", Kind.GAUGE, "", Tag.CELL, "Hosts that are locked, by a person or by use."),
    CORES("cuegrid.cores", Kind.GAUGE, "", Tag.CELL, "Cores of all hosts."),
    CORES_BOOKED("cuegrid.cores.booked", Kind.GAUGE, "", Tag.CELL, "Cores that are reserved by procs."),

    // batches
    COMMANDS("cuegrid.commands", Kind.COUNTER, "", Tag.CELL, LoopCount.COMMANDS.sentence()),
    COMMANDS_REFUSED(
            "cuegrid.commands.refused",
            Kind.COUNTER,
            "",
            List.of("cell", "reason"),
            "Commands that the cell decided to refuse, by the reply's code."),
    STEPS("cuegrid.steps", Kind.COUNTER, "", Tag.CELL, LoopCount.STEPS.sentence()),
    BATCH_DURATION(
            "cuegrid.batch.duration",
            Kind.HISTOGRAM,
            "seconds",
            Tag.CELL,
            "From a batch's sending to its acknowledgement by every backup."),
    BATCH_COMMANDS("cuegrid.batch.commands", Kind.HISTOGRAM, "", Tag.CELL, "Commands of a batch."),
    BATCH_EVENTS("cuegrid.batch.events", Kind.HISTOGRAM, "", Tag.CELL, "Events that a batch decided."),
    BATCHES_HELD("cuegrid.batches.held", Kind.COUNTER, "", Tag.CELL, LoopCount.BATCHES_HELD.sentence()),
    LEAD_DOUBTS("cuegrid.lead.doubts", Kind.COUNTER, "", Tag.CELL, LoopCount.DOUBTS.sentence()),

    // bounds
    INBOUND_FILL(
            "cuegrid.inbound.fill", Kind.GAUGE, "ratio", Tag.CELL, "Part of the inbound ring that is taken, 0 to 1."),
    PUSHBACKS(
            "cuegrid.backpressure",
            Kind.COUNTER,
            "",
            List.of("cell", "bound"),
            "Times that something was turned away, by the bound that did: ring_launch, ring_change, ring_report,"
                    + " ring_kill, replies, reads, disk, host_queue."),
    REPLIES_PENDING("cuegrid.replies.pending", Kind.GAUGE, "", Tag.CELL, "Commands whose replies somebody waits for."),
    READS_WAITING("cuegrid.reads.waiting", Kind.GAUGE, "", Tag.CELL, "Reads that wait for their turn."),
    READ_WAIT(
            "cuegrid.read.wait",
            Kind.HISTOGRAM,
            "seconds",
            Tag.CELL,
            "Of slices of reads: from the question to its turn between two batches."),

    // replication
    LEADER("cuegrid.leader", Kind.GAUGE, "", Tag.CELL, "1 on the node that leads the cell, else 0."),
    LOOP_STATE(
            "cuegrid.loop.state",
            Kind.GAUGE,
            "",
            Tag.CELL_STATE,
            "1 for the state that this node is in with the cell, 0 for the others: following, recovering, taking_lead,"
                    + " confirming, leading, poisoned, stepped_down, closed."),
    EPOCH("cuegrid.epoch", Kind.GAUGE, "", Tag.CELL, "Number of the cell's epoch; it rises with each new leader."),
    SEQUENCE("cuegrid.sequence", Kind.GAUGE, "", Tag.CELL, "Number of the last acknowledged batch."),
    REPLICAS_IN_SYNC(
            "cuegrid.replicas.in.sync",
            Kind.GAUGE,
            "",
            Tag.CELL,
            "Copies of the cell that a batch waits for, with this."),
    REPLICAS_WANTED("cuegrid.replicas.wanted", Kind.GAUGE, "", Tag.CELL, "Copies of the cell that there should be."),
    MEMBERS("cuegrid.members", Kind.GAUGE, "", List.of(), "Nodes that this node sees in its grid, itself included."),

    // disk and history
    JOURNAL_WRITTEN("cuegrid.journal.written", Kind.COUNTER, "bytes", Tag.CELL, "Written to the journal here."),
    JOURNAL_SYNC_LAG(
            "cuegrid.journal.sync.lag",
            Kind.GAUGE,
            "seconds",
            Tag.CELL,
            "For how long something written has not been forced to the disk; 0: all is."),
    JOURNAL_FREE("cuegrid.journal.free", Kind.GAUGE, "bytes", List.of(), "Room left on the journal's disk."),
    JOURNAL_RESERVE("cuegrid.journal.reserve", Kind.GAUGE, "bytes", List.of(), "Room below which new work is refused."),
    SNAPSHOT_AGE(
            "cuegrid.snapshot.age",
            Kind.GAUGE,
            "seconds",
            Tag.CELL,
            "Since this process wrote its newest snapshot; 0: none yet."),
    SNAPSHOT_DURATION("cuegrid.snapshot.duration", Kind.GAUGE, "seconds", Tag.CELL, "What the newest snapshot took."),
    SNAPSHOT_SIZE("cuegrid.snapshot.size", Kind.GAUGE, "bytes", Tag.CELL, "Size of the newest snapshot."),
    HISTORY_UP("cuegrid.history.up", Kind.GAUGE, "", Tag.CELL, "1 while history is written to PostgreSQL, else 0."),
    HISTORY_LAG_BATCHES(
            "cuegrid.history.lag.batches",
            Kind.GAUGE,
            "",
            Tag.CELL,
            "Batches up to the last one with events that are not in PostgreSQL yet."),
    HISTORY_LAG_SECONDS(
            "cuegrid.history.lag",
            Kind.GAUGE,
            "seconds",
            Tag.CELL,
            "For how long, at most, something that happened has not been in PostgreSQL."),
    HISTORY_ROWS("cuegrid.history.rows", Kind.COUNTER, "", Tag.CELL, "Rows written or changed in PostgreSQL."),

    // hosts
    HOST_STREAMS("cuegrid.hostlink.streams", Kind.GAUGE, "", Tag.CELL, "Streams of hosts that are open."),
    HEARTBEATS("cuegrid.heartbeats.taken", Kind.COUNTER, "", Tag.CELL, LinkCount.HEARTBEATS_TAKEN.sentence()),
    HEARTBEATS_DROPPED(
            "cuegrid.heartbeats.dropped", Kind.COUNTER, "", Tag.CELL, LinkCount.HEARTBEATS_DROPPED.sentence()),
    ORDERS_SENT("cuegrid.orders.sent", Kind.COUNTER, "", Tag.CELL, LinkCount.ORDERS_SENT.sentence()),
    COMPLETIONS_ACKNOWLEDGED(
            "cuegrid.completions.acknowledged",
            Kind.COUNTER,
            "",
            Tag.CELL,
            LinkCount.COMPLETIONS_ACKNOWLEDGED.sentence());

    private final Facts facts;

    /** Because an enum's own constants are not there yet while its values are made. */
    private static final class Tag {
        private static final List<String> CELL = List.of("cell");
        private static final List<String> CELL_STATE = List.of("cell", "state");
    }

    NodeMetric(String metricName, Kind kind, String unit, List<String> tagNames, String sentence) {
        facts = new Facts(metricName, kind, unit, tagNames, sentence);
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
