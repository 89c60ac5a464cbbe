package io.cuegrid.node.grid;

import io.cuegrid.api.id.EntityId;

/** Keys of the map "vitals": cell and host number in one long. */
public final class VitalsKey {
    private static final int HOST_BITS = 38;

    private VitalsKey() {}

    /** @throws IllegalArgumentException when a number is out of the range that ids have */
    public static long pack(int cellNumber, long hostNumber) {
        if (cellNumber < 0 || cellNumber > EntityId.CELL_MAX || hostNumber < 0 || hostNumber > EntityId.NUMBER_MAX) {
            throw new IllegalArgumentException("cell " + cellNumber + ", host " + hostNumber + " is out of range");
        }
        return ((long) cellNumber << HOST_BITS) | hostNumber;
    }
}
