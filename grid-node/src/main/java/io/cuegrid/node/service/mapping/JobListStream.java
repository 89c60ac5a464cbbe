package io.cuegrid.node.service.mapping;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.cuegrid.api.opencue.job.JobGetJobsResponse;
import io.cuegrid.node.service.mapping.JobMessages.JobMessage;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobGetJobsResponse} as bytes. The network drains it: each job's bytes go straight from where they are kept to where
 * they are sent from, because an answer of a thousand jobs is half a megabyte. Within the process it is read.
 *
 * <p>Threading: one thread, once.
 */
final class JobListStream extends InputStream implements Drainable, KnownLength {
    private final List<JobMessage> jobs;
    private final byte[] head;
    private int left;
    private @Nullable InputStream copy;

    JobListStream(List<JobMessage> jobs) {
        this.jobs = jobs;
        int body = 0;
        for (JobMessage message : jobs) {
            body += message.entry().length;
        }
        head = head(body);
        left = head.length + body;
    }

    private static byte[] head(int body) {
        byte[] bytes = new byte
                [CodedOutputStream.computeTagSize(JobGetJobsResponse.JOBS_FIELD_NUMBER)
                        + CodedOutputStream.computeUInt32SizeNoTag(body)];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeTag(JobGetJobsResponse.JOBS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(body);
        } catch (IOException full) {
            throw new IllegalStateException("the head of an answer has another length than was computed", full);
        }
        return bytes;
    }

    /** Bytes that are left: of a stream that was not begun, all. */
    @Override
    public int available() {
        return left;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        InputStream begun = copy;
        if (begun != null) {
            int drained = (int) begun.transferTo(target);
            left -= drained;
            return drained;
        }
        int drained = left;
        if (drained > 0) {
            target.write(head, 0, head.length);
            for (JobMessage message : jobs) {
                byte[] entry = message.entry();
                target.write(entry, 0, entry.length);
            }
            left = 0;
        }
        return drained;
    }

    @Override
    public int read() throws IOException {
        int read = copied().read();
        left -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = copied().read(bytes, offset, length);
        left -= Math.max(0, read);
        return read;
    }

    private InputStream copied() throws IOException {
        InputStream all = copy;
        if (all == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(left);
            int length = drainTo(out);
            all = new ByteArrayInputStream(out.toByteArray());
            left = length;
            copy = all;
        }
        return all;
    }
}
