package io.cuegrid.gateway.metrics;

/** Why a request went no further than the gateway. */
public enum RefusalReason {
    /** No token, or one that does not hold. */
    UNAUTHENTICATED,
    /** No such path. */
    UNKNOWN,
    /** Not POST, or a stream. */
    VERB,
    /** Too many calls in flight. */
    BUSY,
    /** The gateway is going down. */
    STOPPING,
    /** The body is above the bound. */
    TOO_LARGE,
    /** The body or a header is not what it should be. */
    MALFORMED
}
