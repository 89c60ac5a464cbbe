package io.cuegrid.node.service.mapping;

import com.google.protobuf.CodedOutputStream;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.node.service.client.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    /** Messages kept, about 3 KiB each; a power of two. */
    static final int MESSAGES_MAX = 1 << 14;

    /** Keeps cells apart, whose jobs have the same numbers. */
    private static final int CELL_STEP = 0x9E37;

    /** A job has one place, which follows from its number: the one that had it before is forgotten. */
    private final AtomicReferenceArray<@Nullable JobMessage> messages = new AtomicReferenceArray<>(MESSAGES_MAX);

    /** A job as a message, and all that it was made of. */
    public static final class JobMessage {
        private final int cell;
        private final byte[] row;
        private final String show;
        private final String folder;
        private final String facility;
        private final Job job;
        private final String id;
        private final String name;
        private final boolean hasComment;
        private volatile byte @Nullable [] entry;

        JobMessage(int cell, byte[] row, String show, String folder, String facility, Job job) {
            this.cell = cell;
            this.row = row;
            this.show = show;
            this.folder = folder;
            this.facility = facility;
            this.job = job;
            this.id = job.getId();
            this.name = job.getName();
            this.hasComment = job.getHasComment();
        }

        public Job job() {
            return job;
        }

        public String name() {
            return name;
        }

        /** As it goes over the wire, as one of a {@link JobSeq}. Nobody changes it. */
        byte[] entry() {
            byte[] bytes = entry;
            if (bytes == null) {
                bytes = encode();
                entry = bytes;
            }
            return bytes;
        }

        private byte[] encode() {
            byte[] bytes = new byte[CodedOutputStream.computeMessageSize(JobSeq.JOBS_FIELD_NUMBER, job)];
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            try {
                out.writeMessage(JobSeq.JOBS_FIELD_NUMBER, job);
            } catch (IOException full) {
                throw new UncheckedIOException("a job grew while it was written", full);
            }
            out.checkNoSpaceLeft();
            return bytes;
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

    /** The message of a row. @param row wraps it; where it stands afterwards is not said */
    public JobMessage map(View view, Cell cell, JobRowDecoder row, DirectBuffer buffer, int offset, int length) {
        int place = (int) (row.jobNumber() + (long) cell.number() * CELL_STEP) & (MESSAGES_MAX - 1);
        String show = view.catalog().showName(row.showNumber());
        String folder = view.catalog().folderName(row.folderNumber());
        @Nullable JobMessage made = messages.get(place);
        if (made != null
                && made.isOf(cell.number(), buffer, offset, length)
                && made.show.equals(show)
                && made.folder.equals(folder)
                && made.facility.equals(cell.facility())
                && made.hasComment == view.comments().any(made.id)) {
            return made;
        }
        Job job = JobMapper.map(view, cell, row);
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        JobMessage message = new JobMessage(cell.number(), bytes, show, folder, cell.facility(), job);
        messages.set(place, message);
        return message;
    }
}
