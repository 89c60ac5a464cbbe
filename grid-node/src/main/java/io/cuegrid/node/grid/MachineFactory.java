package io.cuegrid.node.grid;

import io.cuegrid.core.StateMachine;

/** Makes empty state machines. Threading: called from partition threads and recoveries. */
@FunctionalInterface
public interface MachineFactory {

    /** @param cellNumber 0 for the directory, else the number of the cell */
    StateMachine newMachine(int cellNumber);
}
