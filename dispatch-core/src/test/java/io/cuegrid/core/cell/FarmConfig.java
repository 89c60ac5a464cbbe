package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.WorkMode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a simulated directory has told the cell, as plain values. */
final class FarmConfig {
    record Folder(long show, long parent, int maxCores, int maxGpus) {}

    record Share(long show, long allocation, long size, long burst) {}

    final Map<Long, Folder> folders = new LinkedHashMap<>();
    final Map<Long, Share> shares = new LinkedHashMap<>();
    final Map<Long, Integer> limits = new LinkedHashMap<>();
    /** Limits that count hosts. */
    final Set<Long> hostLimits = new HashSet<>();

    final Map<Long, Boolean> bookable = new LinkedHashMap<>();

    /** Modes of shows; 0: of all that have none of their own. */
    final Map<Long, WorkMode> modes = new LinkedHashMap<>();

    /** Hosts that somebody owns, or has owned. */
    final Set<Long> owned = new HashSet<>();

    /** Folders, shares and limits whose caps or places have changed since the last check. */
    final Set<Object> changed = new HashSet<>();

    void show(FarmFixture farm, long number, long root, boolean booking) {
        bookable.put(number, booking);
        farm.show(number, "show" + number, root, booking);
    }

    void folder(FarmFixture farm, long number, long show, long parent, int maxCores, int maxGpus) {
        changed.add("folder");
        folders.put(number, new Folder(show, parent, maxCores, maxGpus));
        farm.folder(number, show, parent, maxCores, maxGpus);
    }

    void share(FarmFixture farm, long show, long allocation, long size, long burst) {
        changed.add("share");
        shares.put(show * 1_000 + allocation, new Share(show, allocation, size, burst));
        farm.subscription(show, allocation, size, burst);
    }

    void mode(FarmFixture farm, long show, WorkMode mode) {
        modes.put(show, mode);
        farm.mode(show, mode);
    }

    void deed(FarmFixture farm, long number, long host, long show) {
        owned.add(host);
        farm.deed(number, host, show);
    }

    void limit(FarmFixture farm, long number, int max, boolean perHost) {
        changed.add("limit");
        limits.put(number, max);
        if (perHost) {
            hostLimits.add(number);
        } else {
            hostLimits.remove(number);
        }
        farm.limit(number, max, perHost);
    }
}
