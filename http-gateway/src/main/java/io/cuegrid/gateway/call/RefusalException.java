package io.cuegrid.gateway.call;

import io.cuegrid.gateway.metrics.RefusalReason;

/** A request that goes no further than the gateway. */
public final class RefusalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final String text;

    RefusalException(RefusalReason reason, String text) {
        super(text);
        this.reason = reason;
        this.text = text;
    }

    public RefusalReason reason() {
        return reason;
    }

    /** A sentence for the caller. */
    public String text() {
        return text;
    }
}
