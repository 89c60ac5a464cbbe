package io.cuegrid.host.disk;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.ProcState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completions that the grid has not acknowledged yet, one file each, so that no end of a frame is lost while grid or
 * daemon are away. Sent again after each reconnect.
 *
 * <p>Threading: the daemon's loop only.
 */
public final class Completions {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    /** One ended run. @param state its proc as the hello names it */
    public record Entry(ProcState state, FrameCompletion completion) {}

    private final Path folder;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();

    public Completions(Path folder) throws IOException {
        this.folder = folder;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (file.toString().endsWith(".part")) {
                    Files.delete(file);
                } else {
                    read(file);
                }
            }
        }
    }

    private void read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ProcState state = ProcState.parseDelimitedFrom(in);
            FrameCompletion completion = FrameCompletion.parseDelimitedFrom(in);
            if (state != null && completion != null) {
                entries.put(completion.getProc(), new Entry(state, completion));
                return;
            }
            LOG.error("{} is cut off and cannot be reported; move it away to silence this", file);
        } catch (IOException e) {
            LOG.error("{} cannot be read and is not reported: {}", file, e.getMessage());
        }
    }

    /** Stores one; on disk when this returns. */
    public void add(Entry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry.state().writeDelimitedTo(out);
        entry.completion().writeDelimitedTo(out);
        long proc = entry.completion().getProc();
        DurableFiles.write(file(proc), out.toByteArray());
        entries.put(proc, entry);
    }

    public boolean has(long proc) {
        return entries.containsKey(proc);
    }

    /** All, lowest proc first; not to be kept across a change. */
    public Collection<Entry> all() {
        return entries.values();
    }

    /** Forgets one that the grid has taken over, or does not want. */
    public void remove(long proc) throws IOException {
        if (entries.remove(proc) != null) {
            Files.deleteIfExists(file(proc));
        }
    }

    public void clear() throws IOException {
        for (long proc : entries.keySet().stream().toList()) {
            remove(proc);
        }
    }

    private Path file(long proc) {
        return folder.resolve(Long.toString(proc));
    }
}
