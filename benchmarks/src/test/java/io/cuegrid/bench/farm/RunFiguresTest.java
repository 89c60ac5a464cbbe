package io.cuegrid.bench.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunFiguresTest {
    private static final int HOSTS = 500;
    private static final int PROCS_MAX = 80;

    private record Run(long proc, long rssKib, int coreUnits, long startedNanos) {
        RunningProc at(long nowNanos) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - startedNanos);
            return new RunningProc(
                    proc,
                    rssKib,
                    rssKib,
                    rssKib,
                    rssKib,
                    0,
                    millis * coreUnits / 100,
                    millis,
                    millis % RunFigures.LOG_MILLIS,
                    0,
                    false);
        }
    }

    private static ByteString expected(List<Run> runs, long nowNanos) {
        return RunningProcs.pack(runs.stream().map(run -> run.at(nowNanos)).toList());
    }

    @Test
    void shouldSayTheSameBytesAsADaemonAtAnyTime() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int host = 0; host < HOSTS; host++) {
            int count = random.nextInt(PROCS_MAX);
            long started = random.nextLong(-1L << 40, 1L << 40);
            RunFigures figures = new RunFigures(count);
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Run run = new Run(
                        1 + (random.nextLong() >>> random.nextInt(1, 64)),
                        random.nextLong(1L << random.nextInt(1, 40)),
                        random.nextInt(1, 12_800),
                        started + random.nextLong(TimeUnit.SECONDS.toNanos(1)));
                runs.add(run);
                figures.add(run.proc(), run.rssKib(), run.coreUnits(), run.startedNanos());
            }
            long now = started + TimeUnit.SECONDS.toNanos(1);
            for (int beat = 0; beat < 4; beat++) {
                assertThat(figures.pack(now))
                        .as("host %d, beat %d, seed %d", host, beat, seed)
                        .isEqualTo(expected(runs, now));
                now += random.nextLong(TimeUnit.DAYS.toNanos(2));
            }
        }
    }

    @Test
    void shouldLeaveOutAColumnOfNothingButZero() {
        RunFigures figures = new RunFigures(1);
        figures.add(7, 0, 100, 0);
        List<RunningProc> shown = RunningProcs.unpack(figures.pack(1));

        assertThat(figures.pack(1).size()).as("tag, length, number").isEqualTo(3);
        assertThat(shown).containsExactly(new RunningProc(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, false));
    }
}
