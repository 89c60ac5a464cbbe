package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.HostTags;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.ChangeHostDecoder;
import io.cuegrid.core.sbe.ChangeHostTagsDecoder;
import io.cuegrid.core.sbe.DeleteHostDecoder;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostChangedEncoder;
import io.cuegrid.core.sbe.HostLostDeclaredEncoder;
import io.cuegrid.core.sbe.HostLostDecoder;
import io.cuegrid.core.sbe.HostOsChangedEncoder;
import io.cuegrid.core.sbe.HostRemovedEncoder;
import io.cuegrid.core.sbe.HostReportDecoder;
import io.cuegrid.core.sbe.HostReportedEncoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.HostTagsChangedEncoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.SetHostOsDecoder;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.TagOperation;
import io.cuegrid.core.sbe.ThreadMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What reports and people say about hosts that are known.
 *
 * <p>Threading: that of the cell.
 */
final class HostDecisions {
    private final CellState state;
    private final Emitter out;
    private final FrameDecisions frames;
    private final HostChangedEncoder changed = new HostChangedEncoder();
    private final HostReportedEncoder reported = new HostReportedEncoder();
    private final HostLostDeclaredEncoder lost = new HostLostDeclaredEncoder();
    private final HostTagsChangedEncoder tagsChanged = new HostTagsChangedEncoder();
    private final HostOsChangedEncoder osChanged = new HostOsChangedEncoder();
    private final HostRemovedEncoder removed = new HostRemovedEncoder();

    HostDecisions(CellState state, Emitter out, FrameDecisions frames) {
        this.state = state;
        this.out = out;
        this.frames = frames;
    }

    private int host(long number) {
        int host = state.hosts.row(number);
        if (host < 0) {
            throw Refused.notFound("there is no host " + number);
        }
        return host;
    }

    void decide(HostReportDecoder command) {
        int host = host(command.hostNumber());
        if (state.hosts.incarnation(host) != command.incarnation()) {
            out.ok(command.correlationId(), command.hostNumber());
            return;
        }
        boolean nimby = command.nimbyLocked().value() != 0;
        reported.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(command.hostNumber())
                .nimbyLocked(command.nimbyLocked())
                .tempFull(command.tempFull())
                .memoryShort(command.memoryShort())
                .loadCoreUnits(command.loadCoreUnits())
                .freeMemoryKib(command.freeMemoryKib());
        out.emit(HostReportedEncoder.BLOCK_LENGTH);
        int lock = state.hosts.lockState(host);
        if (nimby && lock == LockState.OPEN.value()) {
            change(host, HostSetting.LOCK_STATE, LockState.NIMBY_LOCKED.value(), "somebody works there");
        } else if (!nimby && lock == LockState.NIMBY_LOCKED.value()) {
            change(host, HostSetting.LOCK_STATE, LockState.OPEN.value(), "nobody works there any more");
        }
        out.ok(command.correlationId(), command.hostNumber());
    }

    void decide(HostLostDecoder command) {
        int host = host(command.hostNumber());
        boolean current = state.hosts.incarnation(host) == command.incarnation() && !state.hosts.lost(host);
        if (current) {
            lost.wrapAndApplyHeader(out.buffer(), 0, out.header)
                    .hostNumber(command.hostNumber())
                    .timeMillis(out.now());
            out.emit(HostLostDeclaredEncoder.BLOCK_LENGTH);
            while (state.hosts.procHead(host) > 0) {
                frames.lose(state.hosts.procHead(host) - 1, StopCause.HOST_LOST);
                out.step(1);
            }
        }
        out.ok(command.correlationId(), command.hostNumber());
    }

    void decide(ChangeHostDecoder command) {
        int host = host(command.hostNumber());
        long value = command.value();
        HostSetting setting = command.setting();
        switch (setting) {
            case LOCK_STATE -> requireRange(setting, value, LockState.values().length - 1);
            case HARDWARE_STATE -> requireRange(setting, value, HardwareState.values().length - 1);
            case THREAD_MODE -> requireRange(setting, value, ThreadMode.values().length - 1);
            case ALLOCATION -> requireAllocation(value);
            case NIMBY_ENABLED -> requireRange(setting, value, 2);
            case NULL_VAL -> throw Refused.invalid("the setting is missing");
        }
        change(host, setting, value, "");
        out.ok(command.correlationId(), command.hostNumber());
    }

    private static void requireRange(HostSetting setting, long value, int end) {
        if (value < 0 || value >= end) {
            throw Refused.invalid(setting + " cannot be " + value);
        }
    }

    private void requireAllocation(long number) {
        int row = state.catalogIndex.present(RecordKind.ALLOCATION, number);
        if (row < 0) {
            throw Refused.notFound("there is no allocation " + number);
        }
        if (state.catalog.facilityNumber(row) != state.globals.facilityNumber()) {
            throw Refused.invalid("allocation " + HostTags.allocationTag(state, row) + " is of another facility");
        }
    }

    private void change(int host, HostSetting setting, long value, String reason) {
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(state.hosts.number(host))
                .setting(setting)
                .value(value)
                .timeMillis(out.now())
                .reason(reason);
        out.emit(changed.encodedLength());
    }

    void decide(ChangeHostTagsDecoder command) {
        int host = host(command.hostNumber());
        TagOperation operation = command.operation();
        List<String> given = words(command.tags());
        List<String> renamed = words(command.newTag());
        List<String> tags = words(Texts.get(state.hostTexts.get(host), CellState.HOST_MANUAL_TAGS));
        if (given.isEmpty() || (operation == TagOperation.RENAME && renamed.size() != 1)) {
            throw Refused.invalid("say which tag");
        }
        switch (operation) {
            case ADD -> {
                for (String tag : given) {
                    if (!tags.contains(tag)) {
                        tags.add(tag);
                    }
                }
            }
            case REMOVE -> tags.removeAll(given);
            case RENAME -> {
                if (!tags.remove(given.get(0))) {
                    throw Refused.notFound(
                            "host " + state.hostName(host) + " has no tag " + given.get(0) + " that was given by hand");
                }
                if (!tags.contains(renamed.get(0))) {
                    tags.add(renamed.get(0));
                }
            }
            case NULL_VAL -> throw Refused.invalid("say whether to add, remove or rename");
        }
        tagsChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(command.hostNumber())
                .tags(String.join(" ", tags));
        out.emit(tagsChanged.encodedLength());
        out.ok(command.correlationId(), command.hostNumber());
    }

    void decide(SetHostOsDecoder command) {
        host(command.hostNumber());
        osChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(command.hostNumber())
                .os(command.os());
        out.emit(osChanged.encodedLength());
        out.ok(command.correlationId(), command.hostNumber());
    }

    void decide(DeleteHostDecoder command) {
        int host = host(command.hostNumber());
        if (state.hosts.procCount(host) > 0) {
            throw Refused.precondition("host " + state.hostName(host) + " has " + state.hosts.procCount(host)
                    + " procs; kill or unbook them first");
        }
        removed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(command.hostNumber())
                .timeMillis(out.now());
        out.emit(HostRemovedEncoder.BLOCK_LENGTH);
        out.ok(command.correlationId(), command.hostNumber());
    }

    /** The words of a list that is kept as one text. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean separator = i == text.length() || " ,|\t\r\n".indexOf(text.charAt(i)) >= 0;
            if (!separator && start < 0) {
                start = i;
            } else if (separator && start >= 0) {
                String word = text.substring(start, i);
                if (!words.contains(word)) {
                    words.add(word);
                }
                start = -1;
            }
        }
        return words;
    }
}
