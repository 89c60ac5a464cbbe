package io.cuegrid.core.cell.state;

import io.cuegrid.core.sbe.DeedRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OwnerRecordDecoder;
import io.cuegrid.core.sbe.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who owns a host: what the directory's deeds and owners say. Deeds are few: each question goes through all of them.
 *
 * <p>Threading: that of the cell. Looks only.
 */
public final class HostOwners {
    private final CellState state;

    public HostOwners(CellState state) {
        this.state = state;
    }

    /** The number of a host's owner; 0: nobody owns it. */
    public long ownerOf(long hostNumber) {
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            if (state.catalog.kind(row) == RecordKind.DEED.value() && state.catalog.present(row)) {
                DeedRecordDecoder deed = new DeedRecordDecoder()
                        .wrapAndApplyHeader(
                                new UnsafeBuffer(state.catalogIndex.record(row)), 0, new MessageHeaderDecoder());
                if (deed.hostNumber() == hostNumber && deed.facilityNumber() == state.globals.facilityNumber()) {
                    return state.catalogIndex.present(RecordKind.OWNER, deed.ownerNumber()) < 0
                            ? 0
                            : deed.ownerNumber();
                }
            }
        }
        return 0;
    }

    /** The name of an owner who is there. */
    public String name(long ownerNumber) {
        int row = state.catalogIndex.row(RecordKind.OWNER, ownerNumber);
        return new OwnerRecordDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(state.catalogIndex.record(row)), 0, new MessageHeaderDecoder())
                .name();
    }
}
