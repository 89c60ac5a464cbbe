package io.cuegrid.node.counters;

import io.cuegrid.core.sbe.StopCause;

/** How a run ended, as it is counted. */
public enum RunEnd {
    SUCCEEDED,
    /** By its own exit status or signal. */
    FAILED,
    /** A person or tool killed, retried or ate the frame, or unbooked its proc. */
    STOPPED_BY_USER,
    /** It ran or was silent for too long, or took too much memory. */
    OVER_LIMIT,
    /** Its host was lost, rebooted, or is used by a person. */
    HOST_GONE,
    /** It never ran: the order was refused or nothing was started. */
    NOT_STARTED;

    /** @param succeeded whether the frame is SUCCEEDED now */
    static RunEnd of(StopCause cause, boolean succeeded) {
        return switch (cause) {
            case COMPLETED -> succeeded ? SUCCEEDED : FAILED;
            case KILLED_BY_USER, RETRIED, EATEN, JOB_KILLED, UNBOOKED -> STOPPED_BY_USER;
            case TIMEOUT, LLU_TIMEOUT, MEMORY -> OVER_LIMIT;
            case HOST_LOST, HOST_REBOOTED, NIMBY -> HOST_GONE;
            case ORDER_REFUSED, NEVER_STARTED, NULL_VAL -> NOT_STARTED;
        };
    }
}
