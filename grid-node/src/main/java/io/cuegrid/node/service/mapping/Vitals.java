package io.cuegrid.node.service.mapping;

import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import io.cuegrid.node.access.GridAccess.HostVitals;
import io.cuegrid.node.service.client.Farm;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the newest heartbeats say, looked up once a host and request.
 *
 * <p>Threading: one request.
 */
public final class Vitals {
    private final Farm farm;
    private final Map<HostKey, Heard> hosts = new HashMap<>();

    public Vitals(Farm farm) {
        this.farm = farm;
    }

    /** The newest heartbeat of a host, or null. */
    public @Nullable HostVitals host(int cell, long hostNumber) {
        return heard(cell, hostNumber).vitals;
    }

    /** What the newest heartbeat says of a proc, or null. */
    public @Nullable RunningProc proc(int cell, long hostNumber, long procNumber) {
        return hostNumber == 0 ? null : heard(cell, hostNumber).proc(procNumber);
    }

    /** When a proc's log last grew, epoch seconds; 0 when nothing is known. */
    public int logUpdateSeconds(int cell, long hostNumber, long procNumber) {
        HostVitals vitals = hostNumber == 0 ? null : host(cell, hostNumber);
        RunningProc proc = proc(cell, hostNumber, procNumber);
        return vitals == null || proc == null ? 0 : Units.seconds(vitals.heardMillis() - proc.logSilenceMillis());
    }

    private Heard heard(int cell, long hostNumber) {
        return hosts.computeIfAbsent(new HostKey(cell, hostNumber), key -> new Heard(farm.vitals(cell, hostNumber)));
    }

    private record HostKey(int cell, long hostNumber) {}

    /** A host's runs are unpacked when the first of them is asked for. */
    private static final class Heard {
        private final @Nullable HostVitals vitals;
        private @Nullable Long2ObjectHashMap<RunningProc> procs;

        Heard(@Nullable HostVitals vitals) {
            this.vitals = vitals;
        }

        @Nullable
        RunningProc proc(long number) {
            Long2ObjectHashMap<RunningProc> all = procs;
            if (all == null) {
                all = new Long2ObjectHashMap<>();
                if (vitals != null) {
                    for (RunningProc proc :
                            RunningProcs.unpack(vitals.heartbeat().getProcColumns())) {
                        all.put(proc.proc(), proc);
                    }
                }
                procs = all;
            }
            return all.get(number);
        }
    }
}
