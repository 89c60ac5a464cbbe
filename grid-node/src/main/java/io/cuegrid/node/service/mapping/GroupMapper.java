package io.cuegrid.node.service.mapping;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupStats;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FolderEntry;

/** A folder's record as OpenCue's Group. */
public final class GroupMapper {
    /** Deeper nesting is not followed: a guard against a loop in the records. */
    private static final int LEVELS_MAX = 100;

    private GroupMapper() {}

    public static Group map(View view, FolderEntry folder) {
        return Group.newBuilder()
                .setId(view.ids().record(EntityKind.FOLDER, folder.number()))
                .setName(folder.name())
                .setDepartment(folder.department())
                .setDefaultJobPriority(folder.defaultJobPriority())
                .setDefaultJobMinCores(Units.cores(folder.defaultJobMinCoreUnits()))
                .setDefaultJobMaxCores(Units.cores(folder.defaultJobMaxCoreUnits()))
                .setDefaultJobMinGpus(folder.defaultJobMinGpus())
                .setDefaultJobMaxGpus(folder.defaultJobMaxGpus())
                .setMinCores(Units.cores(folder.minCoreUnits()))
                .setMaxCores(Units.cores(folder.maxCoreUnits()))
                .setMinGpus(folder.minGpus())
                .setMaxGpus(folder.maxGpus())
                .setLevel(level(view, folder))
                .setParentId(
                        folder.parentNumber() == 0 ? "" : view.ids().record(EntityKind.FOLDER, folder.parentNumber()))
                .setGroupStats(stats(view, folder))
                .build();
    }

    /** Counts of the group's pending jobs. */
    public static GroupStats stats(View view, FolderEntry folder) {
        Usage.Totals usage = view.usage().of(RecordKind.FOLDER, folder.number());
        return GroupStats.newBuilder()
                .setRunningFrames(Units.clamp(usage.running()))
                .setDeadFrames(Units.clamp(usage.dead()))
                .setDependFrames(Units.clamp(usage.depend()))
                .setWaitingFrames(Units.clamp(usage.waiting()))
                .setPendingJobs(Units.clamp(usage.jobs()))
                .setReservedCores(Units.cores(usage.coreUnits()))
                .setReservedGpus(usage.gpus())
                .build();
    }

    /** 0 for a show's root. */
    public static int level(View view, FolderEntry folder) {
        int level = 0;
        FolderEntry current = folder;
        while (current.parentNumber() != 0 && level < LEVELS_MAX) {
            FolderEntry parent = view.catalog().find(EntryKind.FOLDER, current.parentNumber());
            if (parent == null) {
                break;
            }
            current = parent;
            level++;
        }
        return level;
    }
}
