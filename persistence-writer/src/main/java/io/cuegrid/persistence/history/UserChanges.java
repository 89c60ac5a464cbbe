package io.cuegrid.persistence.history;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependChangedDecoder;
import io.cuegrid.core.sbe.DependCreatedDecoder;
import io.cuegrid.core.sbe.FrameOrderChangedDecoder;
import io.cuegrid.core.sbe.HostChangedDecoder;
import io.cuegrid.core.sbe.HostOsChangedDecoder;
import io.cuegrid.core.sbe.HostRemovedDecoder;
import io.cuegrid.core.sbe.HostTagsChangedDecoder;
import io.cuegrid.core.sbe.LayerTagsChangedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.PartitionChangedDecoder;
import io.cuegrid.core.sbe.PartitionRemovedDecoder;
import io.cuegrid.core.sbe.ProcChangedDecoder;
import io.cuegrid.core.sbe.WorkModeChangedDecoder;
import org.agrona.DirectBuffer;

/** What events say for the audit that are only kept there when a user asked for them. Not thread-safe. */
final class UserChanges {
    private static final String SET = "SET";

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final HostChangedDecoder hostChanged = new HostChangedDecoder();
    private final HostTagsChangedDecoder hostTags = new HostTagsChangedDecoder();
    private final HostOsChangedDecoder hostOs = new HostOsChangedDecoder();
    private final HostRemovedDecoder hostRemoved = new HostRemovedDecoder();
    private final LayerTagsChangedDecoder layerTags = new LayerTagsChangedDecoder();
    private final DependCreatedDecoder dependCreated = new DependCreatedDecoder();
    private final DependChangedDecoder dependChanged = new DependChangedDecoder();
    private final ProcChangedDecoder procChanged = new ProcChangedDecoder();
    private final PartitionChangedDecoder partition = new PartitionChangedDecoder();
    private final PartitionRemovedDecoder partitionRemoved = new PartitionRemovedDecoder();
    private final FrameOrderChangedDecoder frameOrder = new FrameOrderChangedDecoder();
    private final WorkModeChangedDecoder workMode = new WorkModeChangedDecoder();
    private String what = "";
    private String targetKind = "";
    private String detail = "";
    private long targetNumber;

    /** @return whether the event is of that kind; then the getters say what it did */
    boolean read(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case HostChangedDecoder.TEMPLATE_ID -> {
                hostChanged.wrapAndApplyHeader(buffer, offset, header);
                String value = HostEvents.text(hostChanged.setting(), hostChanged.value());
                return is(SET, "HOST", hostChanged.hostNumber(), hostChanged.setting() + " = " + value);
            }
            case HostTagsChangedDecoder.TEMPLATE_ID -> {
                hostTags.wrapAndApplyHeader(buffer, offset, header);
                return is(SET, "HOST", hostTags.hostNumber(), "TAGS = " + hostTags.tags());
            }
            case HostOsChangedDecoder.TEMPLATE_ID -> {
                hostOs.wrapAndApplyHeader(buffer, offset, header);
                return is(SET, "HOST", hostOs.hostNumber(), "OS = " + hostOs.os());
            }
            case HostRemovedDecoder.TEMPLATE_ID -> {
                hostRemoved.wrapAndApplyHeader(buffer, offset, header);
                return is("REMOVE", "HOST", hostRemoved.hostNumber(), "");
            }
            case LayerTagsChangedDecoder.TEMPLATE_ID -> {
                layerTags.wrapAndApplyHeader(buffer, offset, header);
                String layer = "layer " + layerTags.layerIndex();
                return is(SET, "LAYER", layerTags.jobNumber(), layer + ": TAGS = " + layerTags.tags());
            }
            case DependCreatedDecoder.TEMPLATE_ID -> {
                dependCreated.wrapAndApplyHeader(buffer, offset, header);
                String type = dependCreated.dependType().name();
                return is("PUT", "DEPEND", dependCreated.dependNumber(), type);
            }
            case DependChangedDecoder.TEMPLATE_ID -> {
                dependChanged.wrapAndApplyHeader(buffer, offset, header);
                return is(SET, "DEPEND", dependChanged.dependNumber(), "active = " + dependChanged.active());
            }
            case ProcChangedDecoder.TEMPLATE_ID -> {
                procChanged.wrapAndApplyHeader(buffer, offset, header);
                return isRelease();
            }
            case PartitionChangedDecoder.TEMPLATE_ID -> {
                partition.wrapAndApplyHeader(buffer, offset, header);
                String of = "host " + partition.hostNumber() + " for job " + partition.jobNumber();
                return is("PUT", "RENDER_PARTITION", partition.partitionNumber(), of);
            }
            case PartitionRemovedDecoder.TEMPLATE_ID -> {
                partitionRemoved.wrapAndApplyHeader(buffer, offset, header);
                return is("REMOVE", "RENDER_PARTITION", partitionRemoved.partitionNumber(), "");
            }
            case FrameOrderChangedDecoder.TEMPLATE_ID -> {
                frameOrder.wrapAndApplyHeader(buffer, offset, header);
                return is("REORDER_FRAMES", "JOB", frameOrder.jobNumber(), "layer " + frameOrder.layerIndex());
            }
            case WorkModeChangedDecoder.TEMPLATE_ID -> {
                workMode.wrapAndApplyHeader(buffer, offset, header);
                return is(SET, "SHOW", workMode.showNumber(), "WORK_MODE = " + workMode.workMode());
            }
            default -> {
                return false;
            }
        }
    }

    private boolean isRelease() {
        long job = procChanged.redirectJobNumber();
        long folder = procChanged.redirectFolderNumber();
        if (procChanged.unbooked() == BooleanType.F) {
            return is("CLEAR_REDIRECT", "PROC", procChanged.procNumber(), "");
        }
        if (job == 0 && folder == 0) {
            return is("UNBOOK", "PROC", procChanged.procNumber(), "");
        }
        return is("REDIRECT", "PROC", procChanged.procNumber(), job != 0 ? "to job " + job : "to folder " + folder);
    }

    private boolean is(String did, String kind, long number, String how) {
        what = did;
        targetKind = kind;
        targetNumber = number;
        detail = how;
        return true;
    }

    String what() {
        return what;
    }

    String targetKind() {
        return targetKind;
    }

    long targetNumber() {
        return targetNumber;
    }

    String detail() {
        return detail;
    }
}
