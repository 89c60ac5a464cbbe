package io.cuegrid.node.service.auth;

import io.grpc.Context;

/** Who makes the call that runs on this thread. */
public final class Caller {
    static final Context.Key<String> SUBJECT = Context.key("cuegrid-subject");
    static final Context.Key<String> REASON = Context.key("cuegrid-reason");
    /** When no token was checked, as in a server without the token check. */
    public static final String UNKNOWN = "unknown";

    private Caller() {}

    /** The subject of the call's token. */
    public static String subject() {
        String subject = SUBJECT.get();
        return subject == null ? UNKNOWN : subject;
    }

    /** Whether a token was checked: the grid's own errands have no caller. */
    public static boolean isKnown() {
        return SUBJECT.get() != null;
    }

    /** Why the caller does what it does, as it says; empty when it does not. */
    public static String reason() {
        String reason = REASON.get();
        return reason == null ? "" : reason;
    }

    /** The user that a request names, else the one of the token. */
    public static String user(String named) {
        return named.isBlank() ? subject() : named.strip();
    }
}
