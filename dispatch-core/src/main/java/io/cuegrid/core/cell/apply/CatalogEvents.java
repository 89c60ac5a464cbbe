package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.AllocationRecordDecoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.FolderRecordDecoder;
import io.cuegrid.core.sbe.LimitRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ShowRecordDecoder;
import io.cuegrid.core.sbe.SubscriptionRecordDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The farm's configuration as the directory tells it. Counters stay with their rows, whatever becomes of the record.
 *
 * <p>Threading: that of the cell.
 */
final class CatalogEvents {
    private static final long NO_CAP = -1;

    private final CellState state;
    private final BookingIndex index;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[0]);
    private final ShowRecordDecoder show = new ShowRecordDecoder();
    private final FolderRecordDecoder folder = new FolderRecordDecoder();
    private final LimitRecordDecoder limit = new LimitRecordDecoder();
    private final AllocationRecordDecoder allocation = new AllocationRecordDecoder();
    private final Deeds deeds;
    private final RedirectEvents redirects;
    private final PartitionEvents partitions;
    private final SubscriptionRecordDecoder subscription = new SubscriptionRecordDecoder();

    CatalogEvents(CellState state, BookingIndex index, RedirectEvents redirects, PartitionEvents partitions) {
        this.partitions = partitions;
        this.redirects = redirects;
        deeds = new Deeds(state, index);
        this.state = state;
        this.index = index;
    }

    void apply(CatalogChangedDecoder event) {
        RecordKind kind = event.kind();
        CatalogOperation operation = event.operation();
        state.globals.directoryVersion(event.directoryVersion());
        int row = state.catalogIndex.ensure(kind, event.number());
        boolean put = operation == CatalogOperation.PUT;
        byte[] bytes = new byte[event.recordLength()];
        event.getRecord(bytes, 0, bytes.length);
        if (!put && kind == RecordKind.SUBSCRIPTION) {
            bytes = state.catalogRecords.get(row);
        }
        state.catalog.present(row, put);
        if (put || kind != RecordKind.SUBSCRIPTION) {
            state.catalogRecords.put(row, put ? bytes : new byte[0]);
        }
        record.wrap(bytes);
        switch (kind) {
            case SHOW -> {
                if (put) {
                    show.wrapAndApplyHeader(record, 0, header);
                    state.catalog.bookable(
                            row,
                            show.active() == BooleanType.T
                                    && show.bookingEnabled() == BooleanType.T
                                    && show.dispatchEnabled() == BooleanType.T);
                }
                index.wakeAll();
            }
            case FOLDER -> {
                changeFolder(row, put);
                if (!put) {
                    redirects.folderRemoved(event.number());
                }
            }
            case LIMIT -> {
                if (put) {
                    limit.wrapAndApplyHeader(record, 0, header);
                    state.catalog.capCoreUnits(row, limit.maxValue());
                    state.catalog.perHost(row, limit.perHost() == BooleanType.T);
                }
                index.hostLimitsChanged(row);
                index.wakeAll();
            }
            case ALLOCATION -> changeAllocation(row, put);
            case SUBSCRIPTION -> changeSubscription(row, put, bytes.length);
            case OWNER, DEED -> {
                deeds.changed();
                partitions.ownersChanged();
            }
            case NONE,
                    FACILITY,
                    SERVICE,
                    SERVICE_OVERRIDE,
                    FILTER,
                    MATCHER,
                    ACTION,
                    DEPARTMENT,
                    TASK,
                    COMMENT,
                    JOB_NAME,
                    HOST_NAME,
                    SETTING,
                    NULL_VAL -> {
                // kept for reading, never decided with
            }
        }
    }

    private void changeFolder(int row, boolean put) {
        if (put) {
            folder.wrapAndApplyHeader(record, 0, header);
            int parent = folder.parentNumber() == 0
                    ? -1
                    : state.catalogIndex.ensure(RecordKind.FOLDER, folder.parentNumber());
            moveFolder(row, parent);
            state.catalog.showRow(row, state.catalogIndex.ensure(RecordKind.SHOW, folder.showNumber()));
            state.catalog.sizeCoreUnits(row, folder.minCoreUnits());
            state.catalog.capCoreUnits(row, folder.maxCoreUnits());
            state.catalog.capGpus(row, folder.maxGpus());
        } else {
            state.catalog.capCoreUnits(row, NO_CAP);
            state.catalog.capGpus(row, NO_CAP);
        }
        index.foldersChanged();
    }

    /** What the folder uses counts for its new ancestors and no more for the old ones. */
    private void moveFolder(int row, int parent) {
        int before = state.catalog.parentRow(row);
        if (before == parent) {
            return;
        }
        addToAncestors(before, row, -1);
        state.catalog.parentRow(row, parent);
        addToAncestors(parent, row, 1);
    }

    private void addToAncestors(int from, int row, int sign) {
        CatalogTable catalog = state.catalog;
        for (int ancestor = from; ancestor >= 0; ancestor = catalog.parentRow(ancestor)) {
            catalog.addUsedCoreUnits(ancestor, sign * catalog.usedCoreUnits(row));
            catalog.addUsedGpus(ancestor, sign * catalog.usedGpus(row));
            catalog.addRunning(ancestor, sign * catalog.running(row));
        }
    }

    private void changeAllocation(int row, boolean put) {
        if (put) {
            allocation.wrapAndApplyHeader(record, 0, header);
            state.catalog.facilityNumber(row, allocation.facilityNumber());
            state.catalog.isDefault(row, allocation.isDefault() == BooleanType.T);
        }
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            if (state.hosts.number(host) != 0 && state.hosts.allocationRow(host) == row) {
                index.hostChanged(host);
            }
        }
        index.wakeAll();
    }

    private void changeSubscription(int row, boolean put, int recordLength) {
        if (recordLength == 0) {
            return;
        }
        subscription.wrapAndApplyHeader(record, 0, header);
        int showRow = state.catalogIndex.ensure(RecordKind.SHOW, subscription.showNumber());
        int allocationRow = state.catalogIndex.ensure(RecordKind.ALLOCATION, subscription.allocationNumber());
        int share = state.catalogIndex.ensureShare(showRow, allocationRow);
        state.catalog.present(share, put);
        state.catalog.sizeCoreUnits(share, put ? subscription.sizeCoreUnits() : 0);
        state.catalog.capCoreUnits(share, put ? subscription.burstCoreUnits() : 0);
        state.catalog.showRow(row, showRow);
        state.catalog.parentRow(row, allocationRow);
        if (!put) {
            state.catalogRecords.put(row, new byte[0]);
        }
        index.wakeAll();
    }
}
