package io.cuegrid.node.service.mapping;

import com.google.protobuf.ByteString;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.node.service.client.Cell;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of jobs that were made already. Tools ask for all jobs again and again, and most have not changed since: a message
 * is used again when its row is the same to the byte, and so are the names that the row mentions by number.
 *
 * <p>Threading: any thread.
 */
public final class JobMessages {
    /** Messages kept, about 2 KiB each; a power of two. */
    static final int MESSAGES_MAX = 1 << 14;

    /** Keeps cells apart, whose jobs have the same numbers. */
    private static final int CELL_STEP = 0x9E37;

    /** A job has one place, which follows from its number: the one that had it before is forgotten. */
    private final AtomicReferenceArray<@Nullable Made> messages = new AtomicReferenceArray<>(MESSAGES_MAX);

    /** A message and all that it was made of. */
    private static final class Made {
        private final int cell;
        private final byte[] row;
        private final String show;
        private final String folder;
        private final String facility;
        private final Job job;
        /** An equal message whose texts are as they go over the wire: they are not encoded each time. */
        private volatile @Nullable Job encoded;

        Made(int cell, byte[] row, String show, String folder, String facility, Job job) {
            this.cell = cell;
            this.row = row;
            this.show = show;
            this.folder = folder;
            this.facility = facility;
            this.job = job;
        }

        Job encoded() {
            Job known = encoded;
            if (known == null) {
                known = job.toBuilder()
                        .setIdBytes(ByteString.copyFromUtf8(job.getId()))
                        .setNameBytes(ByteString.copyFromUtf8(job.getName()))
                        .setShowBytes(ByteString.copyFromUtf8(job.getShow()))
                        .setShotBytes(ByteString.copyFromUtf8(job.getShot()))
                        .setUserBytes(ByteString.copyFromUtf8(job.getUser()))
                        .setGroupBytes(ByteString.copyFromUtf8(job.getGroup()))
                        .setFacilityBytes(ByteString.copyFromUtf8(job.getFacility()))
                        .setOsBytes(ByteString.copyFromUtf8(job.getOs()))
                        .setLogDirBytes(ByteString.copyFromUtf8(job.getLogDir()))
                        .build();
                encoded = known;
            }
            return known;
        }

        boolean isOf(int cellNumber, DirectBuffer buffer, int offset, int length) {
            if (cell != cellNumber || row.length != length) {
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

    /**
     * A job as a message.
     *
     * @param job to be looked at
     * @param toSend equal to it; to be sent and not looked at
     */
    public record JobMessage(Job job, Job toSend) {}

    /** The message of a row. @param row wraps it; where it stands afterwards is not said */
    public JobMessage map(View view, Cell cell, JobRowDecoder row, DirectBuffer buffer, int offset, int length) {
        int place = (int) (row.jobNumber() + (long) cell.number() * CELL_STEP) & (MESSAGES_MAX - 1);
        String show = view.catalog().showName(row.showNumber());
        String folder = view.catalog().folderName(row.folderNumber());
        @Nullable Made made = messages.get(place);
        if (made != null
                && made.isOf(cell.number(), buffer, offset, length)
                && made.show.equals(show)
                && made.folder.equals(folder)
                && made.facility.equals(cell.facility())
                && made.job.getHasComment() == view.comments().any(made.job.getId())) {
            return new JobMessage(made.job, made.encoded());
        }
        Job job = JobMapper.map(view, cell, row);
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        messages.set(place, new Made(cell.number(), bytes, show, folder, cell.facility(), job));
        return new JobMessage(job, job);
    }
}
