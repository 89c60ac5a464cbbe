package io.cuegrid.host.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.document.JobDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Job documents of this host: what an order's numbers mean. Kept until the grid says that a job is forgotten.
 *
 * <p>Threading: the daemon's loop only.
 */
public final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    /** Parsed documents held in memory; a document has at most 16 MiB. */
    private static final int CACHED_MAX = 16;

    private final Path folder;
    private final Map<String, JobDocument> cache = new LinkedHashMap<>(CACHED_MAX, 0.75f, true);

    public Documents(Path folder) {
        this.folder = folder;
    }

    /** Stores documents; on disk when this returns. */
    public void store(Collection<JobDocument> documents) throws IOException {
        for (JobDocument document : documents) {
            if (!isJobId(document.getId())) {
                LOG.error("a job document whose id is \"{}\" is not kept", document.getId());
                continue;
            }
            DurableFiles.writeUnsyncedFolder(file(document.getId()), document.toByteArray());
            cache(document);
        }
        if (!documents.isEmpty()) {
            DurableFiles.syncFolder(folder);
        }
    }

    /** @return the document, or null when this host does not have it */
    public @Nullable JobDocument find(String jobId) throws IOException {
        if (!isJobId(jobId)) {
            return null;
        }
        JobDocument cached = cache.get(jobId);
        if (cached != null) {
            return cached;
        }
        Path file = file(jobId);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JobDocument document = JobDocument.parseFrom(Files.readAllBytes(file));
            cache(document);
            return document;
        } catch (InvalidProtocolBufferException damaged) {
            Files.delete(file);
            return null;
        }
    }

    public void forget(String jobId) throws IOException {
        if (isJobId(jobId)) {
            cache.remove(jobId);
            Files.deleteIfExists(file(jobId));
        }
    }

    public void forgetAll() throws IOException {
        cache.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private void cache(JobDocument document) {
        cache.put(document.getId(), document);
        if (cache.size() > CACHED_MAX) {
            cache.remove(cache.keySet().iterator().next());
        }
    }

    /** A job id that is no UUID would be a path of somebody's choice. */
    private static boolean isJobId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }

    private Path file(String jobId) {
        return folder.resolve(jobId);
    }
}
