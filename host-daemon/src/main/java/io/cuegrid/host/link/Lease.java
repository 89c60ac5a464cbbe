package io.cuegrid.host.link;

import io.cuegrid.host.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Until when this host may render without hearing the grid. A renewal counts from the moment the renewed heartbeat was
 * sent, not from its answer's arrival: the grid waits from when it heard, which is later, so the host always stops first.
 * The end of the lease is written for the runners, on the clock since boot.
 *
 * <p>Threading: the daemon's loop only.
 */
final class Lease {
    /** Heartbeats without an answer that are remembered. */
    private static final int SENT_MAX = 256;

    private final Path file;
    private final LongSupplier uptimeCentis;
    private final TreeMap<Long, Long> sentCentisByNumber = new TreeMap<>();
    private long leaseMillis;
    private long endCentis;

    Lease(Path file, LongSupplier uptimeCentis) {
        this.file = file;
        this.uptimeCentis = uptimeCentis;
    }

    /** A new stream: numbers start again; the hello was message 1. */
    void connected() {
        sentCentisByNumber.clear();
    }

    void sent(long number) {
        sentCentisByNumber.put(number, uptimeCentis.getAsLong());
        if (sentCentisByNumber.size() > SENT_MAX) {
            sentCentisByNumber.pollFirstEntry();
        }
    }

    void leaseMillis(long millis) {
        leaseMillis = millis;
    }

    /** The grid has heard the message of this number, or an earlier one when none so low was sent. */
    void renewed(long acknowledged) throws IOException {
        Long number = sentCentisByNumber.floorKey(acknowledged);
        if (number == null) {
            number = sentCentisByNumber.isEmpty() ? null : sentCentisByNumber.firstKey();
        }
        if (number == null) {
            return;
        }
        long end = sentCentisByNumber.getOrDefault(number, 0L) + leaseMillis / 10;
        // the entry of the number itself stays: a later renewal that names no newer heartbeat renews nothing
        sentCentisByNumber.headMap(number, false).clear();
        if (end > endCentis) {
            endCentis = end;
            DurableFiles.writeWhole(file, end + "\n");
        }
    }

    /** True when the host had a lease and it has run out. */
    boolean isExpired() {
        return endCentis != 0 && uptimeCentis.getAsLong() >= endCentis;
    }
}
