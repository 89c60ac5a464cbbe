package io.cuegrid.node.counters;

/** What is counted between this member and the hosts of a cell. */
public enum LinkCount {
    ORDERS_SENT("Launch orders sent to hosts."),
    COMPLETIONS_ACKNOWLEDGED("Ends of runs that hosts reported and that are in the grid for good."),
    HEARTBEATS_TAKEN("Heartbeats that were kept as a host's newest."),
    HEARTBEATS_DROPPED(
            "Heartbeats that were not kept: a newer one of the host came before they were stored, or the host has been given up or is not known.");

    private final String sentence;

    LinkCount(String sentence) {
        this.sentence = sentence;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
