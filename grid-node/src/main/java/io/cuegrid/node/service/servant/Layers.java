package io.cuegrid.node.service.servant;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.core.sbe.DocumentRowDecoder;
import io.cuegrid.core.sbe.LayerRowDecoder;
import io.cuegrid.node.document.DocumentCodec;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.LayerMapper;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds layers. Threading: any thread. */
final class Layers {
    private final Farm farm;

    Layers(Farm farm) {
        this.farm = farm;
    }

    /** The id of a layer that a request names. */
    EntityId require(Layer layer) {
        return farm.ids().require(layer.getId(), EntityKind.LAYER, "layer");
    }

    /** In dispatch order. */
    List<Layer> ofJob(View view, EntityId job) {
        Cell cell = farm.cellOf(job);
        List<Layer> found = read(view, cell, RowQuery.layers(job.number()), job.number());
        if (found.isEmpty()) {
            throw Ids.missing("job", job + ". It may have left the memory; look in the history");
        }
        found.sort(Comparator.comparingInt(Layer::getDispatchOrder).thenComparing(Layer::getId));
        return found;
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Layer get(View view, EntityId id) {
        Cell cell = farm.cellOf(id);
        for (Layer layer : read(view, cell, RowQuery.layer(id.number(), id.sub()), id.number())) {
            if (layer.getId().equals(id.toString())) {
                return layer;
            }
        }
        throw Ids.missing("layer", id.toString());
    }

    private static List<Layer> read(View view, Cell cell, RowQuery query, long jobNumber) {
        JobDocument document = document(cell, jobNumber);
        List<Layer> found = new ArrayList<>();
        LayerRowDecoder row = new LayerRowDecoder();
        cell.machine().read(query, (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            int index = row.layerIndex();
            String command = index < document.getLayersCount()
                    ? document.getLayers(index).getCommand()
                    : "";
            found.add(LayerMapper.map(view, cell, row, command));
            return true;
        });
        return found;
    }

    /** The document that the job was launched with, an empty one when it is gone. */
    static JobDocument document(Cell cell, long jobNumber) {
        DocumentRowDecoder row = new DocumentRowDecoder();
        JobDocument[] found = {JobDocument.getDefaultInstance()};
        cell.machine().read(RowQuery.document(jobNumber), (buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            byte[] bytes = new byte[row.documentLength()];
            row.getDocument(bytes, 0, bytes.length);
            found[0] = DocumentCodec.decompress(bytes);
            return false;
        });
        return found[0];
    }
}
