package io.cuegrid.core.cell.read;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryDecoder;
import io.cuegrid.core.sbe.RecordKind;
import org.agrona.DirectBuffer;

/**
 * Answers queries. A cursor is a row, or the ordinal of a frame; what was added or removed meanwhile may be
 * missed or not, what stayed is given once.
 *
 * <p>Threading: that of the cell. Changes nothing.
 */
public final class Reads {
    /** Of a document that cost as much as a row. */
    private static final int BYTES_OF_STEP = 512;
    /** Of a digest, which goes through everything: no other read goes with it. */
    private static final int STEPS_OF_DIGEST = 1 << 20;

    private static final long END = -1;
    /** Jobs that are passed over, most of them finished, cost together as much as one that is wanted. */
    private static final int PASSED_A_STEP = 8;

    private final CellState state;
    private final RowSink sink = new RowSink();
    private final JobRows jobRows;
    private final FrameRows frameRows;
    private final HostRows hostRows;
    private final UsageRows usageRows;
    private final WhyRows whyRows;
    private final PartitionRows partitionRows;
    private final RuleRows ruleRows;
    private final CellSummary summary;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final QueryDecoder query = new QueryDecoder();

    public Reads(CellState state, BookingIndex index) {
        this.state = state;
        jobRows = new JobRows(state, sink);
        frameRows = new FrameRows(state, sink);
        hostRows = new HostRows(state, sink);
        usageRows = new UsageRows(state, index, sink);
        whyRows = new WhyRows(state, index, sink);
        partitionRows = new PartitionRows(state, sink);
        ruleRows = new RuleRows(state, sink);
        summary = new CellSummary(state, sink);
    }

    /** @return steps done, 1 or more */
    public int read(DirectBuffer buffer, int offset, int stepBudget, MessageListWriter rows) {
        query.wrapAndApplyHeader(buffer, offset, header);
        sink.begin(rows, query.maxRows(), stepBudget);
        byte[] name = new byte[query.nameLength()];
        query.getName(name, 0, name.length);
        int from = (int) Math.max(0, query.cursor());
        long next = switch (query.kind()) {
            case CELL -> cell(false);
            case CELL_WITH_DIGEST -> cell(true);
            case JOBS -> jobs(from, name);
            case LAYERS -> layers(from, name);
            case FRAMES -> frames(from);
            case HOSTS -> hosts(from, name);
            case PROCS -> procs(from);
            case DEPENDS -> depends(from);
            case USAGE -> usage(from);
            case RECORDS -> records(from, name);
            case DOCUMENT -> document();
            case WHY -> why(from);
            case PARTITIONS -> partitions(from);
            case RULES -> rules();
            case NULL_VAL -> END;
        };
        return sink.end(next);
    }

    private long cell(boolean digest) {
        summary.row(digest);
        if (digest) {
            sink.spend(STEPS_OF_DIGEST);
        }
        return END;
    }

    private long rules() {
        ruleRows.row();
        return END;
    }

    private long jobs(int from, byte[] name) {
        if (query.jobNumber() != 0) {
            int job = state.jobs.row(query.jobNumber());
            if (job >= 0 && isWanted(job)) {
                jobRows.job(job);
            }
            return END;
        }
        if (name.length > 0) {
            for (int job = state.jobNames.first(name); job >= 0; job = state.jobNames.next(job, name)) {
                if (isWanted(job)) {
                    jobRows.job(job);
                }
            }
            return END;
        }
        boolean finishedToo = query.includeFinished() == BooleanType.T;
        long show = query.showNumber();
        int passed = 0;
        for (int job = from; job < state.jobs.rowCount(); job++) {
            boolean wanted = state.jobs.number(job) != 0 && isWanted(job, finishedToo, show);
            if ((wanted || ++passed % PASSED_A_STEP == 0) && !sink.mayLook()) {
                return job;
            }
            if (wanted) {
                jobRows.job(job);
            }
        }
        return END;
    }

    private boolean isWanted(int job) {
        return isWanted(job, query.includeFinished() == BooleanType.T, query.showNumber());
    }

    private boolean isWanted(int job, boolean finishedToo, long show) {
        int now = state.jobs.state(job);
        return now != JobStates.STARTUP
                && (finishedToo || now != JobStates.FINISHED)
                && (show == 0 || state.catalog.number(state.jobs.showRow(job)) == show);
    }

    private long layers(int from, byte[] name) {
        int job = visible(query.jobNumber());
        if (job < 0) {
            return END;
        }
        int base = state.jobs.layerBase(job);
        int wanted = query.layerIndex();
        for (int index = from; index < state.jobs.layerCount(job); index++) {
            if (!sink.mayLook()) {
                return index;
            }
            boolean named =
                    name.length == 0 || Texts.equal(state.layerTexts.get(base + index), CellState.LAYER_NAME, name);
            if ((wanted < 0 || wanted == index) && named) {
                jobRows.layer(base + index);
            }
        }
        return END;
    }

