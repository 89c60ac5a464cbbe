package io.cuegrid.core.directory;

import static io.cuegrid.core.directory.RefusedException.require;

import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import org.jspecify.annotations.Nullable;

/** The tree of folders: one root a show, no cycle, bounded depth. Reads the catalog, changes nothing. */
final class FolderRules {
    private final Catalog catalog;

    FolderRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @return the folder as it is to be stored: parent 0 was replaced by the root, unless it is the root */
    Folder check(Folder folder, @Nullable Folder before) {
        Show show = catalog.show(folder.showNumber());
        if (show == null) {
            throw PutRules.missing(folder, RecordKind.SHOW, folder.showNumber());
        }
        require(
                before == null || before.showNumber() == folder.showNumber(),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(folder) + ": a folder cannot move to another show; create one there");
        boolean root = before != null && before.parentNumber() == 0;
        Folder placed = folder;
        if (root) {
            require(
                    folder.parentNumber() == 0,
                    ReplyCode.FAILED_PRECONDITION,
                    Words.of(folder) + ": the root folder of " + Words.of(show) + " stays at the top");
        } else {
            placed = folder.parentNumber() == 0 ? withParent(folder, show.rootFolderNumber()) : folder;
            checkParents(placed, before);
        }
        Caps.cores(placed, "cores", placed.minCoreUnits(), placed.maxCoreUnits(), Folder.NONE);
        Caps.gpus(placed, "gpus", placed.minGpus(), placed.maxGpus(), Folder.NONE);
        defaultCap(placed, "priority", placed.defaultJobPriority(), Integer.MAX_VALUE);
        defaultCap(placed, "least cores", placed.defaultJobMinCoreUnits(), DirectoryLimits.CORE_UNITS_MAX);
        defaultCap(placed, "most cores", placed.defaultJobMaxCoreUnits(), DirectoryLimits.CORE_UNITS_MAX);
        defaultCap(placed, "least gpus", placed.defaultJobMinGpus(), DirectoryLimits.GPUS_MAX);
        defaultCap(placed, "most gpus", placed.defaultJobMaxGpus(), DirectoryLimits.GPUS_MAX);
        checkDepartment(placed);
        return placed;
    }

    private static void defaultCap(Folder folder, String what, int value, int max) {
        Caps.range(folder, "default " + what + " of its jobs", value, Folder.NONE, max);
    }

    private void checkParents(Folder folder, @Nullable Folder before) {
        int depth = 1;
        long above = folder.parentNumber();
        while (above != 0) {
            Folder parent = catalog.folder(above);
            if (parent == null) {
                throw PutRules.missing(folder, RecordKind.FOLDER, above);
            }
            require(
                    parent.showNumber() == folder.showNumber(),
                    ReplyCode.FAILED_PRECONDITION,
                    Words.of(folder) + ": " + Words.of(parent) + " belongs to another show");
            require(
                    parent.number() != folder.number(),
                    ReplyCode.FAILED_PRECONDITION,
                    Words.of(folder) + " cannot be put below itself; choose a parent outside of it");
            depth++;
            above = parent.parentNumber();
        }
        int below = before == null ? 0 : heightBelow(folder.number());
        require(
                depth + below <= DirectoryLimits.FOLDER_DEPTH_MAX,
                ReplyCode.INVALID,
                Words.of(folder) + " would make " + (depth + below) + " levels of folders, use at most "
                        + DirectoryLimits.FOLDER_DEPTH_MAX);
    }

    private int heightBelow(long number) {
        int height = 0;
        for (Catalog.Entry entry : catalog.entries(RecordKind.FOLDER)) {
            Folder child = (Folder) entry.record();
            if (child.parentNumber() == number) {
                height = Math.max(height, 1 + heightBelow(child.number()));
            }
        }
        return height;
    }

    private void checkDepartment(Folder folder) {
        if (folder.department().isEmpty()) {
            return;
        }
        Generic key = new Generic(0, 0, RecordKind.DEPARTMENT, 0, folder.department(), new byte[0]);
        require(
                catalog.sameKey(key) != null,
                ReplyCode.NOT_FOUND,
                Words.of(folder) + ": there is no department '" + folder.department() + "'; add its name first");
    }

    private static Folder withParent(Folder f, long parent) {
        return new Folder(
                f.number(),
                f.recordVersion(),
                f.showNumber(),
                parent,
                f.minCoreUnits(),
                f.maxCoreUnits(),
                f.minGpus(),
                f.maxGpus(),
                f.defaultJobPriority(),
                f.defaultJobMinCoreUnits(),
                f.defaultJobMaxCoreUnits(),
                f.defaultJobMinGpus(),
                f.defaultJobMaxGpus(),
                f.name(),
                f.department());
    }
}
