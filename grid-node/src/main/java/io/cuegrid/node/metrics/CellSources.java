package io.cuegrid.node.metrics;

import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.persistence.history.HistoryWriter;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures of one cell on this node come from.
 *
 * @param name of its facility, or "directory"
 * @param streams of hosts that are open
 * @param history its writer, or null while there is none
 * @param snapshot the newest one written here, or null
 */
public record CellSources(
        String name,
        LocalMachine machine,
        IntSupplier streams,
        Supplier<@Nullable HistoryWriter> history,
        Supplier<SnapshotStore.@Nullable Written> snapshot) {}
