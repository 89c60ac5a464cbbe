package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.criteria.JobCriteria;
import io.cuegrid.node.service.mapping.JobMapper;
import io.cuegrid.node.service.mapping.JobMessages.JobMessage;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds jobs. Threading: any thread. */
final class Jobs {
    private static final Comparator<JobMessage> BY_NAME = Comparator.comparing(JobMessage::name)
            .thenComparing(message -> message.job().getId());

    private final Farm farm;

    Jobs(Farm farm) {
        this.farm = farm;
    }

    /** The id of a job that a request names. */
    EntityId require(Job job) {
        return farm.ids().require(job.getId(), EntityKind.JOB, "job");
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Job get(View view, EntityId id) {
        Cell cell = farm.cellOf(id);
        List<JobMessage> found =
                read(view, cell, RowQuery.job(id.number()), job -> job.getId().equals(id.toString()));
        if (found.isEmpty()) {
            throw Ids.missing("job", id + ". It may have left the memory; look in the history");
        }
        return found.get(0).job();
    }

    /** Those that match, ordered by name. */
    List<JobMessage> search(View view, JobCriteria criteria) {
        List<JobMessage> found = new ArrayList<>();
        view.catalog().ahead(EntryKind.SHOW, EntryKind.FOLDER, EntryKind.COMMENT);
        if (criteria.ids().isEmpty()) {
            for (Cell cell : farm.cells()) {
                found.addAll(read(view, cell, RowQuery.jobs(criteria.includeFinished()), criteria::matches));
            }
        } else {
            for (String text : criteria.ids()) {
                if (farm.ids().is(text, EntityKind.JOB)) {
                    EntityId id = farm.ids().require(text, EntityKind.JOB, "job");
                    Cell cell = cellOrNull(id);
                    if (cell != null) {
                        found.addAll(read(view, cell, RowQuery.job(id.number()), criteria::matches));
                    }
                }
            }
        }
        found.sort(BY_NAME);
        return found;
    }

    /** The pending job of this name, whatever the case of the letters; null when there is none. */
    @Nullable
    Job pending(View view, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return null;
        }
        for (Cell cell : farm.cells()) {
            List<JobMessage> found = read(
                    view,
                    cell,
                    RowQuery.jobs(false).withName(lower),
                    job -> job.getState() == JobState.PENDING && job.getName().equals(lower));
            if (!found.isEmpty()) {
                return found.get(0).job();
            }
        }
        return null;
    }

    List<Job> ofShow(View view, long showNumber) {
        return pendingOf(view, 0, showNumber);
    }

    List<Job> ofFolder(View view, long folderNumber, long showNumber) {
        return pendingOf(view, folderNumber, showNumber);
    }

    private List<Job> pendingOf(View view, long folderNumber, long showNumber) {
        List<Job> found = new ArrayList<>();
        JobRowDecoder row = new JobRowDecoder();
        for (Cell cell : farm.cells()) {
            cell.machine().read(RowQuery.jobs(false).withShow(showNumber), (buffer, offset, length) -> {
                Sbe.wrap(row, buffer, offset);
                if (row.showNumber() == showNumber
                        && (folderNumber == 0 || row.folderNumber() == folderNumber)
                        && JobMapper.state(row) == JobState.PENDING) {
                    found.add(JobMapper.map(view, cell, row));
                }
                return true;
            });
        }
        found.sort(Comparator.comparing(Job::getName).thenComparing(Job::getId));
        return found;
    }

    private @Nullable Cell cellOrNull(EntityId id) {
        for (Cell cell : farm.cells()) {
            if (cell.number() == id.cell()) {
                return cell;
            }
        }
        return null;
    }

    private List<JobMessage> read(View view, Cell cell, RowQuery query, Predicate<Job> wanted) {
        List<JobMessage> found = new ArrayList<>();
        JobRowDecoder row = new JobRowDecoder();
        cell.machine().read(query, (buffer, offset, length) -> {
            JobMessage message =
                    farm.jobMessages().map(view, cell, Sbe.wrap(row, buffer, offset), buffer, offset, length);
            if (wanted.test(message.job())) {
                found.add(message);
            }
            return true;
        });
        return found;
    }
}
