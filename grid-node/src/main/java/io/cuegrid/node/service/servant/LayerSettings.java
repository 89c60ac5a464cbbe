package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.invalid;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.job.LayerAddLimitResponse;
import io.cuegrid.api.opencue.job.LayerDropLimitResponse;
import io.cuegrid.api.opencue.job.LayerEnableMemoryOptimizerResponse;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerSetDispatchOrderResponse;
import io.cuegrid.api.opencue.job.LayerSetMaxCoresResponse;
import io.cuegrid.api.opencue.job.LayerSetMaxGpusResponse;
import io.cuegrid.api.opencue.job.LayerSetMinCoresResponse;
import io.cuegrid.api.opencue.job.LayerSetMinGpuMemoryResponse;
import io.cuegrid.api.opencue.job.LayerSetMinGpusResponse;
import io.cuegrid.api.opencue.job.LayerSetMinMemoryResponse;
import io.cuegrid.api.opencue.job.LayerSetStartAfterRequest;
import io.cuegrid.api.opencue.job.LayerSetStartAfterResponse;
import io.cuegrid.api.opencue.job.LayerSetTagsRequest;
import io.cuegrid.api.opencue.job.LayerSetTagsResponse;
import io.cuegrid.api.opencue.job.LayerSetThreadableResponse;
import io.cuegrid.api.opencue.job.LayerSetTimeoutLLUResponse;
import io.cuegrid.api.opencue.job.LayerSetTimeoutResponse;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.rpc.MethodTable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** LayerInterface: what changes a layer. Threading: any thread. */
final class LayerSettings {
    /** Less than a tenth of a core is taken for a mistake and becomes a core, as OpenCue has it. */
    private static final int CORE_UNITS_MIN = 10;
    /** A frame reserves at least this, OpenCue's floor. */
    private static final long MEMORY_KIB_MIN = 262_144;
    /** How far ahead a layer's start may lie. */
    private static final long START_AHEAD_SECONDS_MAX = Duration.ofDays(5 * 365).toSeconds();

    private static final Pattern TAG = Pattern.compile("[\\w.:-]{1,128}");

    private final Farm farm;
    private final Layers layers;

    LayerSettings(Farm farm) {
        this.farm = farm;
        this.layers = new Layers(farm);
    }

    void register(MethodTable table) {
        sizes(table);
        behaviour(table);
    }

