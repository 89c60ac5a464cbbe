package io.cuegrid.node.counters;

/** Which bound turned something away: a row of the table of bounds each. */
public enum Pushback {
    /** The inbound ring had no room left for new work. */
    RING_LAUNCH,
    /** The inbound ring had no room left for changes by people and tools. */
    RING_CHANGE,
    /** The inbound ring had no room left for what hosts report: it comes again. */
    RING_REPORT,
    /** The inbound ring was full. */
    RING_KILL,
    /** Too many commands wait for their replies. */
    REPLIES,
    /** Too many reads wait. */
    READS,
    /** Little disk is left under the journal: no new work. */
    DISK,
    /** A host took its orders too slowly: its stream was closed. */
    HOST_QUEUE
}
