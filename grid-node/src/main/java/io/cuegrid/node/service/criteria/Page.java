package io.cuegrid.node.service.criteria;

import io.cuegrid.node.service.rpc.Problem;

/**
 * Which part of a search's result is wanted.
 *
 * @param first index of the first entry, from 0
 * @param size entries at most
 */
public record Page(long first, int size) {
    /** Entries when the request names no limit. */
    public static final int LIMIT_DEFAULT = 1_000;
    /** Entries of one answer at most; a larger limit is refused rather than cut in silence. */
    public static final int LIMIT_MAX = 10_000;

    /**
     * @param page from 1; below 1 means 1
     * @param limit 0 means {@link #LIMIT_DEFAULT}
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for a limit that is below 0 or too large
     */
    public static Page of(int page, int limit) {
        if (limit < 0 || limit > LIMIT_MAX) {
            throw Problem.invalid("A limit of " + limit + ": it may be 1 to " + LIMIT_MAX + ", or 0 for "
                    + LIMIT_DEFAULT + ". Ask for more pages instead.");
        }
        int size = limit == 0 ? LIMIT_DEFAULT : limit;
        return new Page((Math.max(1, page) - 1L) * size, size);
    }
}
