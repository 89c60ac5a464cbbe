package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.ReplyCode;

/** A refusal on its way from a rule to the reply. Never leaves the package; has no stack trace, it is no defect. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final ReplyCode code;

    RefusedException(ReplyCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    ReplyCode code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    static void require(boolean condition, ReplyCode code, String sentence) {
        if (!condition) {
            throw new RefusedException(code, sentence);
        }
    }
}
