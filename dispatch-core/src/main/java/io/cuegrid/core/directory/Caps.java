package io.cuegrid.core.directory;

import static io.cuegrid.core.directory.RefusedException.require;

import io.cuegrid.core.sbe.ReplyCode;

/** Checks of figures. Stateless. */
final class Caps {
    private Caps() {}

    static void range(CatalogRecord record, String what, long value, long min, long max) {
        require(
                value >= min && value <= max,
                ReplyCode.INVALID,
                Words.of(record) + ": " + what + " is " + value + ", give " + min + " to " + max);
    }

    /** @param none the value of max that means: no cap */
    static void cores(CatalogRecord record, String what, int min, int max, int none) {
        pair(record, what + " in units (100 a core)", min, max, none, DirectoryLimits.CORE_UNITS_MAX);
    }

    static void gpus(CatalogRecord record, String what, int min, int max, int none) {
        pair(record, what, min, max, none, DirectoryLimits.GPUS_MAX);
    }

    private static void pair(CatalogRecord record, String what, int min, int max, int none, int most) {
        range(record, "least " + what, min, 0, most);
        if (max == none) {
            return;
        }
        range(record, "most " + what, max, 0, most);
        require(
                min <= max,
                ReplyCode.INVALID,
                Words.of(record) + ": least " + what + " (" + min + ") is more than the most (" + max + ")");
    }
}
