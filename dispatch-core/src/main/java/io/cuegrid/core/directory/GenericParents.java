package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/** What a generic record hangs on. Stateless. */
final class GenericParents {
    private GenericParents() {}

    /** The kind that the parent number names; NONE: it is 0, or names something that the directory does not hold. */
    static RecordKind of(Generic record) {
        return switch (record.kind()) {
            case FILTER -> RecordKind.SHOW;
            case MATCHER, ACTION -> RecordKind.FILTER;
            case TASK -> RecordKind.DEPARTMENT;
            case DEPARTMENT -> record.parentNumber() == 0 ? RecordKind.NONE : RecordKind.SHOW;
            case NONE,
                    FACILITY,
                    ALLOCATION,
                    SHOW,
                    SUBSCRIPTION,
                    FOLDER,
                    LIMIT,
                    SERVICE,
                    SERVICE_OVERRIDE,
                    OWNER,
                    DEED,
                    COMMENT,
                    JOB_NAME,
                    HOST_NAME,
                    SETTING,
                    NULL_VAL -> RecordKind.NONE;
        };
    }
}
