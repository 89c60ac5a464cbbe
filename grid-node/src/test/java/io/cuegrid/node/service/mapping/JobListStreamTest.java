package io.cuegrid.node.service.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobsResponse;
import io.cuegrid.api.opencue.job.JobSeq;
import io.cuegrid.api.opencue.job.JobStats;
import io.cuegrid.node.service.mapping.JobMessages.JobMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to GetJobs is the same message whichever way it leaves, and as long as it says. */
class JobListStreamTest {
    private static Job job(int index) {
        return Job.newBuilder()
                .setId("id-" + index)
                .setName("show-shot-ann_".concat("x".repeat(index % 300)) + index)
                .setPriority(index)
                .setJobStats(JobStats.newBuilder().setTotalFrames(index))
                .build();
    }

    private static List<Job> jobs(int count) {
        return IntStream.range(0, count).mapToObj(JobListStreamTest::job).toList();
    }

    private static JobListStream stream(List<Job> jobs) {
        return new JobListStream(jobs.stream()
                .map(job -> new JobMessage(0, new byte[0], "show", "folder", "local", job))
                .toList());
    }

    private static JobGetJobsResponse expected(List<Job> jobs) {
        return JobGetJobsResponse.newBuilder()
                .setJobs(JobSeq.newBuilder().addAllJobs(jobs))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_000})
    void shouldDrainAsTheMessageThatItStandsFor(int count) throws IOException {
        List<Job> jobs = jobs(count);
        JobListStream stream = stream(jobs);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int announced = stream.available();

        assertThat(stream.drainTo(out)).isEqualTo(announced).isEqualTo(out.size());
        assertThat(JobGetJobsResponse.parseFrom(out.toByteArray())).isEqualTo(expected(jobs));
        assertThat(stream.available()).isZero();
        assertThat(stream.drainTo(out)).as("once only").isZero();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void shouldReadAsTheMessageThatItStandsFor() throws IOException {
        List<Job> jobs = jobs(100);
        JobListStream stream = stream(jobs);
        int announced = stream.available();

        byte[] read = stream.readAllBytes();

        assertThat(read).hasSize(announced);
        assertThat(JobGetJobsResponse.parseFrom(read)).isEqualTo(expected(jobs));
        assertThat(stream.available()).isZero();
    }

    @Test
    void shouldDrainWhatWasNotReadYet() throws IOException {
        List<Job> jobs = jobs(10);
        JobListStream stream = stream(jobs);
        int announced = stream.available();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        out.write(stream.read());
        out.write(stream.readNBytes(5));
        assertThat(stream.available()).isEqualTo(announced - 6);

        assertThat(stream.drainTo(out)).isEqualTo(announced - 6);
        assertThat(JobGetJobsResponse.parseFrom(out.toByteArray())).isEqualTo(expected(jobs));
    }
}
