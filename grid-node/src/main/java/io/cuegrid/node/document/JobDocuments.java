package io.cuegrid.node.document;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;

/** Fills in what a stored job document cannot hold, because a job's number is drawn after its document is made. */
public final class JobDocuments {
    private JobDocuments() {}

    /**
     * The document as a host gets it: with the ids of the job and its layers, and the folder of the logs.
     *
     * @param stored as {@link DocumentCodec#decompress} gave it; its log_dir is the one without the id
     */
    public static JobDocument complete(JobDocument stored, EntityId jobId) {
        JobDocument.Builder document = stored.toBuilder().setId(jobId.toString());
        if (!stored.getLogDir().isEmpty()) {
            document.setLogDir(JobPaths.logDir(stored.getLogDir(), jobId.toString()));
        }
        for (int index = 0; index < document.getLayersCount(); index++) {
            EntityId layer = new EntityId(EntityKind.LAYER, jobId.incarnation(), jobId.cell(), jobId.number(), index);
            document.getLayersBuilder(index).setId(layer.toString());
        }
        return document.build();
    }
}
