package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostChangedDecoder;
import io.cuegrid.core.sbe.HostLostDeclaredDecoder;
import io.cuegrid.core.sbe.HostOsChangedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.HostRemovedDecoder;
import io.cuegrid.core.sbe.HostReportedDecoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.HostTagsChangedDecoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;

/**
 * Hosts: what they are, whether they may be booked.
 *
 * <p>Threading: that of the cell.
 */
final class HostEvents {
    private static final int LOAD_SLACK_PERCENT = 5;

    private final CellState state;
    private final BookingIndex index;
    private final ReservationEvents reservations;
    private final RedirectEvents redirects;
    private final PartitionEvents partitions;

    HostEvents(
            CellState state,
            BookingIndex index,
            ReservationEvents reservations,
            RedirectEvents redirects,
            PartitionEvents partitions) {
        this.reservations = reservations;
        this.redirects = redirects;
        this.partitions = partitions;
        this.state = state;
        this.index = index;
    }

    void apply(HostRegisteredDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        boolean isNew = host < 0;
        byte[] manualTags = new byte[0];
        if (isNew) {
            host = state.hosts.add(event.hostNumber());
            state.globals.nextHost(event.hostNumber() + 1);
            state.hosts.threadMode(host, event.threadMode().value());
            state.hosts.stateMillis(host, event.timeMillis());
        } else {
            manualTags = Texts.bytes(state.hostTexts.get(host), CellState.HOST_MANUAL_TAGS);
        }
        state.time(event.timeMillis());
        state.hosts.idHigh(host, event.hostIdHigh());
        state.hosts.idLow(host, event.hostIdLow());
        state.hosts.incarnation(host, event.incarnation());
        state.hosts.allocationRow(host, state.catalogIndex.ensure(RecordKind.ALLOCATION, event.allocationNumber()));
        resize(host, event);
        state.hosts.totalMemoryKib(host, event.totalMemoryKib());
        state.hosts.totalSwapKib(host, event.totalSwapKib());
        state.hosts.totalTempKib(host, event.totalTempKib());
        state.hosts.bootTimeSeconds(host, event.bootTimeSeconds());
        state.hosts.nimbyEnabled(host, event.nimbyEnabled() == BooleanType.T);
        state.hosts.lost(host, false);
        state.hosts.startFailures(host, 0);
        state.hosts.bookAfterMillis(host, 0);
        state.hosts.foreignCoreUnits(host, 0);
        state.hosts.tempFull(host, false);
        state.hosts.memoryShort(host, false);
        raise(host, event.rebooted() == BooleanType.T, event.timeMillis());
        HostRegisteredDecoder.VerdictsDecoder verdicts = event.verdicts();
        while (verdicts.hasNext()) {
            verdicts.next();
        }
        byte[] name = new byte[event.nameLength()];
        event.getName(name, 0, name.length);
        byte[] bootId = new byte[event.bootIdLength()];
        event.getBootId(bootId, 0, bootId.length);
        byte[] os = new byte[event.osLength()];
        event.getOs(os, 0, os.length);
        byte[] tags = new byte[event.tagsLength()];
        event.getTags(tags, 0, tags.length);
        state.nameHost(host, Texts.pack(name, os, tags, manualTags, bootId));
        index.hostChanged(host);
        index.wakeHost(host);
    }

    /** A host with procs keeps room for them whatever its daemon offers now. */
    private void resize(int host, HostRegisteredDecoder event) {
        int usedCores = state.hosts.coreUnits(host) - state.hosts.idleCoreUnits(host);
        long usedMemory = state.hosts.memoryKib(host) - state.hosts.idleMemoryKib(host);
        int usedGpus = state.hosts.gpus(host) - state.hosts.idleGpus(host);
        long usedGpuMemory = state.hosts.gpuMemoryKib(host) - state.hosts.idleGpuMemoryKib(host);
        int cores = Math.max(usedCores, event.coreUnits());
        long memory = Math.max(usedMemory, event.memoryKib());
        int gpus = Math.max(usedGpus, event.gpus());
        long gpuMemory = Math.max(usedGpuMemory, event.gpuMemoryKib());
        state.hosts.coreUnits(host, cores);
        state.hosts.idleCoreUnits(host, cores - usedCores);
        state.hosts.memoryKib(host, memory);
        state.hosts.idleMemoryKib(host, memory - usedMemory);
        state.hosts.gpus(host, gpus);
        state.hosts.idleGpus(host, gpus - usedGpus);
        state.hosts.gpuMemoryKib(host, gpuMemory);
        state.hosts.idleGpuMemoryKib(host, gpuMemory - usedGpuMemory);
    }

