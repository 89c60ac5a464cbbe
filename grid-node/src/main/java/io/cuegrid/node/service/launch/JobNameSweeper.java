package io.cuegrid.node.service.launch;

import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.service.ServiceConfig;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.JobNameEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the names of jobs that have ended, so that the directory does not grow with every job ever launched. Any
 * node may run it, also several at a time: a name is removed only in the version that was looked at.
 *
 * <p>Threading: one run at a time, on a thread that may wait.
 */
public final class JobNameSweeper implements Runnable {
    /** A good time between two runs: names of ended jobs can be taken over before they are swept. */
    public static final long INTERVAL_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(JobNameSweeper.class);

    private final Farm farm;

    public JobNameSweeper(GridAccess grid, ServiceConfig config) {
        this.farm = new Farm(grid, config);
    }

    /** Sweeps all facilities once; what cannot be reached now is left for the next run. */
    @Override
    public void run() {
        try {
            sweep();
        } catch (StatusRuntimeException unavailable) {
            LOG.info("job names are swept later: {}", unavailable.getMessage());
        } catch (RuntimeException fault) {
            LOG.error("job names could not be swept", fault);
        }
    }

    /** @return names given back */
    int sweep() {
        // names first: a job that is launched after this read is not among them
        List<JobNameEntry> names = farm.directory().read(EntryKind.JOB_NAME);
        int swept = 0;
        for (FacilityEntry facility : farm.directory().read(EntryKind.FACILITY)) {
            Cell cell = farm.cellOf(facility.name());
            if (cell != null) {
                swept += sweep(names, facility, unfinished(cell));
            }
        }
        return swept;
    }

    private int sweep(List<JobNameEntry> names, FacilityEntry facility, LongHashSet unfinished) {
        int swept = 0;
        for (JobNameEntry name : names) {
            boolean ended = name.jobNumber() != 0 && !unfinished.contains(name.jobNumber());
            if (name.facilityNumber() == facility.number() && ended) {
                farm.directory().tryRemove(EntryKind.JOB_NAME, name.number(), name.version());
                swept++;
            }
        }
        return swept;
    }

    private static LongHashSet unfinished(Cell cell) {
        LongHashSet numbers = new LongHashSet();
        JobRowDecoder row = new JobRowDecoder();
        cell.machine().read(RowQuery.jobs(false), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            if (row.jobState() != JobState.FINISHED) {
                numbers.add(row.jobNumber());
            }
            return true;
        });
        return numbers;
    }
}
