package io.cuegrid.node.service.client;

import io.cuegrid.core.sbe.HostRowDecoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of hosts by number. A number is given once and its host keeps its name, so what was read once holds for good.
 *
 * <p>Threading: any thread; it may block the caller's for one read.
 */
public final class HostNames {
    /** Names kept; all are forgotten at this bound, and read again. */
    static final int NAMES_MAX = 200_000;

    private final Map<Key, String> names = new ConcurrentHashMap<>();

    private record Key(int cell, long number) {}

    /** The host's name, "" when it is not known. */
    public String name(Cell cell, long hostNumber) {
        Key key = new Key(cell.number(), hostNumber);
        String known = names.get(key);
        if (known != null) {
            return known;
        }
        String read = read(cell, hostNumber);
        if (!read.isEmpty()) {
            if (names.size() >= NAMES_MAX) {
                names.clear();
            }
            names.put(key, read);
        }
        return read;
    }

    private static String read(Cell cell, long hostNumber) {
        HostRowDecoder row = new HostRowDecoder();
        String[] found = {""};
        cell.machine().read(RowQuery.host(hostNumber), (buffer, offset, length) -> {
            found[0] = Sbe.wrap(row, buffer, offset).name();
            return false;
        });
        return found[0];
    }
}
