package io.cuegrid.node.recovery;

import io.cuegrid.api.nodelink.AnnounceResponse;
import io.cuegrid.core.batch.Replica;
import java.io.IOException;

/** What this node can rebuild of each cell. Threading: any thread, while the cell is not written here. */
public interface LocalFiles {

    AnnounceResponse announce(int cellNumber) throws IOException;

    /** Builds the state that was announced. */
    Replica load(int cellNumber) throws IOException;

    /** As {@link #load}, as the bytes of a snapshot. */
    byte[] snapshotOf(int cellNumber) throws IOException;
}
