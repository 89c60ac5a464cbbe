package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What daemons tell a cell: hosts and runs. */
abstract class FarmHosts extends FarmDirectory {
    private final Map<Long, Long> incarnations = new HashMap<>();

    FarmHosts(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
        super(maxHosts, maxJobs, maxFrames, machines);
    }

    /** @return the host's number */
    long host(String name, int cores, int memoryGib) {
        return host(name, cores, memoryGib, 0, "general", "linux");
    }

    long host(String name, int cores, int memoryGib, int gpus, String tags, String os) {
        Answer answer = register(name, name.hashCode(), "boot1", cores, memoryGib, gpus, tags, os, 1);
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        return answer.number();
    }

    Answer register(
            String name,
            long id,
            String bootId,
            int cores,
            int memoryGib,
            int gpus,
            String tags,
            String os,
            long incarnation,
            Long... procs) {
        Answer answer = send(b -> {
            RegisterHostEncoder command = new RegisterHostEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .hostIdHigh(1)
                    .hostIdLow(id)
                    .incarnation(incarnation)
                    .coreUnits(cores * 100)
                    .memoryKib((long) memoryGib << 20)
                    .gpus(gpus)
                    .gpuMemoryKib((long) gpus << 23)
                    .totalMemoryKib((long) memoryGib << 20)
                    .totalSwapKib(0)
                    .totalTempKib(1 << 20)
                    .bootTimeSeconds(1)
                    .nimbyEnabled(desktops ? BooleanType.T : BooleanType.F);
            RegisterHostEncoder.ProcsEncoder group = command.procsCount(procs.length);
            for (Long proc : procs) {
                group.next().procNumber(proc).jobNumber(0).frameOrdinal(0).state(ProcState.RUNNING);
            }
            return command.name(name).bootId(bootId).os(os).tags(tags).encodedLength();
        });
        incarnations.put(answer.number(), incarnation);
        return answer;
    }

    void report(long host, boolean nimbyLocked, int loadCoreUnits) {
        report(host, nimbyLocked, loadCoreUnits, false, false);
    }

    void reportRoom(long host, boolean tempFull, boolean memoryShort) {
        report(host, false, 0, tempFull, memoryShort);
    }

    private void report(long host, boolean nimbyLocked, int loadCoreUnits, boolean tempFull, boolean memoryShort) {
        send(b -> new HostReportEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .incarnation(incarnations.getOrDefault(host, 1L))
                .nimbyLocked(nimbyLocked ? BooleanType.T : BooleanType.F)
                .tempFull(tempFull ? BooleanType.T : BooleanType.F)
                .memoryShort(memoryShort ? BooleanType.T : BooleanType.F)
                .loadCoreUnits(loadCoreUnits)
                .freeMemoryKib(1 << 20)
                .encodedLength());
    }

    Answer lose(long host) {
        return send(b -> new HostLostEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .incarnation(incarnations.getOrDefault(host, 1L))
                .encodedLength());
    }

    Answer change(long host, HostSetting setting, long value) {
        return send(b -> new ChangeHostEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .setting(setting)
                .value(value)
                .encodedLength());
    }

    void started(long proc) {
        long host = running.containsKey(proc) ? running.get(proc).host() : 0;
        send(b -> new ProcStartedEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .procNumber(proc)
                .encodedLength());
    }

    Answer complete(Run run, int exitStatus) {
        return complete(run.host(), run.proc(), exitStatus, 0, 1_000);
    }

    /** Memory that each run has used. */
    long rssKib = 1_000;
    /** The same, each shared page divided by those that share it; 0: not known. */
    long pssKib = 900;

    Answer complete(long host, long proc, int exitStatus, int exitSignal, long runMillis) {
        return send(b -> new FrameCompleteEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .procNumber(proc)
                .exitStatus(exitStatus)
                .exitSignal(exitSignal)
                .runMillis(runMillis)
                .cpuMillis(runMillis)
                .maxRssKib(rssKib)
                .maxPssKib(pssKib)
                .maxGpuMemoryKib(0)
                .killedByOrder(BooleanType.F)
                .encodedLength());
    }

    /** Ends everything that runs, again and again, until nothing runs. @return runs ended */
    int finishAll() {
        int ended = 0;
        while (!running.isEmpty()) {
            for (Run run : new ArrayList<>(running.values())) {
                complete(run, 0);
                ended++;
            }
        }
        return ended;
    }

    List<Run> runsOf(long job) {
        List<Run> found = new ArrayList<>();
        for (Run run : running.values()) {
            if (run.job() == job) {
                found.add(run);
            }
        }
        return found;
    }
}
