package io.cuegrid.node.service.client;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryEncoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.RecordKind;
import org.agrona.MutableDirectBuffer;

/**
 * What a read wants, as a value. Numbers 0, indexes -1 and an empty name mean any.
 *
 * @param stateMask of frames: the sum of {@code 1 << state}; 0: any state
 * @param number of procs, depends, partitions and records: only that one
 * @param maxRows of one slice
 */
public record RowQuery(
        QueryKind kind,
        long jobNumber,
        int layerIndex,
        int fromOrdinal,
        long hostNumber,
        long showNumber,
        int stateMask,
        boolean includeFinished,
        RecordKind recordKind,
        long number,
        String name,
        int maxRows) {
    /** Rows asked for in one slice; a slice is read between two batches, so it must not be long. */
    public static final int SLICE_ROWS = 2_000;

    private static RowQuery all(QueryKind kind) {
        return new RowQuery(kind, 0, -1, 0, 0, 0, 0, true, RecordKind.NONE, 0, "", SLICE_ROWS);
    }

    public static RowQuery cell() {
        return all(QueryKind.CELL);
    }

    /** As {@link #cell}, with the digest of the whole state: for tests and people, not for what is asked again and again. */
    public static RowQuery cellWithDigest() {
        return all(QueryKind.CELL_WITH_DIGEST);
    }

    public static RowQuery rules() {
        return all(QueryKind.RULES);
    }

    public static RowQuery jobs(boolean includeFinished) {
        return new RowQuery(QueryKind.JOBS, 0, -1, 0, 0, 0, 0, includeFinished, RecordKind.NONE, 0, "", SLICE_ROWS);
    }

    public static RowQuery job(long jobNumber) {
        return all(QueryKind.JOBS).withJob(jobNumber);
    }

    public static RowQuery layers(long jobNumber) {
        return all(QueryKind.LAYERS).withJob(jobNumber);
    }

    public static RowQuery layer(long jobNumber, int layerIndex) {
        return layers(jobNumber).withLayer(layerIndex);
    }

    public static RowQuery frames(long jobNumber) {
        return all(QueryKind.FRAMES).withJob(jobNumber);
    }

    public static RowQuery hosts() {
        return all(QueryKind.HOSTS);
    }

    public static RowQuery host(long hostNumber) {
        return hosts().withHost(hostNumber);
    }

    public static RowQuery procs() {
        return all(QueryKind.PROCS);
    }

    public static RowQuery proc(long procNumber) {
        return procs().withNumber(procNumber);
    }

    public static RowQuery partitions() {
        return all(QueryKind.PARTITIONS);
    }

    public static RowQuery depends(long jobNumber) {
        return all(QueryKind.DEPENDS).withJob(jobNumber);
    }

    public static RowQuery depend(long dependNumber) {
        return all(QueryKind.DEPENDS).withNumber(dependNumber);
    }

    public static RowQuery usage() {
        return all(QueryKind.USAGE);
    }

    public static RowQuery document(long jobNumber) {
        return all(QueryKind.DOCUMENT).withJob(jobNumber);
    }

    /** Why the frames of a job wait. */
    public static RowQuery why(long jobNumber) {
        return all(QueryKind.WHY).withJob(jobNumber);
    }

    public static RowQuery records(RecordKind recordKind) {
        return new RowQuery(QueryKind.RECORDS, 0, -1, 0, 0, 0, 0, true, recordKind, 0, "", SLICE_ROWS);
    }

    public RowQuery withJob(long job) {
        return new RowQuery(
                kind,
                job,
                layerIndex,
                fromOrdinal,
                hostNumber,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                number,
                name,
                maxRows);
    }

    public RowQuery withLayer(int layer) {
        return new RowQuery(
                kind,
                jobNumber,
                layer,
                fromOrdinal,
                hostNumber,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                number,
                name,
                maxRows);
    }

    public RowQuery withHost(long host) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                fromOrdinal,
                host,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                number,
                name,
                maxRows);
    }

    public RowQuery withShow(long show) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                fromOrdinal,
                hostNumber,
                show,
                stateMask,
                includeFinished,
                recordKind,
                number,
                name,
                maxRows);
    }

    public RowQuery withNumber(long only) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                fromOrdinal,
                hostNumber,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                only,
                name,
                maxRows);
    }

    public RowQuery withName(String only) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                fromOrdinal,
                hostNumber,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                number,
                only,
                maxRows);
    }

    public RowQuery withStates(int mask) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                fromOrdinal,
                hostNumber,
                showNumber,
                mask,
                includeFinished,
                recordKind,
                number,
                name,
                maxRows);
    }

    /** Frames from this ordinal on, so many in a slice. */
    public RowQuery from(int ordinal, int rows) {
        return new RowQuery(
                kind,
                jobNumber,
                layerIndex,
                ordinal,
                hostNumber,
                showNumber,
                stateMask,
                includeFinished,
                recordKind,
                number,
                name,
                rows);
    }

    /** @return bytes written, header included */
    int encode(MutableDirectBuffer buffer, int offset, long cursor) {
        QueryEncoder query = new QueryEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .kind(kind)
                .cursor(cursor)
                .maxRows(maxRows)
                .jobNumber(jobNumber)
                .layerIndex(layerIndex)
                .fromOrdinal(fromOrdinal)
                .hostNumber(hostNumber)
                .showNumber(showNumber)
                .stateMask(stateMask)
                .includeFinished(includeFinished ? BooleanType.T : BooleanType.F)
                .recordKind(recordKind)
                .number(number)
                .name(name);
        return MessageHeaderEncoder.ENCODED_LENGTH + query.encodedLength();
    }
}
