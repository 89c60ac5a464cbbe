package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.host.HardwareState;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostAddTagsResponse;
import io.cuegrid.api.opencue.host.HostDeleteResponse;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostLockResponse;
import io.cuegrid.api.opencue.host.HostRebootResponse;
import io.cuegrid.api.opencue.host.HostRebootWhenIdleResponse;
import io.cuegrid.api.opencue.host.HostRemoveTagsResponse;
import io.cuegrid.api.opencue.host.HostRenameTagRequest;
import io.cuegrid.api.opencue.host.HostRenameTagResponse;
import io.cuegrid.api.opencue.host.HostSetAllocationResponse;
import io.cuegrid.api.opencue.host.HostSetHardwareStateResponse;
import io.cuegrid.api.opencue.host.HostSetOsResponse;
import io.cuegrid.api.opencue.host.HostSetThreadModeResponse;
import io.cuegrid.api.opencue.host.HostUnlockResponse;
import io.cuegrid.api.opencue.host.LockState;
import io.cuegrid.api.opencue.host.ThreadMode;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.TagOperation;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** HostInterface: what changes a host. Threading: any thread. */
final class HostSettings {
    private static final Pattern TAG = Pattern.compile("[\\w.:-]{1,128}");
    private static final Pattern OS = Pattern.compile("[\\w.,-]{1,200}");

    private final Farm farm;
    private final Hosts hosts;

    HostSettings(Farm farm) {
        this.farm = farm;
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable table) {
        settings(table);
        tags(table);
    }

    private void settings(MethodTable table) {
        table.on(HostInterfaceGrpc.getLockMethod(), request -> {
                    change(request.getHost(), HostSetting.LOCK_STATE, LockState.LOCKED_VALUE);
                    return HostLockResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getUnlockMethod(), request -> {
                    change(request.getHost(), HostSetting.LOCK_STATE, LockState.OPEN_VALUE);
                    return HostUnlockResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getSetHardwareStateMethod(), request -> {
                    known(request.getState() != HardwareState.UNRECOGNIZED, "hardware state");
                    change(request.getHost(), HostSetting.HARDWARE_STATE, request.getStateValue());
                    return HostSetHardwareStateResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getRebootMethod(), request -> {
                    change(request.getHost(), HostSetting.HARDWARE_STATE, HardwareState.REBOOTING_VALUE);
                    return HostRebootResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getRebootWhenIdleMethod(), request -> {
                    change(request.getHost(), HostSetting.HARDWARE_STATE, HardwareState.REBOOT_WHEN_IDLE_VALUE);
                    return HostRebootWhenIdleResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getSetThreadModeMethod(), request -> {
                    known(request.getMode() != ThreadMode.UNRECOGNIZED, "thread mode");
                    change(request.getHost(), HostSetting.THREAD_MODE, request.getModeValue());
                    return HostSetThreadModeResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getSetAllocationMethod(), request -> {
                    long allocation = farm.directory()
                            .require(EntryKind.ALLOCATION, request.getAllocationId())
                            .number();
                    EntityId host = hosts.require(request.getHost());
                    farm.catchUp()
                            .send(
                                    farm.cellOf(host).machine(),
                                    Commands.changeHost(host.number(), HostSetting.ALLOCATION, allocation));
                    return HostSetAllocationResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getSetOsMethod(), request -> {
                    if (!OS.matcher(request.getOs()).matches()) {
                        throw Problem.invalid("'" + request.getOs() + "' is no name of an operating system.");
                    }
                    EntityId host = hosts.require(request.getHost());
                    send(host, Commands.setHostOs(host.number(), request.getOs()));
                    return HostSetOsResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getDeleteMethod(), request -> {
                    EntityId host = hosts.require(request.getHost());
                    send(host, Commands.deleteHost(host.number()));
                    return HostDeleteResponse.getDefaultInstance();
                });
    }

    private void tags(MethodTable table) {
        table.on(HostInterfaceGrpc.getAddTagsMethod(), request -> {
                    tags(request.getHost(), TagOperation.ADD, request.getTagsList());
                    return HostAddTagsResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getRemoveTagsMethod(), request -> {
                    tags(request.getHost(), TagOperation.REMOVE, request.getTagsList());
                    return HostRemoveTagsResponse.getDefaultInstance();
                })
                .on(HostInterfaceGrpc.getRenameTagMethod(), this::rename);
    }

    private HostRenameTagResponse rename(HostRenameTagRequest request) {
        EntityId host = hosts.require(request.getHost());
        send(
                host,
                Commands.changeHostTags(
                        host.number(),
                        TagOperation.RENAME,
                        tag(request.getOldTag().strip()),
                        tag(request.getNewTag().strip())));
        return HostRenameTagResponse.getDefaultInstance();
    }

    private void tags(Host stub, TagOperation operation, List<String> given) {
        EntityId host = hosts.require(stub);
        List<String> tags = given.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .map(HostSettings::tag)
                .toList();
        if (!tags.isEmpty()) {
            send(host, Commands.changeHostTags(host.number(), operation, String.join(" ", tags), ""));
        }
    }

    private static String tag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw Problem.invalid("'" + tag + "' is no tag: one word of letters, digits and _ . : - is needed.");
        }
        return tag;
    }

    private static void known(boolean known, String what) {
        if (!known) {
            throw Problem.invalid("The request names a " + what + " that this grid does not know.");
        }
    }

    private void change(Host stub, HostSetting setting, long value) {
        EntityId host = hosts.require(stub);
        send(host, Commands.changeHost(host.number(), setting, value));
    }

    private void send(EntityId host, CommandEncoding command) {
        farm.cellOf(host).machine().send(command);
    }
}
