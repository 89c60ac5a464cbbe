package io.cuegrid.node.service.mapping;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.cuegrid.api.opencue.job.JobGetJobsResponse;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.node.service.mapping.JobMessages.JobMessage;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The answer to GetJobs, put together from the bytes of its jobs: those that have not changed since they were last asked for
 * are not encoded again. On the wire it is a {@link JobGetJobsResponse}.
 *
 * <p>Threading: any thread.
 */
public record JobList(List<JobMessage> jobs) {
    /** Writes the answer; a server has no use for reading it. */
    public static final class Marshaller implements MethodDescriptor.Marshaller<JobList> {
        @Override
        public InputStream stream(JobList list) {
            return new ByteArrayInputStream(list.encode());
        }

        @Override
        public JobList parse(InputStream stream) {
            throw new UnsupportedOperationException("a list of jobs is only sent");
        }
    }

    private byte[] encode() {
        int length = 0;
        for (JobMessage message : jobs) {
            length += CodedOutputStream.computeBytesSize(JobSeq.JOBS_FIELD_NUMBER, message.encoded());
        }
        int head = CodedOutputStream.computeTagSize(JobGetJobsResponse.JOBS_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(length);
        byte[] bytes = new byte[head + length];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeTag(JobGetJobsResponse.JOBS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(length);
            for (JobMessage message : jobs) {
                out.writeBytes(JobSeq.JOBS_FIELD_NUMBER, message.encoded());
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }
}