    private long frames(int cursor) {
        int job = visible(query.jobNumber());
        if (job < 0) {
            return END;
        }
        int end = state.jobs.frameCount(job);
        int first = Math.max(0, query.fromOrdinal());
        int wanted = query.layerIndex();
        if (wanted >= 0) {
            if (wanted >= state.jobs.layerCount(job)) {
                return END;
            }
            int row = state.jobs.layerBase(job) + wanted;
            first = Math.max(first, state.layers.firstOrdinal(row));
            end = state.layers.firstOrdinal(row) + state.layers.frameCount(row);
        }
        int mask = query.stateMask();
        int base = state.jobs.frameBase(job);
        for (int ordinal = Math.max(cursor, first); ordinal < end; ordinal++) {
            if (!sink.mayLook()) {
                return ordinal;
            }
            if (mask == 0 || (mask & 1 << state.frames.state(base + ordinal)) != 0) {
                frameRows.frame(job, state.layerOf(job, ordinal), ordinal);
            }
        }
        return END;
    }

    private int visible(long jobNumber) {
        int job = state.jobs.row(jobNumber);
        return job >= 0 && state.jobs.state(job) != JobStates.STARTUP ? job : -1;
    }

    private long hosts(int from, byte[] name) {
        if (query.hostNumber() != 0) {
            int host = state.hosts.row(query.hostNumber());
            if (host >= 0) {
                hostRows.host(host);
            }
            return END;
        }
        if (name.length > 0) {
            int host = state.hostNames.first(name);
            if (host >= 0) {
                hostRows.host(host);
            }
            return END;
        }
        for (int host = from; host < state.hosts.rowCount(); host++) {
            if (!sink.mayLook()) {
                return host;
            }
            if (state.hosts.number(host) != 0) {
                hostRows.host(host);
            }
        }
        return END;
    }

    private long procs(int from) {
        if (query.number() != 0) {
            int proc = state.procs.row(query.number());
            if (proc >= 0) {
                frameRows.proc(proc);
            }
            return END;
        }
        for (int proc = from; proc < state.procs.rowCount(); proc++) {
            if (!sink.mayLook()) {
                return proc;
            }
            if (state.procs.number(proc) != 0 && isWantedProc(proc)) {
                frameRows.proc(proc);
            }
        }
        return END;
    }

    private boolean isWantedProc(int proc) {
        int job = state.procs.jobRow(proc);
        return (query.hostNumber() == 0 || state.hosts.number(state.procs.hostRow(proc)) == query.hostNumber())
                && (query.jobNumber() == 0 || state.jobs.number(job) == query.jobNumber())
                && (query.layerIndex() < 0 || state.layers.layerIndex(state.procs.layerRow(proc)) == query.layerIndex())
                && (query.showNumber() == 0 || state.catalog.number(state.jobs.showRow(job)) == query.showNumber());
    }

    private long depends(int from) {
        if (query.number() != 0) {
            int depend = state.depends.row(query.number());
            if (depend >= 0) {
                hostRows.depend(depend);
            }
            return END;
        }
        int job = query.jobNumber() == 0 ? -1 : state.jobs.row(query.jobNumber());
        if (query.jobNumber() != 0 && job < 0) {
            return END;
        }
        for (int depend = from; depend < state.depends.rowCount(); depend++) {
            if (!sink.mayLook()) {
                return depend;
            }
            boolean wanted = state.depends.number(depend) != 0
                    && (job < 0 || state.depends.erJobRow(depend) == job || state.depends.onJobRow(depend) == job);
            if (wanted) {
                hostRows.depend(depend);
            }
        }
        return END;
    }

    private long usage(int from) {
        usageRows.begin();
        long next = countedUsage(from);
        sink.spend(state.jobs.rowCount() + state.hosts.rowCount());
        return next;
    }

    private long countedUsage(int from) {
        for (int row = from; row < state.catalog.rowCount(); row++) {
            if (!sink.mayLook()) {
                return row;
            }
            if (usageRows.isCounted(row)) {
                usageRows.row(row);
            }
        }
        return END;
    }

    private long records(int from, byte[] name) {
        RecordKind kind = query.recordKind();
        for (int row = from; row < state.catalog.rowCount(); row++) {
            if (!sink.mayLook()) {
                return row;
            }
            int ofRow = state.catalog.kind(row);
            boolean wanted = (kind == RecordKind.NONE ? ofRow != CatalogTable.SHARE : ofRow == kind.value())
                    && state.catalog.present(row)
                    && (query.number() == 0 || state.catalog.number(row) == query.number())
                    && (name.length == 0 || RecordNames.equal(state.catalogIndex.record(row), name));
            if (wanted) {
                sink.put(state.catalogIndex.record(row));
            }
        }
        return END;
    }

    private long why(int from) {
        int job = visible(query.jobNumber());
        if (job < 0) {
            return END;
        }
        int base = state.jobs.layerBase(job);
        int wanted = query.layerIndex();
        for (int layer = from; layer < state.jobs.layerCount(job); layer++) {
            if (wanted < 0 || wanted == layer) {
                if (!sink.mayLook()) {
                    return layer;
                }
                sink.spend(whyRows.layer(base + layer) - 1);
            }
        }
        return END;
    }

    private long partitions(int from) {
        for (int row = from; row < state.partitions.rowCount(); row++) {
            if (!sink.mayLook()) {
                return row;
            }
            boolean wanted = state.partitions.number(row) != 0
                    && (query.number() == 0 || state.partitions.number(row) == query.number())
                    && (query.hostNumber() == 0 || state.partitions.hostNumber(row) == query.hostNumber());
            if (wanted) {
                partitionRows.partition(row);
            }
        }
        return END;
    }

    private long document() {
        int job = visible(query.jobNumber());
        if (job >= 0) {
            int before = sink.offset();
            jobRows.document(job);
            sink.spend((sink.offset() - before) / BYTES_OF_STEP);
        }
        return END;
    }
}