    private void sizes(MethodTable table) {
        table.doing(
                        LayerInterfaceGrpc.getSetMinCoresMethod(),
                        request -> change(
                                request.getLayer(), LayerSetting.MIN_CORE_UNITS, minCoreUnits(request.getCores())),
                        LayerSetMinCoresResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetMaxCoresMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.MAX_CORE_UNITS,
                                Numbers.atLeastZero("maximum of cores", Units.wholeCoreUnits(request.getCores()))),
                        LayerSetMaxCoresResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetMinMemoryMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.MEMORY_KIB,
                                Math.max(MEMORY_KIB_MIN, Numbers.atLeastZero("memory", request.getMemory()))),
                        LayerSetMinMemoryResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetMinGpuMemoryMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.GPU_MEMORY_KIB,
                                Numbers.atLeastZero("gpu memory", request.getGpuMemory())),
                        LayerSetMinGpuMemoryResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetMinGpusMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.MIN_GPUS,
                                Numbers.atLeastZero("minimum of gpus", request.getMinGpus())),
                        LayerSetMinGpusResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetMaxGpusMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.MAX_GPUS,
                                Numbers.atLeastZero("maximum of gpus", request.getMaxGpus())),
                        LayerSetMaxGpusResponse.getDefaultInstance());
    }

    private void behaviour(MethodTable table) {
        table.doing(
                        LayerInterfaceGrpc.getSetThreadableMethod(),
                        request -> change(request.getLayer(), LayerSetting.THREADABLE, request.getThreadable() ? 1 : 0),
                        LayerSetThreadableResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getEnableMemoryOptimizerMethod(),
                        request ->
                                change(request.getLayer(), LayerSetting.MEMORY_OPTIMIZER, request.getValue() ? 1 : 0),
                        LayerEnableMemoryOptimizerResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetTimeoutMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.TIMEOUT_MINUTES,
                                Numbers.atLeastZero("timeout in minutes", request.getTimeout())),
                        LayerSetTimeoutResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetTimeoutLLUMethod(),
                        request -> change(
                                request.getLayer(),
                                LayerSetting.TIMEOUT_LLU_MINUTES,
                                Numbers.atLeastZero("timeout in minutes", request.getTimeoutLlu())),
                        LayerSetTimeoutLLUResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetDispatchOrderMethod(),
                        request -> change(
                                request.getLayer(), LayerSetting.DISPATCH_ORDER, dispatchOrder(request.getOrder())),
                        LayerSetDispatchOrderResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getAddLimitMethod(),
                        request -> change(request.getLayer(), LayerSetting.ADD_LIMIT, limit(request.getLimitId())),
                        LayerAddLimitResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getDropLimitMethod(),
                        request -> change(request.getLayer(), LayerSetting.DROP_LIMIT, limit(request.getLimitId())),
                        LayerDropLimitResponse.getDefaultInstance())
                .doing(
                        LayerInterfaceGrpc.getSetStartAfterMethod(),
                        this::setStartAfter,
                        LayerSetStartAfterResponse.getDefaultInstance())
                .doing(LayerInterfaceGrpc.getSetTagsMethod(), this::setTags, LayerSetTagsResponse.getDefaultInstance());
    }

    private static int minCoreUnits(float cores) {
        // 0: all cores of a host, below 0: all but so many
        int units = Math.round(cores * Units.CORE);
        return units > 0 && units < CORE_UNITS_MIN ? Units.CORE : units;
    }

    private static int dispatchOrder(int order) {
        if (order < 1) {
            throw invalid("A dispatch order of " + order + ": orders count from 1.");
        }
        return order;
    }

    private long limit(String id) {
        return farm.directory().require(EntryKind.LIMIT, id).number();
    }

    private void setStartAfter(LayerSetStartAfterRequest request) {
        long seconds = request.getStartAfter();
        if (seconds < 0 || seconds > farm.nowMillis() / 1_000 + START_AHEAD_SECONDS_MAX) {
            throw invalid("startAfter " + seconds + ": epoch seconds up to five years ahead, or 0 for none.");
        }
        EntityId layer = layers.require(request.getLayer());
        send(
                layer,
                Commands.changeLayer(
                        layer.number(),
                        layer.sub(),
                        LayerSetting.START_AFTER_MILLIS,
                        seconds * 1_000,
                        seconds == 0 ? "" : "Set by " + Caller.user(request.getUsername())));
    }

    private void setTags(LayerSetTagsRequest request) {
        Set<String> tags = new LinkedHashSet<>();
        for (String given : request.getTagsList()) {
            String tag = given.strip();
            if (!tag.isEmpty()) {
                if (!TAG.matcher(tag).matches()) {
                    throw invalid("'" + tag + "' is no tag: one word of letters, digits and _ . : - is needed.");
                }
                tags.add(tag);
            }
        }
        if (tags.isEmpty()) {
            throw invalid("A layer must have at least one tag.");
        }
        EntityId layer = layers.require(request.getLayer());
        send(layer, Commands.setLayerTags(layer.number(), layer.sub(), String.join(" ", tags)));
    }

    private void change(Layer stub, LayerSetting setting, long value) {
        EntityId layer = layers.require(stub);
        send(layer, Commands.changeLayer(layer.number(), layer.sub(), setting, value, ""));
    }

    private void send(EntityId layer, CommandEncoding command) {
        farm.catchUp().send(farm.cellOf(layer).machine(), command);
    }
}
