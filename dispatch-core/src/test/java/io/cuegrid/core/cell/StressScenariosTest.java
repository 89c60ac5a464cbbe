package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.RecordKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two farms that the Rust scheduler of OpenCue was stressed with: drain and saturation. */
final class StressScenariosTest {
    private static final long SEED = 0xC0FFEE;
    private static final String[] ALLOCATIONS = {"alpha", "beta", "gamma"};

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static ScenarioFarm farm(int burstCores) {
        FarmFixture farm = new FarmFixture(2_000, 1_000, 100_000);
        for (int i = 0; i < ALLOCATIONS.length; i++) {
            farm.allocation(i + 1, "sim." + ALLOCATIONS[i], ALLOCATIONS[i], i == 0);
        }
        farm.show(FarmFixture.SHOW, "stress", FarmFixture.ROOT);
        for (int i = 0; i < ALLOCATIONS.length; i++) {
            farm.subscription(FarmFixture.SHOW, i + 1, burstCores * 100L, burstCores * 100L);
        }
        return new ScenarioFarm(farm);
    }

    private String manualTags(int most) {
        StringBuilder tags = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            tags.append(" manual").append(random.nextInt(8));
        }
        return tags.toString();
    }

    @Test
    void shouldStartEveryFrameOfDrainAtOnceAndEndThemAll() {
        ScenarioFarm scenario = farm(90_000);
        for (int i = 0; i < 1_200; i++) {
            String tags = ALLOCATIONS[i % 3] + manualTags(2);
            scenario.host("host" + i, 16 + 8 * random.nextInt(15), 32 + random.nextInt(225), tags);
        }
        List<Long> jobs = new ArrayList<>();
        int[] cores = {1, 2, 4, 8};
        for (int j = 0; j < 300; j++) {
            JobSpec spec = scenario.farm.job("drain" + j).priority(random.nextInt(200) + 1);
            for (int l = 0; l < 4; l++) {
                String tags = ALLOCATIONS[random.nextInt(3)] + manualTags(2);
                int asked = cores[random.nextInt(4)];
                int memory = 2 + random.nextInt(7);
                spec.layer(
                        "layer" + l,
                        5,
                        layer -> layer.coreUnits(asked * 100)
                                .memoryGib(memory)
                                .threadable()
                                .maxCoreUnits(asked * 100)
                                .tags(tags));
            }
            jobs.add(scenario.launch(spec));
        }
        assertThat(scenario.farm.running)
                .as("frames started before any has ended")
                .hasSize(6_000);
        scenario.drain();
        assertThat(scenario.completed()).isEqualTo(6_000);
        assertThat(jobs)
                .allSatisfy(job -> assertThat(scenario.farm.jobState(job)).isEqualTo(JobState.FINISHED));
    }

    @Test
    void shouldFillCapsAndBurstsOfSaturationAndNeverPassThem() {
        ScenarioFarm scenario = farm(150);
        Map<Long, Integer> allocationOfHost = new HashMap<>();
        int[] sizes = {8, 16, 32};
        for (int i = 0; i < 400; i++) {
            long host =
                    scenario.host("host" + i, sizes[random.nextInt(3)], 32 + random.nextInt(33), ALLOCATIONS[i % 3]);
            allocationOfHost.put(host, i % 3);
        }
        int[] used = new int[3];
        Map<Long, Integer> usedByJob = new HashMap<>();
        scenario.started = run -> {
            used[allocationOfHost.getOrDefault(run.host(), 0)] += run.coreUnits();
            assertThat(used[allocationOfHost.getOrDefault(run.host(), 0)])
                    .as("burst")
                    .isLessThanOrEqualTo(15_000);
            assertThat(usedByJob.merge(run.job(), run.coreUnits(), Integer::sum))
                    .as("cap of a job")
                    .isLessThanOrEqualTo(2_000);
        };
        scenario.exitStatus = run -> {
            used[allocationOfHost.getOrDefault(run.host(), 0)] -= run.coreUnits();
            usedByJob.merge(run.job(), -run.coreUnits(), Integer::sum);
            return 0;
        };
        for (int j = 0; j < 150; j++) {
            JobSpec spec = scenario.farm.job("fill" + j).maxCores(20);
            for (int l = 0; l < 2; l++) {
                int asked = 2 + 2 * random.nextInt(2);
                String tags = ALLOCATIONS[random.nextInt(3)];
                spec.layer(
                        "layer" + l,
                        10,
                        layer -> layer.coreUnits(asked * 100)
                                .maxCoreUnits(asked * 100)
                                .memoryGib(2 + random.nextInt(3))
                                .threadable()
                                .tags(tags));
            }
            scenario.launch(spec);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(scenario.farm.usage(RecordKind.SUBSCRIPTION, 1_001 + i).coreUnits())
                    .as("the burst is reached to the last two cores")
                    .isBetween(14_800L, 15_000L);
        }
        scenario.drain();
        assertThat(scenario.completed()).isEqualTo(3_000);
    }
}
