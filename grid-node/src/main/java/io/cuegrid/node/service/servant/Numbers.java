package io.cuegrid.node.service.servant;

import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.rpc.Problem;

/** Checks of numbers in requests; what is wrong is INVALID_ARGUMENT with the figure. */
final class Numbers {
    private Numbers() {}

    static int atLeastZero(String what, int value) {
        if (value < 0) {
            throw Problem.invalid("A " + what + " of " + value + ": it may not be below 0.");
        }
        return value;
    }

    static long atLeastZero(String what, long value) {
        if (value < 0) {
            throw Problem.invalid("A " + what + " of " + value + ": it may not be below 0.");
        }
        return value;
    }

    /** A cap; -1 for none. */
    static int cap(String what, int value) {
        if (value < Units.NONE) {
            throw Problem.invalid("A " + what + " of " + value + ": it may be 0 or more, or -1 for none.");
        }
        return value;
    }
}
