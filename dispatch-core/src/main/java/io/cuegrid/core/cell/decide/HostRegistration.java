package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.HostTags;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.HostRegisteredEncoder;
import io.cuegrid.core.sbe.ProcVerdict;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.RegisterHostDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.ThreadMode;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * A daemon says hello: who it is, what it offers and which procs it knows. Both sides are made to agree: procs that the
 * cell does not know are to end; orders that never arrived are said again; runs that the daemon has lost are over.
 *
 * <p>Threading: that of the cell.
 */
final class HostRegistration {
    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final FrameDecisions frames;
    private final HostRegisteredEncoder registered = new HostRegisteredEncoder();
    private final LongHashSet known = new LongHashSet();
    private long[] procNumbers = new long[16];
    private int procCount;

    HostRegistration(CellState state, Emitter out, FrameEmitter frameEvents, FrameDecisions frames) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
        this.frames = frames;
    }

    void decide(RegisterHostDecoder command) {
        readProcs(command.procs());
        String name = command.name();
        String bootId = command.bootId();
        String os = command.os();
        String tags = command.tags();
        checkSize(command, name);
        int host = find(command, name);
        boolean rebooted = host >= 0
                && !Texts.get(state.hostTexts.get(host), CellState.HOST_BOOT_ID).equals(bootId);
        long number = host >= 0 ? state.hosts.number(host) : newNumber(name);
        long allocation = host >= 0 ? state.catalog.number(state.hosts.allocationRow(host)) : allocationFor(tags);
        if (host >= 0) {
            endUnknown(host, rebooted);
        }
        emit(command, number, allocation, rebooted, host < 0, name, bootId, os, tags);
        if (host >= 0) {
            repeatOrders(host);
        }
        out.step(1 + procCount);
        out.ok(command.correlationId(), number);
    }

    private void readProcs(RegisterHostDecoder.ProcsDecoder procs) {
        known.clear();
        procCount = 0;
        while (procs.hasNext()) {
            long number = procs.next().procNumber();
            if (procCount == procNumbers.length) {
                procNumbers = java.util.Arrays.copyOf(procNumbers, procCount * 2);
            }
            procNumbers[procCount++] = number;
            known.add(number);
        }
    }

    private static void checkSize(RegisterHostDecoder command, String name) {
        if (name.isBlank()) {
            throw Refused.invalid("the host has no name");
        }
        if (command.coreUnits() < 0 || command.memoryKib() < 0 || command.gpus() < 0 || command.gpuMemoryKib() < 0) {
            throw Refused.invalid("host " + name + " offers a negative amount");
        }
    }

    /** The host that this daemon is, or takes the place of; -1: a new one. */
    private int find(RegisterHostDecoder command, String name) {
        int host = state.hostNames.first(Texts.utf8(name));
        if (host < 0) {
            return -1;
        }
        boolean same =
                state.hosts.idHigh(host) == command.hostIdHigh() && state.hosts.idLow(host) == command.hostIdLow();
        if (!same && !state.hosts.lost(host)) {
            throw new Refused(
                    ReplyCode.CONFLICT,
                    "a host named " + name + " with another id is registered; give this one another name, or stop the"
                            + " other and wait until it is lost");
        }
        return host;
    }

    private long newNumber(String name) {
        if (state.hosts.live() >= state.globals.maxHosts()) {
            throw Refused.exhausted("host " + name + " is not taken in: the cell holds " + state.hosts.live()
                    + " hosts, its limit maxHosts is " + state.globals.maxHosts());
        }
        return state.globals.nextHost();
    }

    /** The allocation of a new host: the first of its tags that names one of the facility, else the facility's default. */
    private long allocationFor(String tags) {
        List<String> words = HostDecisions.words(tags);
        int fallback = -1;
        int first = -1;
        int best = Integer.MAX_VALUE;
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            boolean here = state.catalog.kind(row) == RecordKind.ALLOCATION.value()
                    && state.catalog.present(row)
                    && state.catalog.facilityNumber(row) == state.globals.facilityNumber();
            if (here) {
                int at = words.indexOf(HostTags.allocationTag(state, row));
                if (at >= 0 && at < best) {
                    best = at;
                    first = row;
                }
                if (state.catalog.isDefault(row)) {
                    fallback = row;
                } else if (fallback < 0) {
                    fallback = row;
                }
            }
        }
        int chosen = first >= 0 ? first : fallback;
        if (chosen < 0) {
            throw Refused.precondition("the facility has no allocation for a host with the tags [" + tags
                    + "]; create one, and a default");
        }
        return state.catalog.number(chosen);
    }

    /** Runs of which the daemon knows nothing are over, unless their order may still be on its way. */
    private void endUnknown(int host, boolean rebooted) {
        int next = state.hosts.procHead(host);
        while (next > 0) {
            int proc = next - 1;
            next = state.hostProcs.next(proc);
            boolean unknown = !known.contains(state.procs.number(proc));
            if (unknown && rebooted) {
                frames.lose(proc, StopCause.HOST_REBOOTED);
            } else if (unknown && state.procs.confirmed(proc)) {
                frames.lose(proc, StopCause.HOST_LOST);
            } else if (unknown && state.procs.killRequested(proc)) {
                frames.neverStarted(proc);
            }
        }
    }

    private void emit(
            RegisterHostDecoder command,
            long number,
            long allocation,
            boolean rebooted,
            boolean isNew,
            String name,
            String bootId,
            String os,
            String tags) {
        boolean nimby = command.nimbyEnabled() == BooleanType.T;
        registered
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(number)
                .hostIdHigh(command.hostIdHigh())
                .hostIdLow(command.hostIdLow())
                .incarnation(command.incarnation())
                .allocationNumber(allocation)
                .coreUnits(command.coreUnits())
                .memoryKib(command.memoryKib())
                .gpus(command.gpus())
                .gpuMemoryKib(command.gpuMemoryKib())
                .totalMemoryKib(command.totalMemoryKib())
                .totalSwapKib(command.totalSwapKib())
                .totalTempKib(command.totalTempKib())
                .bootTimeSeconds(command.bootTimeSeconds())
                .nimbyEnabled(command.nimbyEnabled())
                .threadMode(nimby ? ThreadMode.ALL : ThreadMode.AUTO)
                .rebooted(rebooted && !isNew ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now());
        HostRegisteredEncoder.VerdictsEncoder verdicts = registered.verdictsCount(procCount);
        for (int i = 0; i < procCount; i++) {
            int proc = state.procs.row(procNumbers[i]);
            boolean goesOn = proc >= 0 && state.hosts.number(state.procs.hostRow(proc)) == number;
            verdicts.next().procNumber(procNumbers[i]).verdict(goesOn ? ProcVerdict.GO_ON : ProcVerdict.END);
        }
        registered.name(name).bootId(bootId).os(os).tags(tags);
        out.emit(registered.encodedLength());
    }

    /** Orders and kills that may have been lost are said again; a daemon takes each once. */
    private void repeatOrders(int host) {
        for (int next = state.hosts.procHead(host); next > 0; next = state.hostProcs.next(next - 1)) {
            int proc = next - 1;
            boolean listed = known.contains(state.procs.number(proc));
            if (!listed) {
                frameEvents.repeated(proc);
            } else {
                if (!state.procs.confirmed(proc)) {
                    frameEvents.confirmed(proc);
                }
                if (state.procs.killRequested(proc)) {
                    StopCause cause = StopCause.get((short) state.procs.killCause(proc));
                    frameEvents.killRequested(proc, cause, new byte[0], new byte[0]);
                }
            }
        }
    }
}
