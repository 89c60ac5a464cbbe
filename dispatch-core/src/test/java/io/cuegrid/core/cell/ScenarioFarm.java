package io.cuegrid.core.cell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A farm whose frames take time: orders end when their time has come, in order, and what starts then is noted. Hosts, layers
 * and run times are those of the farm simulator that OpenCue's Maestro is verified with. Time is the farm's own.
 */
final class ScenarioFarm {
    /** Core units, weight in percent, memory of the frame in hundredths of GiB, minutes × 100. */
    private static final int[][] BUCKETS = {
        {100, 2289, 52, 231},
        {200, 2554, 138, 470},
        {400, 3422, 644, 1_138},
        {800, 1455, 2_727, 3_014},
        {1_600, 188, 6_385, 5_243},
        {3_200, 28, 10_900, 4_798},
        {6_400, 3, 23_312, 4_026}
    };

    private record End(long atMillis, long ranMillis, Run run) {}

    final FarmFixture farm;
    /** Which runs end how late after their start, milliseconds. */
    ToLongFunction<Run> runMillis = run -> 1_000;

    /** How a run ends. */
    ToLongFunction<Run> exitStatus = run -> 0;

    /** Told of each order as it is given, with what else runs. */
    Consumer<Run> started = run -> {};

    final Map<Long, Integer> coresOfHost = new HashMap<>();
    final Map<Long, String> nameOfHost = new HashMap<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingLong(End::atMillis)
            .thenComparing(end -> end.run().proc()));
    private int noted;
    private int completed;

    ScenarioFarm(FarmFixture farm) {
        this.farm = farm;
        farm.verifyBackup = false;
    }

    /** A facility with one allocation and one show that may use all of it. */
    static ScenarioFarm simple() {
        FarmFixture farm = new FarmFixture(20_000, 10_000, 5_000_000);
        farm.allocation(FarmFixture.ALLOCATION, "sim.general", "general", true);
        farm.show(FarmFixture.SHOW, "sim", FarmFixture.ROOT);
        farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 5_724_800, 1_000_000_000);
        return new ScenarioFarm(farm);
    }

    /** Hosts of 128, 32 and 16 cores with 496, 116 and 56 GiB. */
    ScenarioFarm hosts(int large, int medium, int small) {
        for (int i = 1; i <= large; i++) {
            host("large" + i, 128, 496, "general");
        }
        for (int i = 1; i <= medium; i++) {
            host("medium" + i, 32, 116, "general");
        }
        for (int i = 1; i <= small; i++) {
            host("small" + i, 16, 56, "general");
        }
        return this;
    }

    /** The farm of the simulator: 1,553 hosts with 57,248 cores. */
    ScenarioFarm fullFarm() {
        return hosts(246, 303, 1_004);
    }

    long host(String name, int cores, int memoryGib, String tags) {
        long number = farm.host(name, cores, memoryGib, 0, tags, "linux");
        coresOfHost.put(number, cores);
        nameOfHost.put(number, name);
        note();
        return number;
    }

    long launch(JobSpec spec) {
        long job = farm.launch(spec);
        note();
        return job;
    }

    /** A layer as the simulator draws it: 4 GiB a core are reserved, the frame may use all cores that it is given. */
    static JobSpec.LayerSpec drawn(JobSpec.LayerSpec layer, java.util.SplittableRandom random) {
        int dice = random.nextInt(9_939);
        int bucket = 0;
        while (dice >= BUCKETS[bucket][1]) {
            dice -= BUCKETS[bucket][1];
            bucket++;
        }
        int coreUnits = BUCKETS[bucket][0];
        layer.coreUnits(coreUnits).threadable();
        layer.memoryKib = Math.min(480L << 20, (long) coreUnits / 100 * (4L << 20));
        return layer;
    }

    /** Milliseconds that the simulator's frames of about so many cores take, at so many for a minute. */
    static long minutesOf(int coreUnits, long millisOfMinute) {
        int nearest = 0;
        for (int i = 1; i < BUCKETS.length; i++) {
            if (Math.abs(BUCKETS[i][0] - coreUnits) < Math.abs(BUCKETS[nearest][0] - coreUnits)) {
                nearest = i;
            }
        }
        return BUCKETS[nearest][3] * millisOfMinute / 100;
    }

    /** Lets time pass; whatever ends meanwhile ends in its order. */
    void run(long millis) {
        long until = farm.now + millis;
        while (!ends.isEmpty() && ends.peek().atMillis() <= until) {
            End end = ends.remove();
            farm.now = Math.max(farm.now, end.atMillis());
            if (farm.running.containsKey(end.run().proc())) {
                Run run = end.run();
                farm.complete(run.host(), run.proc(), (int) exitStatus.applyAsLong(run), 0, end.ranMillis());
                completed++;
            }
            note();
        }
        farm.now = until;
        farm.tick(0);
        note();
    }

    /** Runs until nothing runs any more. @return milliseconds that it took */
    long drain() {
        long from = farm.now;
        while (!ends.isEmpty()) {
            run(Math.max(1, ends.peek().atMillis() - farm.now));
        }
        return farm.now - from;
    }

    /** Takes new orders in. */
    void note() {
        while (noted < farm.orders.size()) {
            Run run = farm.orders.get(noted++);
            started.accept(run);
            long takes = Math.max(1, runMillis.applyAsLong(run));
            ends.add(new End(farm.now + takes, takes, run));
        }
    }

    int completed() {
        return completed;
    }

    /** Cores in use by a job. */
    int cores(long job) {
        return farm.running.values().stream()
                        .filter(run -> run.job() == job)
                        .mapToInt(Run::coreUnits)
                        .sum()
                / 100;
    }

    int cores() {
        return farm.running.values().stream().mapToInt(Run::coreUnits).sum() / 100;
    }

    int capacity() {
        return coresOfHost.values().stream().mapToInt(Integer::intValue).sum();
    }

    List<Run> runs() {
        return new ArrayList<>(farm.running.values());
    }
}
