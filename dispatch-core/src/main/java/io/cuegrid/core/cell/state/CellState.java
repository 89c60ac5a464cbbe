package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.columns.BlobPages;
import io.cuegrid.core.cell.columns.Captured;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.depend.DependTable;
import io.cuegrid.core.cell.frame.Checkpoints;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.host.HostTable;
import io.cuegrid.core.cell.job.JobTable;
import io.cuegrid.core.cell.job.LayerTable;
import io.cuegrid.core.cell.job.RunTotals;
import io.cuegrid.core.cell.partition.PartitionTable;
import io.cuegrid.core.cell.proc.HostProcs;
import io.cuegrid.core.cell.proc.ProcTable;
import io.cuegrid.core.cell.redirect.RedirectTable;
import io.cuegrid.core.cell.reserve.ReservationTable;
import io.cuegrid.core.cell.task.TaskTable;
import io.cuegrid.core.snapshot.SnapshotReader;
import java.util.List;

/**
 * All state of a cell: what is snapshotted, hashed and restored, and the maps that are made from it. The index of what
 * could be booked is made from it too and kept beside it.
 *
 * <p>Threading: that of the cell. Events are the one writer; deciding and reading only look.
 */
public final class CellState {
    /** Texts of a job. */
    public static final int JOB_NAME = 0;

    public static final int JOB_SHOT = 1;
    public static final int JOB_USER = 2;
    public static final int JOB_OS = 3;
    public static final int JOB_LOG_DIR = 4;

    /** Texts of a layer. */
    public static final int LAYER_NAME = 0;

    public static final int LAYER_RANGE = 1;
    public static final int LAYER_TAGS = 2;
    public static final int LAYER_SERVICES = 3;
    public static final int LAYER_START_AFTER_REASON = 4;
    public static final int LAYER_TEXTS = 5;

    /** Texts of a host. */
    public static final int HOST_NAME = 0;

    public static final int HOST_OS = 1;
    public static final int HOST_TAGS = 2;
    public static final int HOST_MANUAL_TAGS = 3;
    public static final int HOST_BOOT_ID = 4;
    public static final int HOST_TEXTS = 5;

    public final Globals globals = new Globals();
    public final CatalogTable catalog = new CatalogTable();
    public final HostTable hosts = new HostTable();
    public final JobTable jobs = new JobTable();
    public final RunTotals jobTotals = new RunTotals();
    public final LayerTable layers = new LayerTable();
    public final RunTotals layerTotals = new RunTotals();
    public final FrameTable frames = new FrameTable();
    public final ProcTable procs = new ProcTable();
    public final HostProcs hostProcs = new HostProcs();
    public final DependTable depends = new DependTable();
    public final TaskTable tasks = new TaskTable();
    public final DelayRules delayRules = new DelayRules();
    public final ReservationTable reservations = new ReservationTable();
    public final RedirectTable redirects = new RedirectTable();
    public final PartitionTable partitions = new PartitionTable();

    /** Raw records of the directory, header included. */
    public final BlobPages catalogRecords = new BlobPages();

    public final BlobPages hostTexts = new BlobPages();
    public final BlobPages jobTexts = new BlobPages();
    public final BlobPages documents = new BlobPages();
    public final BlobPages layerTexts = new BlobPages();
    /** Frame numbers; see FrameRuns. */
    public final BlobPages layerRuns = new BlobPages();
    /** Numbers of the limits, eight bytes each. */
    public final BlobPages layerLimits = new BlobPages();
    /** Who asked, and why. */
    public final BlobPages taskTexts = new BlobPages();

    public final CatalogIndex catalogIndex = new CatalogIndex(catalog, catalogRecords);
    public final NameIndex jobNames = new NameIndex(jobTexts, JOB_NAME);
    public final NameIndex hostNames = new NameIndex(hostTexts, HOST_NAME);
    public final FrameDepends frameDepends = new FrameDepends(depends, jobs);
    public final Checkpoints checkpoints = new Checkpoints(jobs, frames);

    private final List<Captured> stores = List.of(
            globals,
            catalog,
            hosts,
            jobs,
            jobTotals,
            layers,
            layerTotals,
            frames,
            procs,
            hostProcs,
            depends,
            tasks,
            reservations,
            redirects,
            partitions,
            delayRules,
            catalogRecords,
            hostTexts,
            jobTexts,
            documents,
            layerTexts,
            layerRuns,
            layerLimits,
            taskTexts);

    /** Every store, in the order of a snapshot. */
    public List<Captured> stores() {
        return stores;
    }

    public long digest() {
        long hash = 0;
        for (Captured store : stores) {
            hash = store.digest(hash);
        }
        return hash;
    }

    public void restore(SnapshotReader reader) {
        for (Captured store : stores) {
            store.restore(reader);
        }
        jobs.rebuild();
        layers.rebuild(jobs);
        frames.resetExtents();
        hosts.rebuild();
        procs.rebuild();
        depends.rebuild();
        tasks.rebuild();
        reservations.rebuild();
        reservations.rebuildHosts();
        redirects.rebuild();
        partitions.rebuild();
        partitions.rebuildHosts();
        delayRules.rebuild();
        catalogIndex.rebuild();
        frameDepends.rebuild();
        checkpoints.rebuild();
        jobNames.clear();
        for (int job = 0; job < jobs.rowCount(); job++) {
            if (jobs.number(job) != 0) {
                frames.claim(jobs.frameBase(job), jobs.frameCount(job));
                jobNames.add(job);
            }
        }
        hostNames.clear();
        for (int host = 0; host < hosts.rowCount(); host++) {
            if (hosts.number(host) != 0) {
                hostNames.add(host);
            }
        }
    }

    /** Keeps the texts of a new job and files its name. */
    public void nameJob(int job, byte[] packedTexts) {
        jobTexts.put(job, packedTexts);
        jobNames.add(job);
    }

    /** The other way of {@link #nameJob}. */
    public void unnameJob(int job) {
        jobNames.remove(job);
        jobTexts.put(job, new byte[0]);
    }

    public void nameHost(int host, byte[] packedTexts) {
        if (hostTexts.get(host).length > 0) {
            hostNames.remove(host);
        }
        hostTexts.put(host, packedTexts);
        hostNames.add(host);
    }

    public void unnameHost(int host) {
        hostNames.remove(host);
        hostTexts.put(host, new byte[0]);
    }

    public String jobName(int job) {
        return Texts.get(jobTexts.get(job), JOB_NAME);
    }

    public String hostName(int host) {
        return Texts.get(hostTexts.get(host), HOST_NAME);
    }

    public String layerName(int layer) {
        return Texts.get(layerTexts.get(layer), LAYER_NAME);
    }

    /** The layer of a frame of a job. */
    public int layerOf(int job, int ordinal) {
        int low = jobs.layerBase(job);
        int high = low + jobs.layerCount(job) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (layers.firstOrdinal(middle) <= ordinal) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The time moves on; never back. */
    public void time(long millis) {
        if (millis > globals.timeMillis()) {
            globals.timeMillis(millis);
        }
    }
}
