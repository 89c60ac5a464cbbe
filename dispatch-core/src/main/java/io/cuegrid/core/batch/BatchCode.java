package io.cuegrid.core.batch;

/** How a batch ended at a {@link Replica}. */
public enum BatchCode {
    /** Decided, or applied, here. */
    APPLIED(0),
    /** The replica had it already: a retry. Nothing changed; as good as applied. */
    REPEATED(1),
    /** Of a leader that leads no more. Nothing changed. */
    OLD_EPOCH(2),
    /** A batch before it is missing here. Nothing changed. */
    GAP(3),
    /** No backup could take it. Nothing changed. */
    NO_BACKUP(4),
    /** A defect stopped this replica; it answers no batch any more and its evidence is kept. */
    POISONED(5),
    /** The entry is missing here. Nothing changed. */
    ABSENT(6);

    private static final BatchCode[] BY_CODE = values();
    private final int code;

    BatchCode(int code) {
        if (code != ordinal()) {
            throw new IllegalStateException(name() + " must have code " + ordinal());
        }
        this.code = code;
    }

    /** Stable number, used on the wire. */
    public int code() {
        return code;
    }

    public static BatchCode of(int code) {
        return BY_CODE[code];
    }
}
