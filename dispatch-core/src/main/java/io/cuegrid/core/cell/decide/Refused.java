package io.cuegrid.core.cell.decide;

import io.cuegrid.core.sbe.ReplyCode;

/**
 * A command is refused: a code and a sentence for the caller. Thrown before anything has changed. Carries no stack
 * trace, for it is an answer, not a fault.
 */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ReplyCode code;

    Refused(ReplyCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    ReplyCode code() {
        return code;
    }

    static Refused notFound(String sentence) {
        return new Refused(ReplyCode.NOT_FOUND, sentence);
    }

    static Refused invalid(String sentence) {
        return new Refused(ReplyCode.INVALID, sentence);
    }

    static Refused precondition(String sentence) {
        return new Refused(ReplyCode.FAILED_PRECONDITION, sentence);
    }

    static Refused exhausted(String sentence) {
        return new Refused(ReplyCode.EXHAUSTED, sentence);
    }
}
