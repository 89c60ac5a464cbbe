package io.cuegrid.node.grid;

import io.cuegrid.core.batch.Replica;

/**
 * The value of an entry of the map "cells": a replica, whose it is, and how it came to this member. Nobody keeps a
 * reference to one outside of its entry: a migration or a merge puts another object in its place.
 *
 * <p>Threading: the partition thread of its entry.
 */
public final class HostedReplica {
    private final int cellNumber;
    private final Replica replica;
    private boolean unrecorded;

    private HostedReplica(int cellNumber, Replica replica, boolean unrecorded) {
        this.cellNumber = cellNumber;
        this.replica = replica;
        this.unrecorded = unrecorded;
    }

    /** A replica that this member's journal leads up to. */
    public static HostedReplica recorded(int cellNumber, Replica replica) {
        return new HostedReplica(cellNumber, replica, false);
    }

    /** A replica that arrived as a copy: this member's journal has no prefix for its state. */
    public static HostedReplica copied(int cellNumber, Replica replica) {
        return new HostedReplica(cellNumber, replica, true);
    }

    public int cellNumber() {
        return cellNumber;
    }

    public Replica replica() {
        return replica;
    }

    /** Whether a snapshot must be written and a journal segment begun before the next batch is taken here. */
    public boolean isUnrecorded() {
        return unrecorded;
    }

    public void markRecorded() {
        unrecorded = false;
    }
}
