package io.cuegrid.bench.farm;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * How much of each cap is taken, followed run by run: a second account beside the cell's own, kept from nothing but the
 * events.
 *
 * <p>Threading: one thread.
 */
final class Caps {
    /** No cap. */
    static final long NONE = Long.MAX_VALUE;

    private static final int KIND_SHIFT = 56;

    private final Long2ObjectHashMap<Account> accounts = new Long2ObjectHashMap<>();

    /** What is capped. */
    enum Kind {
        HOST_CORES,
        HOST_MEMORY,
        JOB_CORES,
        FOLDER_CORES,
        SUBSCRIPTION_CORES,
        LIMIT_FRAMES
    }

    private static final class Account {
        private long max = NONE;
        private long taken;
    }

    /** Sets a cap; what is taken already stays. */
    void cap(Kind kind, long number, long max) {
        account(kind, number).max = max;
    }

    /** @return whether the cap still holds */
    boolean take(Kind kind, long number, long amount) {
        Account account = account(kind, number);
        account.taken += amount;
        return account.taken <= account.max;
    }

    void giveBack(Kind kind, long number, long amount) {
        account(kind, number).taken -= amount;
    }

    void forget(Kind kind, long number) {
        accounts.remove(key(kind, number));
    }

    private Account account(Kind kind, long number) {
        return accounts.computeIfAbsent(key(kind, number), unused -> new Account());
    }

    private static long key(Kind kind, long number) {
        return (long) kind.ordinal() << KIND_SHIFT | number;
    }
}
