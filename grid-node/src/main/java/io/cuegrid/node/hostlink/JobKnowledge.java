package io.cuegrid.node.hostlink;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.node.document.DocumentCodec;
import io.cuegrid.node.document.JobDocuments;
import org.jspecify.annotations.Nullable;

/**
 * A job as orders need it: its document with the ids that the grid gave, and the frames of each layer. Decoded when
 * first needed.
 *
 * <p>Threading: guarded by its own lock.
 */
final class JobKnowledge {
    private final long jobNumber;
    private final int incarnation;
    private final int cellNumber;
    private final String logDir;
    private final String jobId;
    private final int compressedLength;
    private byte @Nullable [] compressed;
    private @Nullable JobDocument document;
    private @Nullable LayerFrames[] frames = new LayerFrames[0];

    JobKnowledge(long jobNumber, int incarnation, int cellNumber, String logDir, byte[] compressed) {
        this.jobNumber = jobNumber;
        this.incarnation = incarnation;
        this.cellNumber = cellNumber;
        this.logDir = logDir;
        this.compressed = compressed;
        this.compressedLength = compressed.length;
        this.jobId =
                EntityId.of(EntityKind.JOB, incarnation, cellNumber, jobNumber).toString();
    }

    int weight() {
        return compressedLength;
    }

    String jobId() {
        return jobId;
    }

    /** With id, layer ids and log folder. */
    synchronized JobDocument document() {
        if (document == null) {
            byte[] bytes = compressed;
            if (bytes == null) {
                throw new IllegalStateException("job " + jobNumber + " has neither bytes nor a document");
            }
            JobDocument stored = DocumentCodec.decompress(bytes);
            JobDocument filled = JobDocuments.complete(
                    logDir.isEmpty()
                            ? stored
                            : stored.toBuilder().setLogDir(logDir).build(),
                    EntityId.of(EntityKind.JOB, incarnation, cellNumber, jobNumber));
            document = filled;
            frames = new LayerFrames[filled.getLayersCount()];
            compressed = null;
        }
        return document;
    }

    /** Adds the frames of one chunk to its order. */
    synchronized void addFrames(int layerIndex, int frameIndex, LaunchOrder.Builder order) {
        JobDocument filled = document();
        @Nullable LayerFrames layerFrames = frames[layerIndex];
        if (layerFrames == null) {
            LayerDocument layer = filled.getLayers(layerIndex);
            layerFrames = new LayerFrames(FrameSet.parse(layer.getRange()), Math.max(1, layer.getChunkSize()));
            frames[layerIndex] = layerFrames;
        }
        int first = frameIndex * layerFrames.chunkSize();
        int end = Math.min(first + layerFrames.chunkSize(), layerFrames.frames().size());
        for (int i = first; i < end; i++) {
            order.addFrameNumbers(layerFrames.frames().get(i));
        }
    }

    String frameId(int frameOrdinal) {
        return new EntityId(EntityKind.FRAME, incarnation, cellNumber, jobNumber, frameOrdinal).toString();
    }
}
