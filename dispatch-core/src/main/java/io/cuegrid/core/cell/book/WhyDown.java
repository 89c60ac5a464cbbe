package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.LockState;

/** Why a host takes no frames, in words that follow its name. */
final class WhyDown {
    private WhyDown() {}

    static String of(CellState state, int host) {
        int hardware = state.hosts.hardwareState(host);
        int lock = state.hosts.lockState(host);
        if (state.hosts.lost(host)) {
            return "is lost";
        }
        if (hardware != HardwareState.UP.value()) {
            return "is in state " + HardwareState.get((short) hardware);
        }
        if (lock != LockState.OPEN.value() || state.hosts.nimbyLocked(host)) {
            return lock == LockState.LOCKED.value() ? "is locked" : "is in use by somebody (NIMBY)";
        }
        if (state.hosts.tempFull(host)) {
            return "has a full temporary directory";
        }
        if (state.hosts.memoryShort(host)) {
            return "is short of memory";
        }
        return "could not start frames and is left alone for some seconds";
    }
}
