package io.cuegrid.node.service.auth;

import io.grpc.Context;

/** Who makes the call that runs on this thread. */
public final class Caller {
    static final Context.Key<String> SUBJECT = Context.key("cuegrid-subject");
    /** When no token was checked, as in a server without the token check. */
    public static final String UNKNOWN = "unknown";

    private Caller() {}

    /** The subject of the call's token. */
    public static String subject() {
        String subject = SUBJECT.get();
        return subject == null ? UNKNOWN : subject;
    }

    /** The user that a request names, else the one of the token. */
    public static String user(String named) {
        return named.isBlank() ? subject() : named.strip();
    }
}
