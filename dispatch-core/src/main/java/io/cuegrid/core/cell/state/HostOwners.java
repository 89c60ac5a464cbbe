package io.cuegrid.core.cell.state;

import io.cuegrid.core.sbe.DeedRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OwnerRecordDecoder;
import io.cuegrid.core.sbe.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who owns which host: what the directory's deeds and owners say. Deeds are few: each question goes through all of them.
 *
 * <p>Threading: that of the cell. Looks only.
 */
public final class HostOwners {
    private final CellState state;

    public HostOwners(CellState state) {
        this.state = state;
    }

    /** Takes one deed of this cell's facility. */
    @FunctionalInterface
    public interface DeedVisitor {
        void deed(long hostNumber, long ownerNumber);
    }

    /** Visits each deed of this cell's facility, in the order of the catalog's rows. */
    public void visit(DeedVisitor visitor) {
        DeedRecordDecoder deed = new DeedRecordDecoder();
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            if (state.catalog.kind(row) == RecordKind.DEED.value() && state.catalog.present(row)) {
                deed.wrapAndApplyHeader(new UnsafeBuffer(state.catalogIndex.record(row)), 0, header);
                if (deed.facilityNumber() == state.globals.facilityNumber()) {
                    visitor.deed(deed.hostNumber(), deed.ownerNumber());
                }
            }
        }
    }

    /** The number of a host's owner; 0: nobody owns it. */
    public long ownerOf(long hostNumber) {
        long[] found = {0};
        visit((host, owner) -> {
            if (host == hostNumber && found[0] == 0 && state.catalogIndex.present(RecordKind.OWNER, owner) >= 0) {
                found[0] = owner;
            }
        });
        return found[0];
    }

    /** The name of an owner who is there. */
    public String name(long ownerNumber) {
        int row = state.catalogIndex.row(RecordKind.OWNER, ownerNumber);
        return new OwnerRecordDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(state.catalogIndex.record(row)), 0, new MessageHeaderDecoder())
                .name();
    }
}
