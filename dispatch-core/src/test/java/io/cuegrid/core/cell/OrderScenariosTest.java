package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.WorkMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Maestro's scenarios about order and place: PRIORITY, PRIORITY_STARVING, PIN, GPUSTRAND, TAGMAX. */
final class OrderScenariosTest {
    private static final int CLASSES = 10;
    private static final int WARM_FRAMES = 64;
    private static final int JOBS_OF_ROUND = 20;

    private final ScenarioFarm scenario = ScenarioFarm.simple();
    private final FarmFixture farm = scenario.farm;

    /** Jobs of priorities 10, 20, … 100, one of each, their layers drawn alike. */
    private List<Long> tenClasses() {
        List<Long> jobs = new ArrayList<>();
        for (int i = 1; i <= CLASSES; i++) {
            JobSpec spec = farm.job("class" + i).priority(i * 10);
            for (int layer = 0; layer < 4; layer++) {
                spec.layer("layer" + layer, 3_000, l -> l.coreUnits(100).memoryGib(2));
            }
            jobs.add(farm.launch(spec));
        }
        return jobs;
    }

    @Test
    void shouldGiveEachPriorityItsShareInModeProportional() {
        farm.mode(0, WorkMode.PROPORTIONAL);
        List<Long> jobs = tenClasses();
        scenario.runMillis = run -> 1_000 + run.proc() % 13 * 50;
        scenario.hosts(25, 30, 100);
        Map<Long, Integer> done = new HashMap<>();
        scenario.exitStatus = run -> {
            done.merge(run.job(), 1, Integer::sum);
            return 0;
        };
        scenario.run(6_000);
        int sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += scenario.cores(jobs.get(i));
        }
        assertThat(sum).isEqualTo(scenario.capacity());
        for (int i = 0; i < CLASSES; i++) {
            double fair = scenario.capacity() * (i + 1) / 55.0;
            assertThat((double) scenario.cores(jobs.get(i)))
                    .as("cores of priority " + (i + 1) * 10)
                    .isBetween(fair - 2, fair + 2);
            assertThat(i == 0 || done.getOrDefault(jobs.get(i), 0) > done.getOrDefault(jobs.get(i - 1), 0))
                    .as("more frames done than the class below (Spearman 1): " + done)
                    .isTrue();
        }
    }

    @Test
    void shouldNotStarveALowPriorityInModeProportional() {
        farm.mode(0, WorkMode.PROPORTIONAL);
        long high = farm.launch(farm.job("high").priority(300).layer("render", 20_000));
        long low = farm.launch(farm.job("low").priority(100).layer("render", 20_000));
        scenario.hosts(3, 4, 10);
        scenario.run(5_000);
        assertThat(scenario.cores(low)).as("a quarter").isEqualTo(168);
        assertThat(scenario.cores(high)).isEqualTo(504);
    }

    @Test
    void shouldStartNothingLowerWhileSomethingHigherWaitsAndFitsInModePriority() {
        SplittableRandom random = new SplittableRandom(4);
        List<Long> jobs = new ArrayList<>();
        Map<Long, Integer> waiting = new HashMap<>();
        for (int i = 1; i <= CLASSES; i++) {
            int frames = 200 + random.nextInt(300);
            long job = farm.launch(farm.job("class" + i).priority(i * 10).layer("render", frames));
            jobs.add(job);
            waiting.put(job, frames);
        }
        scenario.runMillis = run -> 500 + run.proc() % 17 * 70;
        scenario.started = run -> {
            waiting.merge(run.job(), -1, Integer::sum);
            for (int i = CLASSES - 1; i >= 0 && jobs.get(i) != run.job(); i--) {
                assertThat(waiting.get(jobs.get(i)))
                        .as("waiting frames of priority %d when one of job %d starts", (i + 1) * 10, run.job())
                        .isZero();
            }
        };
        scenario.hosts(3, 4, 10);
        scenario.drain();
        assertThat(waiting.values()).containsOnly(0);
    }

    @Test
    void shouldRunPinnedLayersOnTheirHostsAndAheadOfAFlood() {
        for (int i = 0; i < 16; i++) {
            scenario.host("node" + i, 16, 56, "general pin" + i % 4);
        }
        scenario.runMillis = run -> 500 + run.proc() % 7 * 100;
        scenario.launch(farm.job("flood").priority(100).layer("render", 5_000));
        long named = farm.launch(farm.job("named").priority(200).layer("render", 16, l -> l.tags("node3")));
        Map<Long, String> wanted = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            String tag = "pin" + i;
            wanted.put(farm.launch(farm.job("pinned" + i).priority(200).layer("render", 64, l -> l.tags(tag))), tag);
        }
        Set<Long> startedFlood = new HashSet<>();
        Map<Long, Integer> started = new HashMap<>();
        scenario.started = run -> {
            String tag = wanted.get(run.job());
            String name = scenario.nameOfHost.getOrDefault(run.host(), "");
            if (tag != null) {
                assertThat("pin" + Integer.parseInt(name.substring(4)) % 4).isEqualTo(tag);
            } else if (run.job() == named) {
                assertThat(name).isEqualTo("node3");
            } else {
                startedFlood.add(run.proc());
            }
            started.merge(run.job(), 1, Integer::sum);
        };
        scenario.note();
        int before = startedFlood.size();
        scenario.run(1_150);
        assertThat(started.get(named)).isEqualTo(16);
        wanted.keySet()
                .forEach(job -> assertThat(started.get(job))
                        .as("frames of " + wanted.get(job) + " started within one run time")
                        .isGreaterThanOrEqualTo(job == named + 4 ? 46 : 62));
        assertThat(startedFlood.size() - before)
                .as("flood that started meanwhile")
                .isLessThan(32);
    }

    @Test
    void shouldKeepGpusBusyWhileGpuWorkWaitsAndLetNoCoreIdleAfterwards() {
        for (int i = 0; i < 8; i++) {
            farm.host("gpu" + i, 16, 56, 4, "general", "linux");
        }
        scenario.note();
        scenario.launch(farm.job("cpu").priority(200).layer("render", 3_000));
        assertThat(farm.running).as("no gpu work waits: every core works").hasSize(128);
        long gpu = scenario.launch(farm.job("gpu")
                .priority(1)
                .layer("render", 96, l -> l.coreUnits(400).gpus(1)));
        scenario.runMillis = run -> run.job() == gpu ? 2_000 : 1_000;
        scenario.run(1_050);
        assertThat(farm.runsOf(gpu))
                .as("all 32 gpus work though the other job has a higher priority")
                .hasSize(32);
        scenario.run(2_000);
        assertThat(farm.runsOf(gpu)).hasSize(32);
        scenario.run(6_000);
        assertThat(farm.runsOf(gpu)).isEmpty();
        assertThat(scenario.cores()).as("and then every core works again").isEqualTo(128);
    }

    @Test
    void shouldStartManyFramesWhereTheirLayerHasRunBefore() {
        scenario.fullFarm();
        SplittableRandom random = new SplittableRandom(8);
        int[] priorities = {10, 32, 55, 78, 100};
        scenario.runMillis = run -> ScenarioFarm.minutesOf(run.coreUnits(), 80);
        Map<Long, ArrayDeque<List<Long>>> recent = new HashMap<>();
        int[] starts = new int[1];
        int[] warm = new int[1];
        scenario.started = run -> {
            List<Long> layer = List.of(run.job(), (long) run.layer());
            var last = recent.computeIfAbsent(run.host(), host -> new ArrayDeque<>());
            starts[0]++;
            warm[0] += last.contains(layer) ? 1 : 0;
            last.addLast(layer);
            if (last.size() > WARM_FRAMES) {
                last.removeFirst();
            }
        };
        for (int round = 0; round < 30; round++) {
            for (int j = 0; j < JOBS_OF_ROUND; j++) {
                JobSpec spec = farm.job("feed" + round + "_" + j).priority(priorities[random.nextInt(5)]);
                int layers = 2 + random.nextInt(9);
                for (int l = 0; l < layers; l++) {
                    spec.layer("layer" + l, 48 + random.nextInt(49), layer -> ScenarioFarm.drawn(layer, random));
                }
                scenario.launch(spec);
            }
            scenario.run(500);
        }
        assertThat(scenario.cores() / (double) scenario.capacity()).isGreaterThan(0.85);
        assertThat(starts[0]).isGreaterThan(100_000);
        assertThat(warm[0] / (double) starts[0])
                .as("share of frames that start where one of the last 64 was of their layer")
                .isGreaterThan(0.15);
    }

    @Test
    void shouldFillAFarmOfAHundredAndTwentyTagsWithoutAVainOrder() {
        SplittableRandom random = new SplittableRandom(120);
        for (int i = 0; i < 400; i++) {
            String tag = random.nextInt(10) < 3 ? "" : " cap" + random.nextInt(120);
            scenario.host("node" + i, 16, 64, "general" + tag);
        }
        int layers = 0;
        List<Long> jobs = new ArrayList<>();
        for (int j = 0; j < 120; j++) {
            JobSpec spec = farm.job("job" + j).priority(1 + random.nextInt(100));
            for (int l = 0; l < 4; l++) {
                String tag = random.nextInt(10) < 3 ? "general" : "cap" + random.nextInt(120);
                spec.layer(
                        "layer" + l, 40, layer -> layer.tags(tag).threadable().maxCoreUnits(100));
                layers++;
            }
            jobs.add(scenario.launch(spec));
        }
        assertThat(scenario.cores() / (double) scenario.capacity())
                .as("cores at work")
                .isGreaterThan(0.9);
        scenario.run(300);
        for (long job : jobs) {
            assertThat(WhyLine.of(farm.cell, job))
                    .as("a frame that could start")
                    .noneMatch(line -> line.reason() == WhyReason.STARTING);
        }
        scenario.drain();
        int waits = 0;
        for (long job : jobs) {
            for (WhyLine line : WhyLine.of(farm.cell, job)) {
                waits += line.frames();
                assertThat(line.reason())
                        .as("only frames whose tag no host has are left")
                        .isEqualTo(WhyReason.NO_HOST);
            }
        }
        assertThat(farm.orders).as("each frame was ordered once").hasSize(layers * 40 - waits);
    }
}
