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
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.LayerRowDecoder;
import io.cuegrid.core.sbe.WhyRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
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
        String[] name = {""};
        JobRowDecoder row = new JobRowDecoder();
        cell.machine().read(RowQuery.job(id.number()), (buffer, offset, length) -> {
            name[0] = Sbe.wrap(row, buffer, offset).name();
            return false;
        });
        if (name[0].isEmpty()) {
            throw Ids.missing("job", id + ". It may have left the memory; look in the history");
        }
        List<WhyLayer> layers = read(cell, RowQuery.layers(id.number()), RowQuery.why(id.number()), id.number());
        return WhyJobResponse.newBuilder()
                .setJobId(id.toString())
                .setJobName(name[0])
                .setWaitingFrames(
                        layers.stream().mapToInt(WhyLayer::getWaitingFrames).sum())
                .addAllLayers(layers)
                .build();
    }

    private WhyLayerResponse layer(WhyLayerRequest request) {
        EntityId id = farm.ids().require(request.getLayerId(), EntityKind.LAYER, "layer");
        RowQuery why = RowQuery.why(id.number()).withLayer(id.sub());
        List<WhyLayer> layers = read(farm.cellOf(id), RowQuery.layer(id.number(), id.sub()), why, id.number());
        if (layers.isEmpty()) {
            throw Ids.missing("layer", id.toString());
        }
        return WhyLayerResponse.newBuilder().setLayer(layers.get(0)).build();
    }

    private List<WhyLayer> read(Cell cell, RowQuery layerQuery, RowQuery whyQuery, long job) {
        Map<Integer, List<WhyCount>> counts = new HashMap<>();
        WhyRowDecoder why = new WhyRowDecoder();
        cell.machine().read(whyQuery, (buffer, offset, length) -> {
            Sbe.wrap(why, buffer, offset);
            counts.computeIfAbsent(why.layerIndex(), index -> new ArrayList<>()).add(count(cell, why));
            return true;
        });
        List<WhyLayer> layers = new ArrayList<>();
        LayerRowDecoder row = new LayerRowDecoder();
        cell.machine().read(layerQuery, (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            int index = row.layerIndex();
            List<WhyCount> reasons = counts.getOrDefault(index, List.of());
            row.limits().forEach(limit -> {
                // the name stands behind them
            });
            layers.add(WhyLayer.newBuilder()
                    .setId(farm.ids().layer(cell.number(), job, index))
                    .setName(row.name())
                    .setWaitingFrames(
                            reasons.stream().mapToInt(WhyCount::getFrames).sum())
                    .addAllReasons(reasons)
                    .build());
            return true;
        });
        return layers;
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
                    JOB_CAP,
                    NO_HOST,
                    HOSTS_TOO_SMALL,
                    HOSTS_BUSY,
                    STARTING -> "";
        };
    }
}
