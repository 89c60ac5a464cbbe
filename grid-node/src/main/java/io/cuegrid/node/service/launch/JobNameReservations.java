package io.cuegrid.node.service.launch;

import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.catalog.Directory;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.JobNameEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.rpc.Problem;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names of unfinished jobs, one job a name and facility. A name is reserved before its launch, bound to the job after
 * it, and free again when the job has ended: whoever wants it then takes it over.
 *
 * <p>Threading: any thread.
 */
public final class JobNameReservations {
    private static final Logger LOG = LoggerFactory.getLogger(JobNameReservations.class);
    /** Tries to get one name while others come and go. */
    private static final int ATTEMPTS_MAX = 4;
    /** Names of one launch whose answers are waited for at the same time. */
    private static final int ASKED_AHEAD_MAX = 32;

    private final Farm farm;

    public JobNameReservations(Farm farm) {
        this.farm = farm;
    }

    /** A name that is ours. @param record its number in the directory */
    record Reserved(long record, long facility, String name) {}

    /** Asks for all names once it is begun; {@link #reserve} waits for them. */
    SentAhead ask(LaunchPlan plan) {
        long facility = plan.facility().number();
        return new SentAhead(
                plan.jobs().size(),
                SentAhead.Bound.of(ASKED_AHEAD_MAX),
                index -> farm.directory()
                        .createAhead(
                                EntryKind.JOB_NAME, record(facility, plan.jobs().get(index))));
    }

    private DirectBuffer record(long facility, PlannedJob job) {
        return JobNameEntry.encode(facility, 0, farm.nowMillis(), job.document().getName());
    }

    /**
     * Reserves all names, or gives back those that it has waited for and leaves the rest to {@link #forget}.
     *
     * @param asked as {@link #ask} gave it
     * @throws StatusRuntimeException ALREADY_EXISTS when an unfinished job has one of them
     */
    List<Reserved> reserve(LaunchPlan plan, SentAhead asked) {
        long facility = plan.facility().number();
        List<Reserved> reserved = new ArrayList<>();
        try {
            for (PlannedJob job : plan.jobs()) {
                long record = reserve(plan.cell(), facility, job, asked.next());
                reserved.add(new Reserved(record, facility, job.document().getName()));
            }
        } catch (RuntimeException refused) {
            release(reserved);
            throw refused;
        }
        return reserved;
    }

    /** Asks for no more names and gives back those that nobody has waited for. */
    void forget(LaunchPlan plan, SentAhead asked) {
        long facility = plan.facility().number();
        List<Reserved> late = new ArrayList<>();
        asked.rest().forEach((index, reply) -> {
            if (reply.code() == ReplyCode.OK) {
                String name = plan.jobs().get(index).document().getName();
                late.add(new Reserved(reply.number(), facility, name));
            }
        });
        release(late);
    }

    private long reserve(Cell cell, long facility, PlannedJob job, CommandReply first) {
        Directory directory = farm.directory();
        String name = job.document().getName();
        CommandReply reply = first;
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            if (reply.code() == ReplyCode.OK) {
                return reply.number();
            }
            if (reply.code() != ReplyCode.ALREADY_EXISTS) {
                throw Problem.of(reply.code(), reply.detail());
            }
            JobNameEntry holder = holder(facility, name);
            if (holder != null) {
                checkFree(cell, holder);
                directory.tryRemove(EntryKind.JOB_NAME, holder.number(), holder.version());
            }
            reply = directory.tryCreate(EntryKind.JOB_NAME, record(facility, job));
        }
        if (reply.code() == ReplyCode.OK) {
            return reply.number();
        }
        throw Problem.exists("The name " + name + " is wanted by other launches at the same time. Try again.");
    }

    private @Nullable JobNameEntry holder(long facility, String name) {
        for (JobNameEntry entry : farm.directory().named(EntryKind.JOB_NAME, name)) {
            if (entry.facilityNumber() == facility) {
                return entry;
            }
        }
        return null;
    }

    private static void checkFree(Cell cell, JobNameEntry holder) {
        if (isUnfinished(cell, holder)) {
            throw Problem.exists("The job " + holder.name() + " is already pending.");
        }
        if (holder.jobNumber() == 0) {
            throw Problem.exists("The job " + holder.name()
                    + " is being launched by somebody else. If that launch was cut off, the name is free again after"
                    + " ten minutes.");
        }
    }

    private static boolean isUnfinished(Cell cell, JobNameEntry holder) {
        boolean[] found = {false};
        JobRowDecoder row = new JobRowDecoder();
        RowQuery query = holder.jobNumber() == 0
                ? RowQuery.jobs(false).withName(holder.name())
                : RowQuery.job(holder.jobNumber());
        cell.machine().read(query, (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            found[0] |= row.jobState() != JobState.FINISHED && row.name().equals(holder.name());
            return !found[0];
        });
        return found[0];
    }

    /**
     * Binds a name to its job; the launch does not wait for it. A failure is only logged: an unbound name is given back by
     * the directory later.
     */
    void bind(Reserved reserved, long jobNumber) {
        var unused = farm.directory()
                .replaceLater(
                        EntryKind.JOB_NAME,
                        reserved.record(),
                        Directory.ANY_VERSION,
                        JobNameEntry.encode(reserved.facility(), jobNumber, farm.nowMillis(), reserved.name()))
                .whenComplete((reply, failure) -> {
                    if (failure != null || reply.code() != ReplyCode.OK) {
                        LOG.warn(
                                "job name {} could not be bound to job {}: {}",
                                reserved.name(),
                                jobNumber,
                                failure != null ? failure.getMessage() : reply.detail());
                    }
                });
    }

    /** Gives names back. */
    void release(List<Reserved> reserved) {
        for (Reserved name : reserved) {
            try {
                farm.directory().tryRemove(EntryKind.JOB_NAME, name.record(), Directory.ANY_VERSION);
            } catch (RuntimeException unavailable) {
                LOG.warn("job name {} could not be given back now: {}", name.name(), unavailable.getMessage());
            }
        }
    }
}
