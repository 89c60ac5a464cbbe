package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maestro's scenarios LAYERCAP and LAYERCAP_SOLO: one layer takes a part of each host, and the rest when nobody else can. */
final class LayerShareTest {
    private static final int STEPS = 20;

    private final ScenarioFarm scenario = ScenarioFarm.simple();
    private final FarmFixture farm = scenario.farm;

    private int coresOn(long host, long job) {
        return farm.runsOf(job).stream()
                        .filter(run -> run.host() == host)
                        .mapToInt(Run::coreUnits)
                        .sum()
                / 100;
    }

    @Test
    void shouldGiveOneLayerAQuarterOfAHostOrEightProcsWhileOthersCouldUseTheRest() {
        farm.layerShare(25, 8);
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(scenario.launch(farm.job("job" + i).priority(10 - i).layer("render", 8_000)));
        }
        scenario.runMillis = run -> 500 + run.proc() % 11 * 70;
        scenario.hosts(3, 4, 10);
        for (int step = 0; step < STEPS; step++) {
            assertThat(scenario.cores()).as("every core works").isEqualTo(scenario.capacity());
            for (Map.Entry<Long, Integer> host : scenario.coresOfHost.entrySet()) {
                int share = Math.max(8, host.getValue() / 4);
                for (long job : jobs) {
                    assertThat(coresOn(host.getKey(), job))
                            .as("cores of job %d on %s", job, scenario.nameOfHost.get(host.getKey()))
                            .isLessThanOrEqualTo(share);
                }
            }
            scenario.run(500);
        }
        assertThat(coresOn(farm.orders.get(0).host(), jobs.get(0)))
                .as("the first has all of its share")
                .isEqualTo(32);
    }

    @Test
    void shouldFillTheFarmWithALayerThatIsAloneAndTakeItBackWhenOthersCome() {
        farm.layerShare(25, 8);
        scenario.runMillis = run -> 1_000;
        long alone = scenario.launch(farm.job("alone").layer("render", 20_000));
        scenario.hosts(3, 4, 10);
        assertThat(scenario.cores(alone)).isEqualTo(scenario.capacity());
        for (int i = 0; i < 4; i++) {
            scenario.launch(farm.job("other" + i).layer("render", 8_000));
        }
        scenario.run(1_001);
        Map<Long, Integer> share = new HashMap<>();
        scenario.coresOfHost.forEach((host, cores) -> share.put(host, Math.max(8, cores / 4)));
        share.forEach((host, most) -> assertThat(coresOn(host, alone)).isLessThanOrEqualTo(most));
        assertThat(scenario.cores()).isEqualTo(scenario.capacity());
    }

    @Test
    void shouldSpreadALayerBeforeItFillsAHost() {
        farm.layerShare(25, 2);
        scenario.hosts(0, 0, 4);
        long job = scenario.launch(farm.job("a").layer("render", 16));
        scenario.coresOfHost
                .keySet()
                .forEach(host -> assertThat(coresOn(host, job)).isEqualTo(4));
        long more = scenario.launch(farm.job("b").layer("render", 48));
        assertThat(farm.runsOf(more)).as("alone it takes all that is left").hasSize(48);
    }

    @Test
    void shouldSayWhyWhenTheShareBinds() {
        farm.layerShare(25, 1);
        scenario.host("node1", 8, 64, "general");
        scenario.runMillis = run -> 1_000;
        farm.settling = false;
        long first = farm.launch(farm.job("first").priority(9).layer("render", 20));
        farm.launch(farm.job("second").layer("render", 2));
        farm.launch(farm.job("third").layer("render", 2));
        farm.launch(farm.job("fourth").layer("render", 2));
        farm.settling = true;
        farm.settle();
        assertThat(farm.runsOf(first)).hasSize(2);
        assertThat(WhyLine.of(farm.cell, first))
                .extracting(WhyLine::reason, WhyLine::frames)
                .containsExactly(tuple(WhyReason.LAYER_SHARE, 18));
        farm.layerShare(0, 8);
        assertThat(WhyLine.of(farm.cell, first))
                .extracting(WhyLine::reason, WhyLine::frames)
                .containsExactly(tuple(WhyReason.HOSTS_BUSY, 18));
    }

    @Test
    void shouldCountFramesThatRanBeforeAShareWasSetAndAfterARestore() {
        scenario.host("node1", 16, 64, "general");
        long first = farm.launch(farm.job("first").priority(9).layer("render", 40));
        long second = farm.launch(farm.job("second").layer("render", 40));
        assertThat(farm.runsOf(first)).hasSize(16);
        farm.layerShare(25, 8);
        farm.shadow = farm.restored();
        for (int i = 0; i < 8; i++) {
            farm.complete(farm.runsOf(first).get(0), 0);
        }
        assertThat(farm.runsOf(first))
                .as("no more starts until it has less than eight")
                .hasSize(8);
        assertThat(farm.runsOf(second)).hasSize(8);
        farm.complete(farm.runsOf(first).get(0), 0);
        assertThat(farm.runsOf(first)).hasSize(8);
    }

    @Test
    void shouldRefuseAShareThatMeansNothing() {
        assertThat(farm.layerShare(101, 8).code()).isEqualTo(ReplyCode.INVALID);
        assertThat(farm.layerShare(25, 0).detail()).contains("least procs");
    }
}
