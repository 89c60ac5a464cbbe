package io.cuegrid.node.hostlink;

/** What waits to be sent to a host, as numbers. */
sealed interface Outgoing {

    /** The next launch order of the stream's {@link LaunchQueue}; one object stands for all. */
    record Launch() implements Outgoing {
        static final Launch NEXT = new Launch();
    }

    /** A kill order. */
    record Kill(long procNumber, String reason) implements Outgoing {}

    /** What becomes of a proc that the host named. */
    record Verdict(long procNumber, boolean goOn) implements Outgoing {}

    /** A document that the host may delete. */
    record Forget(long jobNumber) implements Outgoing {}

    /** Something to be done to the host itself. */
    record Command(io.cuegrid.api.hostlink.HostCommand command) implements Outgoing {}
}
