package io.cuegrid.node.recovery;

import io.cuegrid.core.batch.MessageListWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says with what a cell begins that nobody knows, once that is settled. */
@FunctionalInterface
public interface CellBirth {

    /** @return the events of its first batch (none for the directory), or null when it must not be created now */
    @Nullable
    MessageListWriter firstEvents(int cellNumber) throws IOException;
}
