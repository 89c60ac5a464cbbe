package io.cuegrid.node.counters;

/** What a dispatch loop counts of its cell while this member leads it. */
public enum LoopCount {
    COMMANDS("Commands of acknowledged batches, ticks among them."),
    STEPS("Steps of work that deciding took; a batch has a budget of them."),
    BOOKINGS("Runs begun: a proc booked and its order derived."),
    ORDERS_REPEATED("Orders derived again because the first may have been lost."),
    KILLS("Kill orders derived for procs."),
    HOSTS_LOST("Hosts declared lost after a silence."),
    BATCHES_HELD("Times that a batch had to wait because no backup could take it."),
    DOUBTS("Times that the lead was given up after an error and taken anew.");

    private final String sentence;

    LoopCount(String sentence) {
        this.sentence = sentence;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
