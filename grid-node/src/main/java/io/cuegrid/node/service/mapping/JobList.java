package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.job.JobGetJobsResponse;
import io.cuegrid.node.service.mapping.JobMessages.JobMessage;
import io.grpc.MethodDescriptor;
import java.io.InputStream;
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
            return new JobListStream(list.jobs());
        }

        @Override
        public JobList parse(InputStream stream) {
            throw new UnsupportedOperationException("a list of jobs is only sent");
        }
    }
}
