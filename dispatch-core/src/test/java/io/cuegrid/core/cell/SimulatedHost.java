package io.cuegrid.core.cell;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A daemon with its processes, as the world sees it. */
final class SimulatedHost {
    /** What a process is doing. */
    enum Phase {
        RUNNING,
        /** Stopped because its host's lease ran out. */
        FROZEN,
        /** Ended; the completion is kept until it is acknowledged. */
        ENDED
    }

    /** A process of a frame. */
    static final class FrameProcess {
        final Run run;
        Phase phase = Phase.RUNNING;
        int exitStatus;
        int exitSignal;

        FrameProcess(Run run) {
            this.run = run;
        }
    }

    final String name;
    final int cores;
    final int memoryGib;
    final int gpus;
    final String tags;
    final String os;
    final Map<Long, FrameProcess> processes = new LinkedHashMap<>();
    final Set<Long> seen = new HashSet<>();
    long number;
    int boot = 1;
    long incarnation = 1;
    boolean connected;
    boolean declaredLost;

    SimulatedHost(String name, int cores, int memoryGib, int gpus, String tags, String os) {
        this.name = name;
        this.cores = cores;
        this.memoryGib = memoryGib;
        this.gpus = gpus;
        this.tags = tags;
        this.os = os;
    }
}
