package io.cuegrid.api.token;

/** A token does not open what was asked for. The message is a sentence for the caller and holds nothing secret. */
public final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a token was refused. */
    public enum Reason {
        /** Nothing was sent. */
        MISSING,
        /** It cannot be read as a token, or is signed in a way that is not taken. */
        NOT_A_TOKEN,
        /** Another secret signed it. */
        WRONG_SIGNATURE,
        /** Its time is over. */
        EXPIRED,
        /** Its time has not come. */
        NOT_YET_VALID,
        /** It is for another kind of caller. */
        WRONG_KIND
    }

    private final Reason reason;

    TokenRefusedException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
