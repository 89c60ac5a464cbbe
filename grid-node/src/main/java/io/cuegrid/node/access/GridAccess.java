package io.cuegrid.node.access;

import io.cuegrid.api.hostlink.Heartbeat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grid as the services of a node see it. Every call may come from any thread; calls for a cell that another node
 * leads are forwarded to that node.
 */
public interface GridAccess {

    /** Drawn when the grid's home was made; part of every id. */
    int incarnation();

    /** Farm-wide configuration. */
    MachineAccess directory();

    /** Names of the facilities that have a cell, lower case, in order of their cell numbers. */
    List<String> facilities();

    /** The cell of a facility, or null when there is no such facility. */
    @Nullable
    MachineAccess cell(String facility);

    /** The cell with this number, or null. */
    @Nullable
    MachineAccess cell(int cellNumber);

    /** The newest heartbeat of a host with its arrival time, or null. Soft state. */
    @Nullable
    HostVitals vitals(int cellNumber, long hostNumber);

    /** What the newest heartbeat said. @param heardMillis epoch milliseconds of this grid's clock */
    record HostVitals(long heardMillis, Heartbeat heartbeat) {}
}
