package io.cuegrid.core.directory;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.CellRowEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryDecoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.QueryResultEncoder;
import io.cuegrid.core.sbe.RecordKind;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers queries of records, a slice at a time. A cursor is (kind, last number looked at), so that a slice goes on in the
 * right place whatever changed in between.
 *
 * <p>Threading: that of its directory.
 */
final class CatalogReads {
    private static final int KIND_SHIFT = 48;
    private static final long NUMBER_MASK = (1L << KIND_SHIFT) - 1;
    private static final long NO_MORE = -1;

    private final Catalog catalog;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final QueryDecoder query = new QueryDecoder();
    private final QueryResultEncoder result = new QueryResultEncoder();
    private final CellRowEncoder cellRow = new CellRowEncoder();
    private final UnsafeBuffer row = new UnsafeBuffer(new byte[0]);

    CatalogReads(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @return steps done, 1 or more */
    int read(DirectBuffer buffer, int offset, int stepBudget, MessageListWriter rows) {
        query.wrapAndApplyHeader(buffer, offset, headerDecoder);
        int resultOffset = rows.claimOffset();
        int rowsBefore = rows.count() + 1;
        rows.commit(writeResult(rows, resultOffset, NO_MORE, 0));
        long nextCursor = NO_MORE;
        if (query.kind() == QueryKind.RECORDS) {
            nextCursor = records(stepBudget, rows);
        } else if (query.kind() == QueryKind.CELL || query.kind() == QueryKind.CELL_WITH_DIGEST) {
            cell(rows);
        }
        int found = rows.count() - rowsBefore;
        writeResult(rows, resultOffset, nextCursor, found);
        return Math.max(1, nextCursor == NO_MORE ? found : stepBudget);
    }

    private int writeResult(MessageListWriter rows, int offset, long nextCursor, int count) {
        result.wrapAndApplyHeader(rows.buffer(), offset, headerEncoder)
                .nextCursor(nextCursor)
                .rows(count)
                .epochNumber(0)
                .sequence(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + result.encodedLength();
    }

    private long records(int stepBudget, MessageListWriter rows) {
        RecordKind wantedKind = query.recordKind();
        long wantedNumber = query.number();
        long wantedShow = query.showNumber();
        int maxRows =
                query.maxRows() <= 0 ? DirectoryLimits.ROWS_MAX : Math.min(query.maxRows(), DirectoryLimits.ROWS_MAX);
        long cursor = Math.max(0, query.cursor());
        String wantedName = query.name();
        int steps = Math.max(1, stepBudget);
        int firstRow = rows.count();
        int firstByte = rows.length();
        for (int kindCode = Math.max(1, (int) (cursor >>> KIND_SHIFT)); kindCode < Catalog.KINDS; kindCode++) {
            RecordKind kind = RecordKind.get((short) kindCode);
            if (wantedKind != RecordKind.NONE && wantedKind != RecordKind.NULL_VAL && wantedKind != kind) {
                continue;
            }
            long after = kindCode == cursor >>> KIND_SHIFT ? cursor & NUMBER_MASK : 0;
            after = wantedNumber > 0 ? Math.max(after, wantedNumber - 1) : after;
            for (Map.Entry<Long, Catalog.Entry> numbered :
                    catalog.entriesAfter(kind, after).entrySet()) {
                boolean full = rows.count() - firstRow >= maxRows
                        || rows.length() - firstByte >= DirectoryLimits.READ_BYTES_MAX;
                if (full || steps == 0) {
                    return (long) kindCode << KIND_SHIFT | after;
                }
                if (wantedNumber > 0 && numbered.getKey() > wantedNumber) {
                    break;
                }
                steps--;
                after = numbered.getKey();
                CatalogRecord record = numbered.getValue().record();
                if ((wantedName.isEmpty() || wantedName.equals(record.name())) && ofShow(record, wantedShow)) {
                    append(rows, numbered.getValue().encoded());
                }
            }
        }
        return NO_MORE;
    }

    private static boolean ofShow(CatalogRecord record, long show) {
        if (show == 0) {
            return true;
        }
        if (record instanceof Show r) {
            return r.number() == show;
        }
        if (record instanceof Subscription r) {
            return r.showNumber() == show;
        }
        if (record instanceof Folder r) {
            return r.showNumber() == show;
        }
        if (record instanceof Service r) {
            return r.showNumber() == show;
        }
        if (record instanceof Owner r) {
            return r.showNumber() == show;
        }
        if (record instanceof Generic r && (r.kind() == RecordKind.FILTER || r.kind() == RecordKind.DEPARTMENT)) {
            return r.parentNumber() == show;
        }
        return true;
    }

    private void append(MessageListWriter rows, byte[] encoded) {
        row.wrap(encoded);
        rows.append(row, 0, encoded.length);
    }

    private void cell(MessageListWriter rows) {
        cellRow.wrapAndApplyHeader(rows.buffer(), rows.claimOffset(), headerEncoder);
        rows.buffer().setMemory(cellRow.offset(), CellRowEncoder.BLOCK_LENGTH, (byte) 0);
        cellRow.digest(query.kind() == QueryKind.CELL_WITH_DIGEST ? catalog.digest() : 0)
                .directoryVersion(catalog.version());
        rows.commit(MessageHeaderEncoder.ENCODED_LENGTH + cellRow.encodedLength());
    }
}