    /** A host that is heard of is up again; one that was to reboot only when it has; one in repair stays there. */
    private void raise(int host, boolean rebooted, long timeMillis) {
        int before = state.hosts.hardwareState(host);
        boolean up = before == HardwareState.DOWN.value()
                || (rebooted
                        && (before == HardwareState.REBOOTING.value()
                                || before == HardwareState.REBOOT_WHEN_IDLE.value()));
        if (up) {
            state.hosts.hardwareState(host, HardwareState.UP.value());
            state.hosts.stateMillis(host, timeMillis);
        }
    }

    void apply(HostChangedDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        long value = event.value();
        state.time(event.timeMillis());
        HostSetting setting = event.setting();
        switch (setting) {
            case LOCK_STATE -> {
                state.hosts.lockState(host, (int) value);
                if (value != LockState.OPEN.value()) {
                    redirects.hostClosed(host);
                } else {
                    partitions.hostOpened(event.hostNumber());
                }
            }
            case HARDWARE_STATE -> {
                state.hosts.hardwareState(host, (int) value);
                state.hosts.stateMillis(host, event.timeMillis());
            }
            case THREAD_MODE -> state.hosts.threadMode(host, (int) value);
            case ALLOCATION -> state.hosts.allocationRow(host, state.catalogIndex.ensure(RecordKind.ALLOCATION, value));
            case NIMBY_ENABLED -> state.hosts.nimbyEnabled(host, value != 0);
            case NULL_VAL -> {
                return;
            }
        }
        if (setting == HostSetting.THREAD_MODE || setting == HostSetting.ALLOCATION) {
            index.hostChanged(host);
        } else {
            index.hostRoomChanged(host);
        }
        index.wakeHost(host);
    }

    void apply(HostTagsChangedDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        byte[] tags = new byte[event.tagsLength()];
        event.getTags(tags, 0, tags.length);
        replaceText(host, CellState.HOST_MANUAL_TAGS, tags);
    }

    void apply(HostOsChangedDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        byte[] os = new byte[event.osLength()];
        event.getOs(os, 0, os.length);
        replaceText(host, CellState.HOST_OS, os);
    }

    private void replaceText(int host, int text, byte[] value) {
        state.hostTexts.put(host, Texts.with(state.hostTexts.get(host), CellState.HOST_TEXTS, text, value));
        index.hostChanged(host);
        index.wakeHost(host);
    }

    void apply(HostReportedDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        state.hosts.nimbyLocked(host, event.nimbyLocked() == BooleanType.T);
        state.hosts.tempFull(host, event.tempFull() == BooleanType.T);
        state.hosts.memoryShort(host, event.memoryShort() == BooleanType.T);
        int cores = state.hosts.coreUnits(host);
        int booked = cores - state.hosts.idleCoreUnits(host);
        long foreign = (long) event.loadCoreUnits() - booked - (long) (cores / 100) * LOAD_SLACK_PERCENT;
        // on a desktop its user's programs come first; on a render node the load is the frames' own
        boolean shared = state.hosts.nimbyEnabled(host);
        state.hosts.foreignCoreUnits(host, shared ? (int) Math.max(0, Math.min(cores, foreign)) : 0);
        index.hostRoomChanged(host);
        index.wakeHost(host);
    }

    void apply(HostLostDeclaredDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        state.time(event.timeMillis());
        state.hosts.lost(host, true);
        redirects.hostClosed(host);
        state.hosts.hardwareState(host, HardwareState.DOWN.value());
        state.hosts.stateMillis(host, event.timeMillis());
        index.hostRoomChanged(host);
    }

    void apply(HostRemovedDecoder event) {
        int host = state.hosts.row(event.hostNumber());
        state.time(event.timeMillis());
        reservations.hostRemoved(event.hostNumber());
        partitions.hostOpened(event.hostNumber());
        index.hostRemoved(host);
        state.unnameHost(host);
        state.hosts.remove(host);
    }
}
