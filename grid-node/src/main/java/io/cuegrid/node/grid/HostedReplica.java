package io.cuegrid.node.grid;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.persistence.journal.SegmentStart;
import org.jspecify.annotations.Nullable;

/**
 * The value of an entry of the map "cells": a replica, whose it is, and how it came to this member. Nobody keeps a
 * reference to one outside of its entry: a migration or a merge puts another object in its place.
 *
 * <p>Threading: the partition thread of its entry.
 */
public final class HostedReplica {
    private final int cellNumber;
    private final Replica replica;
    private @Nullable SegmentStart unrecorded;

    /** @param start how the replica came to its state: what this member's journal has to begin with */
    public HostedReplica(int cellNumber, Replica replica, SegmentStart start) {
        this.cellNumber = cellNumber;
        this.replica = replica;
        this.unrecorded = start;
    }

    public int cellNumber() {
        return cellNumber;
    }

    public Replica replica() {
        return replica;
    }

    /** How a journal segment must be begun before the next batch is taken here; null: it was. */
    public @Nullable SegmentStart unrecorded() {
        return unrecorded;
    }

    public void markRecorded() {
        unrecorded = null;
    }
}
