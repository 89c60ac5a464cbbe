package io.cuegrid.bench.farm;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Tools that ask at a fixed rate, by turns for a page of frames and for all jobs. A read's latency counts from when it was
 * due, whether or not it could be sent then. Answers are counted, not decoded: that is the tools' own cost.
 *
 * <p>Threading: a thread of its own sends, gRPC's threads count.
 */
final class Readers implements AutoCloseable {
    static final int PAGE_FRAMES = 500;
    /** Frames of a job of the storm, in pages. */
    private static final int PAGES = 2;

    private static final int UNDER_WAY_MAX = 64;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    private final GridClient client;
    private final Supplier<@Nullable String> jobIds;
    private final long intervalNanos;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final ConcurrentHistogram frames = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final ConcurrentHistogram jobs = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final ConcurrentHistogram failures = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final Thread thread = new Thread(this::run, "readers");
    private final long beginNanos = System.nanoTime();
    private volatile boolean closed;

    /**
     * What the reads came to.
     *
     * @param seconds until the last one was asked for
     * @param frames latency of pages of frames in microseconds
     * @param jobs latency of lists of jobs in microseconds
     * @param failed answers that were errors, or too short
     */
    record Result(double seconds, long failed, Histogram frames, Histogram jobs) {
        /** Adds another's reads to these. */
        Result plus(Result other) {
            frames.add(other.frames);
            jobs.add(other.jobs);
            return new Result(seconds + other.seconds, failed + other.failed, frames, jobs);
        }

        double perSecond() {
            return (frames.getTotalCount() + jobs.getTotalCount()) / seconds;
        }
    }

    /** @param jobIds jobs that run; null as long as there is none */
    Readers(GridClient client, Supplier<@Nullable String> jobIds, int perSecond) {
        this.client = client;
        this.jobIds = jobIds;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        for (long read = 1; !closed; read++) {
            long dueNanos = beginNanos + read * intervalNanos;
            FarmStage.waitUntil(dueNanos);
            String job = jobIds.get();
            if (job == null) {
                continue;
            }
            underWay.acquireUninterruptibly();
            if (read % 2 == 0) {
                client.getJobs(new Answer(dueNanos, jobs, ReadsLoad.JOBS));
            } else {
                int page = 1 + (int) (read / 2 % PAGES);
                client.getFrames(job, page, PAGE_FRAMES, new Answer(dueNanos, frames, PAGE_FRAMES));
            }
        }
    }

    /** Asks no more and waits for what is under way. */
    Result finish() throws InterruptedException {
        closed = true;
        thread.join();
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        underWay.acquire(UNDER_WAY_MAX);
        underWay.release(UNDER_WAY_MAX);
        return new Result(seconds, failures.getTotalCount(), frames, jobs);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Of one read. */
    private final class Answer implements StreamObserver<Integer> {
        private final long dueNanos;
        private final ConcurrentHistogram latency;
        private final int wanted;
        private int entries;

        Answer(long dueNanos, ConcurrentHistogram latency, int wanted) {
            this.dueNanos = dueNanos;
            this.latency = latency;
            this.wanted = wanted;
        }

        @Override
        public void onNext(Integer answered) {
            entries = answered;
        }

        @Override
        public void onError(Throwable failure) {
            end(failures);
        }

        @Override
        public void onCompleted() {
            end(entries >= wanted ? latency : failures);
        }

        private void end(ConcurrentHistogram histogram) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNanos);
            histogram.recordValue(Math.min(LONGEST_MICROS, micros));
            underWay.release();
        }
    }
}
