package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.HostOwners;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OwnerRecordDecoder;
import io.cuegrid.core.sbe.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which show comes first on which host: a deed names the host's owner, the owner a show. Deeds are few and change seldom:
 * each change goes through all of them.
 *
 * <p>Threading: that of the cell.
 */
final class Deeds {
    private final CellState state;
    private final BookingIndex index;
    private final HostOwners owners;

    Deeds(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
        this.owners = new HostOwners(state);
    }

    /** A deed or an owner is new, has changed or is gone. */
    void changed() {
        int[] before = new int[state.hosts.rowCount()];
        for (int host = 0; host < before.length; host++) {
            before[host] = state.hosts.preferredShowRow(host);
            if (before[host] != 0) {
                state.hosts.preferredShowRow(host, 0);
            }
        }
        owners.visit((hostNumber, owner) -> {
            int host = state.hosts.row(hostNumber);
            int show = showOf(owner);
            if (host >= 0 && show >= 0) {
                state.hosts.preferredShowRow(host, show + 1);
            }
        });
        for (int host = 0; host < before.length; host++) {
            if (before[host] != state.hosts.preferredShowRow(host)) {
                index.wakeHost(host);
            }
        }
    }

    private int showOf(long ownerNumber) {
        int row = state.catalogIndex.present(RecordKind.OWNER, ownerNumber);
        if (row < 0) {
            return -1;
        }
        OwnerRecordDecoder owner = new OwnerRecordDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(state.catalogIndex.record(row)), 0, new MessageHeaderDecoder());
        return state.catalogIndex.row(RecordKind.SHOW, owner.showNumber());
    }
}
