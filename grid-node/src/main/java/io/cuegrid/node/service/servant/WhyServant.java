package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.WhyCount;
import io.cuegrid.api.grid.WhyInterfaceGrpc;
import io.cuegrid.api.grid.WhyJobRequest;
import io.cuegrid.api.grid.WhyJobResponse;
import io.cuegrid.api.grid.WhyLayer;
import io.cuegrid.api.grid.WhyLayerRequest;
import io.cuegrid.api.grid.WhyLayerResponse;
import io.cuegrid.api.grid.WhyReason;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.core.sbe.WhyRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.Lookups;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** WhyInterface: why frames wait, as the cell says it. Threading: any thread. */
final class WhyServant {
    private final Farm farm;

    WhyServant(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.on(WhyInterfaceGrpc.getGetJobMethod(), this::job).on(WhyInterfaceGrpc.getGetLayerMethod(), this::layer);
    }

    private WhyJobResponse job(WhyJobRequest request) {
        EntityId id = farm.ids().require(request.getJobId(), EntityKind.JOB, "job");
        Cell cell = farm.cellOf(id);
        Lookups lookups = new View(farm).lookups();
        String name = lookups.job(cell, id.number()).name();
        if (name.isEmpty()) {
            throw Ids.missing("job", id + ". It may have left the memory; look in the history");
        }
        List<WhyLayer> layers =
                explained(cell, id.number(), lookups.layers(cell, id.number()), RowQuery.why(id.number()));
        return WhyJobResponse.newBuilder()
                .setJobId(id.toString())
                .setJobName(name)
                .setWaitingFrames(
                        layers.stream().mapToInt(WhyLayer::getWaitingFrames).sum())
                .addAllLayers(layers)
                .build();
    }

    private WhyLayerResponse layer(WhyLayerRequest request) {
        EntityId id = farm.ids().require(request.getLayerId(), EntityKind.LAYER, "layer");
        Cell cell = farm.cellOf(id);
        LayerFacts layer = new View(farm).lookups().layer(cell, id.number(), id.sub());
        if (layer == null) {
            throw Ids.missing("layer", id.toString());
        }
        RowQuery why = RowQuery.why(id.number()).withLayer(id.sub());
        return WhyLayerResponse.newBuilder()
                .setLayer(explained(cell, id.number(), List.of(layer), why).get(0))
                .build();
    }

    private List<WhyLayer> explained(Cell cell, long job, List<LayerFacts> layers, RowQuery query) {
        Map<Integer, List<WhyCount>> counts = new HashMap<>();
        WhyRowDecoder why = new WhyRowDecoder();
        cell.machine().read(query, (buffer, offset, length) -> {
            Sbe.wrap(why, buffer, offset);
            counts.computeIfAbsent(why.layerIndex(), index -> new ArrayList<>()).add(count(cell, why));
            return true;
        });
        return layers.stream()
                .map(layer -> {
                    List<WhyCount> reasons = counts.getOrDefault(layer.index(), List.of());
                    return WhyLayer.newBuilder()
                            .setId(farm.ids().layer(cell.number(), job, layer.index()))
                            .setName(layer.name())
                            .setWaitingFrames(reasons.stream()
                                    .mapToInt(WhyCount::getFrames)
                                    .sum())
                            .addAllReasons(reasons)
                            .build();
                })
                .toList();
    }

    private WhyCount count(Cell cell, WhyRowDecoder row) {
        WhyReason reason = WhyReason.forNumber(row.reason());
        long number = row.number();
        WhyCount.Builder count = WhyCount.newBuilder()
                .setReasonValue(row.reason())
                .setFrames(row.frames())
                .setDetail(row.detail());
        if (reason == WhyReason.START_TIME || reason == WhyReason.DELAYED) {
            count.setUntilMillis(number);
        } else if (number != 0 && reason != null) {
            count.setSubjectId(subject(cell, reason, number));
        }
        return count.build();
    }

    private String subject(Cell cell, WhyReason reason, long number) {
        Ids ids = farm.ids();
        return switch (reason) {
            case PARENT, DEPENDS -> ids.job(cell.number(), number);
            case SHOW_CLOSED -> ids.record(EntityKind.SHOW, number);
            case FOLDER_CAP -> ids.record(EntityKind.FOLDER, number);
            case NO_SUBSCRIPTION, SUBSCRIPTION_BURST -> ids.record(EntityKind.ALLOCATION, number);
            case LIMIT -> ids.record(EntityKind.LIMIT, number);
            case HOSTS_DOWN, PINNED_HOST_DOWN, RESERVED, KEPT_FOR_GPUS -> ids.host(cell.number(), number);
            case UNKNOWN_REASON,
                    UNRECOGNIZED,
                    ENDED,
                    PAUSED,
                    NOT_BOOKED,
                    START_TIME,
                    DELAYED,
                    CHECKPOINT,
                    JOB_CAP,
                    NO_HOST,
                    HOSTS_TOO_SMALL,
                    LAYER_SHARE,
                    HOSTS_BUSY,
                    STARTING -> "";
        };
    }
}
