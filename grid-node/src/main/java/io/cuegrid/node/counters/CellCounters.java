package io.cuegrid.node.counters;

import java.util.concurrent.atomic.LongAdder;

/**
 * All that this member counts of one cell (or of the directory).
 *
 * <p>Threading: {@link #loop} says who writes it; all else any thread.
 */
public final class CellCounters {
    private final LoopCounters loop = new LoopCounters();
    private final LongAdder[] pushedBack = adders(Pushback.values().length);
    private final LongAdder[] link = adders(LinkCount.values().length);

    private static LongAdder[] adders(int length) {
        LongAdder[] adders = new LongAdder[length];
        for (int i = 0; i < length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    public LoopCounters loop() {
        return loop;
    }

    /** Something was turned away. */
    public void pushedBack(Pushback which) {
        pushedBack[which.ordinal()].increment();
    }

    public long count(Pushback which) {
        return pushedBack[which.ordinal()].sum();
    }

    public void add(LinkCount what, long delta) {
        link[what.ordinal()].add(delta);
    }

    public long count(LinkCount what) {
        return link[what.ordinal()].sum();
    }
}
