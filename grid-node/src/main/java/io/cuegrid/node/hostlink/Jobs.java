package io.cuegrid.node.hostlink;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.core.sbe.DocumentRowDecoder;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.LayerRowDecoder;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents and limits of the jobs of a led cell: taken from launches as they happen, read from the cell when they are
 * not here (any more). Bounded; what is dropped is read again.
 *
 * <p>Threading: any thread.
 */
final class Jobs {
    /** Documents kept, before decompression. */
    static final long COMPRESSED_BYTES_MAX = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 500;

    private final int incarnation;
    private final MachineAccess machine;
    private final Executor executor;
    private final Map<Long, JobKnowledge> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, List<Runnable>> waiting = new HashMap<>();
    private final Map<Long, LayerLimits> limits = new ConcurrentHashMap<>();
    private long bytes;

    Jobs(int incarnation, MachineAccess machine, Executor executor) {
        this.incarnation = incarnation;
        this.machine = machine;
        this.executor = executor;
    }

    /** A launch as it was acknowledged. By the loop. */
    void staged(JobStagedDecoder event) {
        int layer = 0;
        JobStagedDecoder.LayersDecoder layers = event.layers();
        LayerLimits layerLimits = new LayerLimits(layers.count());
        for (JobStagedDecoder.LayersDecoder one : layers) {
            layerLimits.timeoutMinutes(layer, one.timeoutMinutes());
            layerLimits.silenceMinutes(layer, one.timeoutLluMinutes());
            one.frames().forEach(frames -> {});
            one.limits().forEach(limit -> {});
            one.skipName();
            one.skipRangeText();
            one.skipTags();
            one.skipServices();
            layer++;
        }
        event.skipName();
        event.skipShot();
        event.skipUser();
        event.skipOs();
        String logDir = event.logDir();
        byte[] document = new byte[event.documentLength()];
        event.getDocument(document, 0, document.length);
        limits.put(event.jobNumber(), layerLimits);
        add(event.jobNumber(), logDir, document);
    }

    private void add(long jobNumber, String logDir, byte[] document) {
        JobKnowledge job = new JobKnowledge(jobNumber, incarnation, machine.cellNumber(), logDir, document);
        synchronized (known) {
            @Nullable JobKnowledge before = known.put(jobNumber, job);
            bytes += job.weight() - (before == null ? 0 : before.weight());
            var oldest = known.entrySet().iterator();
            while (bytes > COMPRESSED_BYTES_MAX && known.size() > 1 && oldest.hasNext()) {
                bytes -= oldest.next().getValue().weight();
                oldest.remove();
            }
        }
    }

    void layerChanged(long jobNumber, int layer, LayerSetting setting, long value) {
        @Nullable LayerLimits layerLimits = limits.get(jobNumber);
        if (layerLimits != null && setting == LayerSetting.TIMEOUT_MINUTES) {
            layerLimits.timeoutMinutes(layer, (int) value);
        } else if (layerLimits != null && setting == LayerSetting.TIMEOUT_LLU_MINUTES) {
            layerLimits.silenceMinutes(layer, (int) value);
        }
    }

    void removed(long jobNumber) {
        limits.remove(jobNumber);
        synchronized (known) {
            @Nullable JobKnowledge job = known.remove(jobNumber);
            bytes -= job == null ? 0 : job.weight();
        }
    }

    /** The job, or null while it is being read; then {@code whenThere} runs later. */
    @Nullable
    JobKnowledge get(long jobNumber, Runnable whenThere) {
        synchronized (known) {
            @Nullable JobKnowledge job = known.get(jobNumber);
            if (job != null) {
                return job;
            }
        }
        load(jobNumber, whenThere);
        return null;
    }

    String idOf(long jobNumber) {
        return EntityId.of(EntityKind.JOB, incarnation, machine.cellNumber(), jobNumber)
                .toString();
    }

    /** Limits of a job's layers, or null while they are being read. */
    @Nullable
    LayerLimits limits(long jobNumber) {
        @Nullable LayerLimits layerLimits = limits.get(jobNumber);
        if (layerLimits == null) {
            load(jobNumber, () -> {});
        }
        return layerLimits;
    }

    private void load(long jobNumber, Runnable whenThere) {
        synchronized (waiting) {
            @Nullable List<Runnable> others = waiting.get(jobNumber);
            if (others != null) {
                others.add(whenThere);
                return;
            }
            waiting.put(jobNumber, new ArrayList<>(List.of(whenThere)));
        }
        executor.execute(() -> {
            try {
                read(jobNumber);
                tell(jobNumber, executor);
            } catch (RuntimeException e) {
                LOG.warn("job {}: its document cannot be read: {}", jobNumber, e.toString());
                tell(jobNumber, CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, executor));
            }
        });
    }

    private void tell(long jobNumber, Executor when) {
        @Nullable List<Runnable> all;
        synchronized (waiting) {
            all = waiting.remove(jobNumber);
        }
        if (all != null) {
            all.forEach(when::execute);
        }
    }

    private void read(long jobNumber) {
        MachineClient client = new MachineClient(machine, TIMEOUT_MILLIS);
        String[] logDir = {""};
        int[] layers = {0};
        client.read(RowQuery.job(jobNumber), (buffer, offset, length) -> {
            JobRowDecoder row = new JobRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            layers[0] = row.layers();
            row.skipName();
            row.skipShot();
            row.skipUser();
            row.skipOs();
            logDir[0] = row.logDir();
            return false;
        });
        LayerLimits layerLimits = new LayerLimits(layers[0]);
        client.read(RowQuery.layers(jobNumber), (buffer, offset, length) -> {
            LayerRowDecoder row = new LayerRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            layerLimits.timeoutMinutes(row.layerIndex(), row.timeoutMinutes());
            layerLimits.silenceMinutes(row.layerIndex(), row.timeoutLluMinutes());
            return true;
        });
        limits.put(jobNumber, layerLimits);
        boolean[] found = {false};
        client.read(RowQuery.document(jobNumber), (buffer, offset, length) -> {
            add(jobNumber, logDir[0], documentOf(buffer, offset));
            found[0] = true;
            return false;
        });
        if (!found[0]) {
            throw new IllegalStateException("the cell has none");
        }
    }

    private static byte[] documentOf(DirectBuffer buffer, int offset) {
        DocumentRowDecoder row =
                new DocumentRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        byte[] document = new byte[row.documentLength()];
        row.getDocument(document, 0, document.length);
        return document;
    }
}
