package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * A production.
 *
 * @param active whether it takes launches
 * @param bookingEnabled whether it gets new resources
 * @param dispatchEnabled whether a proc goes on with the next frame
 * @param rootFolderNumber made with the show; never changed
 * @param aliases other names that launches may use, separated by a comma
 * @param commentEmail addresses, separated by commas
 */
public record Show(
        long number,
        long recordVersion,
        boolean active,
        boolean bookingEnabled,
        boolean dispatchEnabled,
        int defaultMinCoreUnits,
        int defaultMaxCoreUnits,
        int defaultMinGpus,
        int defaultMaxGpus,
        long rootFolderNumber,
        String name,
        String aliases,
        String commentEmail)
        implements CatalogRecord {
    private static final int DEFAULT_MIN_CORE_UNITS = 100;
    private static final int DEFAULT_MAX_CORE_UNITS = 200_000;
    private static final int DEFAULT_MAX_GPUS = 100_000;

    /** A new active show with OpenCue's defaults. */
    public static Show named(String name, String aliases) {
        return new Show(
                0,
                0,
                true,
                true,
                true,
                DEFAULT_MIN_CORE_UNITS,
                DEFAULT_MAX_CORE_UNITS,
                0,
                DEFAULT_MAX_GPUS,
                0,
                name,
                aliases,
                "");
    }

    @Override
    public RecordKind kind() {
        return RecordKind.SHOW;
    }

    @Override
    public Show stamped(long newNumber, long newVersion) {
        return new Show(
                newNumber,
                newVersion,
                active,
                bookingEnabled,
                dispatchEnabled,
                defaultMinCoreUnits,
                defaultMaxCoreUnits,
                defaultMinGpus,
                defaultMaxGpus,
                rootFolderNumber,
                name,
                aliases,
                commentEmail);
    }
}
