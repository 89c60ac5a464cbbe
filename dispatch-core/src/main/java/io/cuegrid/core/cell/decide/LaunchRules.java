package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.LaunchJobDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import java.nio.charset.StandardCharsets;

/**
 * What a job must satisfy to be staged: everything that it names exists, and it is not larger than a job may be.
 *
 * <p>Threading: that of the cell.
 */
final class LaunchRules {
    static final int MAX_LAYERS = 2_000;
    static final int MAX_FRAMES_OF_LAYER = 100_000;
    static final int MAX_FRAMES_OF_JOB = 1_000_000;
    static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
    static final int MAX_RETRIES = 16;

    private final CellState state;
    private int documentBytes;

    LaunchRules(CellState state) {
        this.state = state;
    }

    /** @return the job's frames */
    int check(LaunchJobDecoder job) {
        if (state.catalogIndex.present(RecordKind.SHOW, job.showNumber()) < 0) {
            throw Refused.notFound("there is no show " + job.showNumber());
        }
        if (state.catalogIndex.present(RecordKind.FOLDER, job.folderNumber()) < 0) {
            throw Refused.notFound("there is no folder " + job.folderNumber());
        }
        if (job.maxRetries() < 0 || job.maxRetries() > MAX_RETRIES) {
            throw Refused.invalid("maxRetries " + job.maxRetries() + " is not between 0 and " + MAX_RETRIES);
        }
        LaunchJobDecoder.LayersDecoder layers = job.layers();
        int layerCount = layers.count();
        if (layerCount == 0 || layerCount > MAX_LAYERS) {
            throw Refused.invalid("a job has 1 to " + MAX_LAYERS + " layers, this one has " + layerCount);
        }
        long frames = 0;
        while (layers.hasNext()) {
            frames += checkLayer(layers.next());
        }
        if (frames > MAX_FRAMES_OF_JOB) {
            throw Refused.invalid("a job has at most " + MAX_FRAMES_OF_JOB + " frames, this one has " + frames);
        }
        byte[] name = new byte[job.nameLength()];
        job.getName(name, 0, name.length);
        if (name.length == 0) {
            throw Refused.invalid("the job has no name");
        }
        int other = LaunchDecisions.livingJob(state, name);
        if (other >= 0) {
            throw new Refused(
                    ReplyCode.ALREADY_EXISTS,
                    "a job named " + new String(name, StandardCharsets.UTF_8) + " is pending already");
        }
        job.skipShot();
        job.skipUser();
        job.skipOs();
        job.skipLogDir();
        documentBytes = job.documentLength();
        if (documentBytes > MAX_DOCUMENT_BYTES) {
            throw Refused.invalid(
                    "a job document has at most " + MAX_DOCUMENT_BYTES + " bytes, this one has " + documentBytes);
        }
        return (int) frames;
    }

    private long checkLayer(LaunchJobDecoder.LayersDecoder layer) {
        int chunk = Math.max(1, layer.chunkSize());
        boolean negative = layer.memoryKib() < 0
                || layer.gpuMemoryKib() < 0
                || layer.minGpus() < 0
                || layer.timeoutMinutes() < 0
                || layer.timeoutLluMinutes() < 0;
        long entries = 0;
        LaunchJobDecoder.LayersDecoder.FramesDecoder runs = layer.frames();
        while (runs.hasNext()) {
            runs.next();
            if (runs.frameCount() < 1) {
                negative = true;
            }
            entries += runs.frameCount();
        }
        LaunchJobDecoder.LayersDecoder.LimitsDecoder limits = layer.limits();
        while (limits.hasNext()) {
            long number = limits.next().limitNumber();
            if (state.catalogIndex.present(RecordKind.LIMIT, number) < 0) {
                throw Refused.notFound("there is no limit " + number);
            }
        }
        String name = layer.name();
        layer.skipRangeText();
        layer.skipTags();
        layer.skipServices();
        long frames = (entries + chunk - 1) / chunk;
        if (frames < 1 || frames > MAX_FRAMES_OF_LAYER) {
            throw Refused.invalid(
                    "layer " + name + " has " + frames + " frames; it may have 1 to " + MAX_FRAMES_OF_LAYER);
        }
        if (layer.minGpus() > FrameTable.GPUS_MAX) {
            throw Refused.invalid("layer " + name + " asks for " + layer.minGpus() + " gpus; a frame can have "
                    + FrameTable.GPUS_MAX);
        }
        if (negative) {
            throw Refused.invalid("layer " + name + " asks for a negative amount");
        }
        return frames;
    }

    /** Whether the cell can hold the job that was checked last. */
    void checkRoom(int frames) {
        if (state.jobs.live() >= state.globals.maxJobs()) {
            throw Refused.exhausted(
                    "the cell holds " + state.jobs.live() + " jobs, its limit maxJobs is " + state.globals.maxJobs());
        }
        if (state.globals.frames() + frames > state.globals.maxFrames()) {
            throw Refused.exhausted("the cell holds " + state.globals.frames() + " frames, the job has " + frames
                    + ", the limit maxFrames is " + state.globals.maxFrames());
        }
        if (state.globals.documentBytes() + documentBytes > state.globals.maxDocumentBytes()) {
            throw Refused.exhausted("the cell holds " + state.globals.documentBytes()
                    + " bytes of job documents, the job has " + documentBytes + ", the limit maxDocumentBytes is "
                    + state.globals.maxDocumentBytes());
        }
    }

    /** Bytes of the document of the job that was checked last. */
    int documentBytes() {
        return documentBytes;
    }
}
