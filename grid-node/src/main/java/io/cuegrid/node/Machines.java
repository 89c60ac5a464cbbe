package io.cuegrid.node;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.cell.Cell;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.node.grid.MachineFactory;

/** The state machines of this version. */
public final class Machines implements MachineFactory {

    @Override
    public StateMachine newMachine(int cellNumber) {
        return cellNumber == 0 ? new Directory() : new Cell();
    }
}
