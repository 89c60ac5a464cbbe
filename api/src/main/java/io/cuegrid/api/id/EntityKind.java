package io.cuegrid.api.id;

/** What an {@link EntityId} names. The code is part of stored ids: never change one, never use one again. */
public enum EntityKind {
    NONE(0),
    FACILITY(1),
    ALLOCATION(2),
    SHOW(3),
    SUBSCRIPTION(4),
    FOLDER(5),
    LIMIT(6),
    SERVICE(7),
    SERVICE_OVERRIDE(8),
    OWNER(9),
    DEED(10),
    FILTER(11),
    MATCHER(12),
    ACTION(13),
    DEPARTMENT(14),
    TASK(15),
    COMMENT(16),
    JOB(17),
    LAYER(18),
    FRAME(19),
    HOST(20),
    PROC(21),
    DEPEND(22),
    RENDER_PARTITION(23);

    private static final EntityKind[] BY_CODE = values();
    private final int code;

    EntityKind(int code) {
        if (code != ordinal()) {
            throw new IllegalStateException(name() + " must have code " + ordinal());
        }
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @return the kind, or NONE for a code that this version does not know */
    static EntityKind of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : NONE;
    }
}
