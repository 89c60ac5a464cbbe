package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.node.service.client.Cell;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;

/**
 * Messages of jobs that were made already. Tools ask for all jobs again and again, and most have not changed since: a message
 * is used again when its row is the same to the byte, and so are the names that the row mentions by number.
 *
 * <p>Threading: any thread.
 */
public final class JobMessages {
    /** Messages kept, about 2 KiB each; all are forgotten at this bound. */
    static final int MESSAGES_MAX = 10_000;

    private final Map<Key, Made> messages = new ConcurrentHashMap<>();

    private record Key(int cell, long jobNumber) {}

    /** A message and all that it was made of. */
    private record Made(byte[] row, String show, String folder, String facility, boolean commented, Job job) {

        boolean isOf(DirectBuffer buffer, int offset, int length) {
            if (row.length != length) {
                return false;
            }
            byte[] array = buffer.byteArray();
            if (array != null) {
                int from = buffer.wrapAdjustment() + offset;
                return Arrays.equals(row, 0, length, array, from, from + length);
            }
            for (int i = 0; i < length; i++) {
                if (row[i] != buffer.getByte(offset + i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The message of a row. @param row wraps it; where it stands afterwards is not said */
    public Job map(View view, Cell cell, JobRowDecoder row, DirectBuffer buffer, int offset, int length) {
        long number = row.jobNumber();
        Key key = new Key(cell.number(), number);
        String show = view.catalog().showName(row.showNumber());
        String folder = view.catalog().folderName(row.folderNumber());
        Made made = messages.get(key);
        if (made != null
                && made.isOf(buffer, offset, length)
                && made.show.equals(show)
                && made.folder.equals(folder)
                && made.facility.equals(cell.facility())
                && made.commented == view.comments().any(made.job.getId())) {
            return made.job;
        }
        Job job = JobMapper.map(view, cell, row);
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        if (messages.size() >= MESSAGES_MAX) {
            messages.clear();
        }
        messages.put(key, new Made(bytes, show, folder, cell.facility(), job.getHasComment(), job));
        return job;
    }
}
