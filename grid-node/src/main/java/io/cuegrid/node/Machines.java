package io.cuegrid.node;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.node.grid.MachineFactory;

/** The state machines of this version. */
public final class Machines implements MachineFactory {

    @Override
    public StateMachine newMachine(int cellNumber) {
        if (cellNumber == 0) {
            return new Directory();
        }
        throw new UnsupportedOperationException("this version has no cells");
    }
}
