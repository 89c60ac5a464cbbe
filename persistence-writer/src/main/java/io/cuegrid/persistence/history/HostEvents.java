package io.cuegrid.persistence.history;

import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostChangedDecoder;
import io.cuegrid.core.sbe.HostLostDeclaredDecoder;
import io.cuegrid.core.sbe.HostOsChangedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.HostRemovedDecoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.HostTagsChangedDecoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.ThreadMode;
import org.agrona.DirectBuffer;

/**
 * Turns events of hosts into rows.
 *
 * <p>Threading: one thread, the writer's.
 */
final class HostEvents {
    /** Above what any of these enums has. */
    private static final int SMALLEST_NOT_A_CODE = 3;

    private final int incarnation;
    private final int cell;
    private final HistoryRows rows;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final HostRegisteredDecoder registered = new HostRegisteredDecoder();
    private final HostChangedDecoder changed = new HostChangedDecoder();
    private final HostTagsChangedDecoder tagsChanged = new HostTagsChangedDecoder();
    private final HostOsChangedDecoder osChanged = new HostOsChangedDecoder();
    private final HostLostDeclaredDecoder lost = new HostLostDeclaredDecoder();
    private final HostRemovedDecoder removed = new HostRemovedDecoder();

    HostEvents(int incarnation, int cell, HistoryRows rows) {
        this.incarnation = incarnation;
        this.cell = cell;
        this.rows = rows;
    }

    void onEvent(DirectBuffer buffer, int offset, long timeMillis) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case HostRegisteredDecoder.TEMPLATE_ID ->
                onRegistered(registered.wrapAndApplyHeader(buffer, offset, header));
            case HostChangedDecoder.TEMPLATE_ID -> onChanged(changed.wrapAndApplyHeader(buffer, offset, header));
            case HostTagsChangedDecoder.TEMPLATE_ID -> {
                tagsChanged.wrapAndApplyHeader(buffer, offset, header);
                String tags = tagsChanged.tags();
                rows.host(tagsChanged.hostNumber()).tags = tags;
                change(timeMillis, tagsChanged.hostNumber(), "TAGS", tags, "");
            }
            case HostOsChangedDecoder.TEMPLATE_ID -> {
                osChanged.wrapAndApplyHeader(buffer, offset, header);
                String os = osChanged.os();
                rows.host(osChanged.hostNumber()).os = os;
                change(timeMillis, osChanged.hostNumber(), "OS", os, "");
            }
            case HostLostDeclaredDecoder.TEMPLATE_ID -> {
                lost.wrapAndApplyHeader(buffer, offset, header);
                change(lost.timeMillis(), lost.hostNumber(), "LOST", "", "");
            }
            case HostRemovedDecoder.TEMPLATE_ID -> {
                removed.wrapAndApplyHeader(buffer, offset, header);
                rows.host(removed.hostNumber()).removedMillis = removed.timeMillis();
                change(removed.timeMillis(), removed.hostNumber(), "REMOVED", "", "");
            }
            default -> {
                // history does not keep it
            }
        }
    }

    private void onRegistered(HostRegisteredDecoder event) {
        for (HostRegisteredDecoder.VerdictsDecoder verdict : event.verdicts()) {
            verdict.procNumber(); // the texts come after the group
        }
        String name = event.name();
        String bootId = event.bootId();
        String os = event.os();
        String tags = event.tags();
        HistoryRows.HostRow host = rows.host(event.hostNumber());
        host.registered = new HistoryRows.HostRow.Registered(
                name,
                event.allocationNumber(),
                event.coreUnits(),
                event.memoryKib(),
                event.gpus(),
                event.gpuMemoryKib(),
                os,
                tags,
                event.timeMillis());
        host.allocationNumber = event.allocationNumber();
        host.os = null;
        host.tags = null;
        host.removedMillis = 0;
        change(event.timeMillis(), event.hostNumber(), "REGISTERED", bootId, "");
    }

    private void onChanged(HostChangedDecoder event) {
        HostSetting setting = event.setting();
        if (setting == HostSetting.ALLOCATION) {
            rows.host(event.hostNumber()).allocationNumber = event.value();
        }
        change(event.timeMillis(), event.hostNumber(), setting.name(), text(setting, event.value()), event.reason());
    }

    static String text(HostSetting setting, long value) {
        if (value < 0 || value >= SMALLEST_NOT_A_CODE) {
            return Long.toString(value);
        }
        return switch (setting) {
            case LOCK_STATE -> LockState.get((short) value).name();
            case HARDWARE_STATE -> HardwareState.get((short) value).name();
            case THREAD_MODE -> ThreadMode.get((short) value).name();
            case NIMBY_ENABLED -> Boolean.toString(value != 0);
            case ALLOCATION, NULL_VAL -> Long.toString(value);
        };
    }

    private void change(long timeMillis, long hostNumber, String what, String value, String reason) {
        rows.noteTime(timeMillis);
        rows.hostChanges
                .row()
                .putTime(timeMillis)
                .putInt(incarnation)
                .putInt(cell)
                .putLong(hostNumber)
                .putText(what)
                .putText(value)
                .putText(reason);
    }
}
