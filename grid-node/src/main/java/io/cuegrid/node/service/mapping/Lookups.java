package io.cuegrid.node.service.mapping;

import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.LayerRowDecoder;
import io.cuegrid.core.sbe.LayerType;
import io.cuegrid.node.document.JobPaths;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.MachineClient.Reading;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of jobs, layers and hosts that rows of other kinds mention by number, each looked up once.
 *
 * <p>Threading: one request.
 */
public final class Lookups {
    private final Farm farm;
    private final Map<Key, JobFacts> jobs = new HashMap<>();
    private final Map<Key, List<LayerFacts>> layers = new HashMap<>();
    private final Map<Key, Reading> askedJobs = new HashMap<>();
    private final Map<Key, Reading> askedLayers = new HashMap<>();

    Lookups(Farm farm) {
        this.farm = farm;
    }

    /** Asks for a job and its layers, which will be needed, at the same time, and waits for nothing yet. */
    public void ahead(Cell cell, long jobNumber) {
        Key key = new Key(cell.number(), jobNumber);
        askedJobs.put(key, cell.machine().begin(RowQuery.job(jobNumber)));
        askedLayers.put(key, cell.machine().begin(RowQuery.layers(jobNumber)));
    }

    /** The read that was begun ahead, or a new one. A reading is visited once: what it gave is kept. */
    private static Reading reading(Map<Key, Reading> asked, Cell cell, RowQuery query) {
        @Nullable Reading begun = asked.remove(new Key(cell.number(), query.jobNumber()));
        return begun == null ? cell.machine().begin(query) : begun;
    }

    /** Facts of a job; of one that left the memory: an empty name. */
    public JobFacts job(Cell cell, long jobNumber) {
        return jobs.computeIfAbsent(new Key(cell.number(), jobNumber), key -> readJob(cell, jobNumber));
    }

    /** The layers of a job, in order of their indexes. */
    public List<LayerFacts> layers(Cell cell, long jobNumber) {
        return layers.computeIfAbsent(new Key(cell.number(), jobNumber), key -> readLayers(cell, jobNumber));
    }

    /** One layer, or null. */
    public @Nullable LayerFacts layer(Cell cell, long jobNumber, int layerIndex) {
        for (LayerFacts layer : layers(cell, jobNumber)) {
            if (layer.index() == layerIndex) {
                return layer;
            }
        }
        return null;
    }

    /** The layer's name, "" when there is none. */
    public String layerName(Cell cell, long jobNumber, int layerIndex) {
        LayerFacts layer = layerIndex < 0 ? null : layer(cell, jobNumber, layerIndex);
        return layer == null ? "" : layer.name();
    }

    /** The host's name, "" when it is not known. */
    public String hostName(Cell cell, long hostNumber) {
        return hostNumber == 0 ? "" : farm.hostNames().name(cell, hostNumber);
    }

    private JobFacts readJob(Cell cell, long jobNumber) {
        JobRowDecoder row = new JobRowDecoder();
        JobFacts[] found = {new JobFacts(jobNumber, 0, 0, 0, "", "")};
        reading(askedJobs, cell, RowQuery.job(jobNumber)).visit((buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            String name = row.name();
            row.skipShot();
            row.skipUser();
            row.skipOs();
            String logDir = JobPaths.logDir(row.logDir(), farm.ids().job(cell.number(), jobNumber));
            found[0] =
                    new JobFacts(jobNumber, row.showNumber(), row.folderNumber(), row.submittedMillis(), name, logDir);
            return false;
        });
        return found[0];
    }

    private List<LayerFacts> readLayers(Cell cell, long jobNumber) {
        LayerRowDecoder row = new LayerRowDecoder();
        List<LayerFacts> found = new ArrayList<>();
        reading(askedLayers, cell, RowQuery.layers(jobNumber)).visit((buffer, offset, length) -> {
            Sbe.wrap(row, buffer, offset);
            row.limits().forEach(limit -> {});
            String name = row.name();
            row.skipRangeText();
            row.skipTags();
            List<String> services = Units.words(row.services());
            found.add(new LayerFacts(
                    row.layerIndex(),
                    row.layerType(),
                    row.dispatchOrder(),
                    row.firstOrdinal(),
                    row.frames(),
                    row.chunkSize(),
                    name,
                    services));
            return true;
        });
        return List.copyOf(found);
    }

    private record Key(int cell, long number) {}

    /** @param logDir with the job's id, as clients see it */
    public record JobFacts(
            long number, long showNumber, long folderNumber, long submittedMillis, String name, String logDir) {}

    /** @param frames how many; their ordinals start at firstOrdinal */
    public record LayerFacts(
            int index,
            LayerType type,
            int dispatchOrder,
            int firstOrdinal,
            int frames,
            int chunkSize,
            String name,
            List<String> services) {}
}
