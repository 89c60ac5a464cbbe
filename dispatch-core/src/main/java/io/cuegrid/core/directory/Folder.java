package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * A group of jobs of a show; folders form a tree under the root that the show was made with.
 *
 * @param parentNumber 0 only for a root; a put with 0 means: under the root
 * @param maxCoreUnits over all jobs of the folder and below; -1 none
 * @param maxGpus as for cores; -1 none
 * @param defaultJobPriority given to jobs that come in; -1 none, as for the other defaults
 * @param department a department's name
 */
public record Folder(
        long number,
        long recordVersion,
        long showNumber,
        long parentNumber,
        int minCoreUnits,
        int maxCoreUnits,
        int minGpus,
        int maxGpus,
        int defaultJobPriority,
        int defaultJobMinCoreUnits,
        int defaultJobMaxCoreUnits,
        int defaultJobMinGpus,
        int defaultJobMaxGpus,
        String name,
        String department)
        implements CatalogRecord {
    /** No cap, no default. */
    public static final int NONE = -1;

    /** A new folder without caps or defaults. */
    public static Folder named(long showNumber, long parentNumber, String name, String department) {
        return new Folder(
                0, 0, showNumber, parentNumber, 0, NONE, 0, NONE, NONE, NONE, NONE, NONE, NONE, name, department);
    }

    @Override
    public RecordKind kind() {
        return RecordKind.FOLDER;
    }

    @Override
    public Folder stamped(long newNumber, long newVersion) {
        return new Folder(
                newNumber,
                newVersion,
                showNumber,
                parentNumber,
                minCoreUnits,
                maxCoreUnits,
                minGpus,
                maxGpus,
                defaultJobPriority,
                defaultJobMinCoreUnits,
                defaultJobMaxCoreUnits,
                defaultJobMinGpus,
                defaultJobMaxGpus,
                name,
                department);
    }
}
