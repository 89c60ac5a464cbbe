package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.RecordKind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Limits that count hosts: licences with one token a machine. */
final class HostLimitTest {
    private final FarmFixture farm = FarmFixture.simple();

    private Set<Long> hostsInUse() {
        Set<Long> hosts = new HashSet<>();
        farm.running.values().forEach(run -> hosts.add(run.host()));
        return hosts;
    }

    private void fourHosts() {
        for (int i = 0; i < 4; i++) {
            farm.host("node" + i, 4, 16);
        }
    }

    @Test
    void shouldRunAsManyFramesAsFitOnAsManyHostsAsThereAreTokens() {
        farm.limit(7, 2, true);
        farm.launch(farm.job("a").layer("render", 20, l -> l.limit(7)));
        fourHosts();
        assertThat(farm.running).hasSize(8);
        assertThat(hostsInUse()).hasSize(2);
        assertThat(farm.usage(RecordKind.LIMIT, 7).running()).isEqualTo(2);
    }

    @Test
    void shouldPackFramesOntoHostsThatHoldAToken() {
        farm.limit(7, 3, true);
        fourHosts();
        farm.launch(farm.job("a").layer("render", 1, l -> l.limit(7)));
        farm.launch(farm.job("b").layer("render", 3, l -> l.limit(7)));
        assertThat(farm.running).hasSize(4);
        assertThat(hostsInUse()).hasSize(1);
    }

    @Test
    void shouldLetOtherWorkRunOnTheOtherHosts() {
        farm.limit(7, 1, true);
        fourHosts();
        farm.launch(farm.job("a").priority(9).layer("render", 20, l -> l.limit(7)));
        farm.launch(farm.job("b").layer("render", 20));
        assertThat(farm.running).hasSize(16);
    }

    @Test
    void shouldPassATokenOnWhenTheLastFrameOfItsHostHasEnded() {
        farm.limit(7, 1, true);
        farm.host("node1", 1, 16);
        farm.launch(farm.job("a").layer("render", 1, l -> l.limit(7).tags("node1")));
        farm.host("node2", 1, 16);
        long second =
                farm.launch(farm.job("b").layer("render", 1, l -> l.limit(7).tags("node2")));
        assertThat(farm.runsOf(second)).isEmpty();
        assertThat(WhyLine.of(farm.cell, second))
                .extracting(WhyLine::reason, WhyLine::frames, WhyLine::detail)
                .containsExactly(
                        tuple(WhyReason.LIMIT, 1, "limit limit7: 1 of 1 hosts in use, and those have no room"));
        farm.complete(farm.orders.get(0), 0);
        assertThat(farm.runsOf(second)).hasSize(1);
    }

    @Test
    void shouldStartNothingWhileMoreTokensAreOutThanThereAre() {
        farm.limit(7, 2, true);
        long job = farm.launch(farm.job("a").layer("render", 20, l -> l.limit(7)));
        farm.host("node1", 1, 16);
        farm.host("node2", 1, 16);
        farm.limit(7, 1, true);
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.runsOf(job)).hasSize(1);
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.runsOf(job)).as("one token is out, for this host").hasSize(1);
    }

    @Test
    void shouldCountFramesThatRunWhenALayerGetsOrLosesTheLimit() {
        farm.limit(7, 1, true);
        long job = farm.launch(farm.job("a").layer("render", 20));
        farm.host("node1", 1, 16);
        farm.host("node2", 1, 16);
        farm.change(job, 0, LayerSetting.ADD_LIMIT, 7);
        assertThat(farm.usage(RecordKind.LIMIT, 7).running()).isEqualTo(2);
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.runsOf(job)).hasSize(1);
        farm.change(job, 0, LayerSetting.DROP_LIMIT, 7);
        assertThat(farm.runsOf(job)).hasSize(2);
        assertThat(farm.usage(RecordKind.LIMIT, 7).running()).isZero();
    }

    @Test
    void shouldCountHostsInsteadOfFramesWhenALimitIsChangedToDoSo() {
        farm.limit(7, 1, false);
        long job = farm.launch(farm.job("a").layer("render", 20, l -> l.limit(7)));
        farm.host("node1", 4, 16);
        assertThat(farm.runsOf(job)).hasSize(1);
        farm.limit(7, 1, true);
        assertThat(farm.runsOf(job)).hasSize(4);
    }

    @Test
    void shouldGoOnAfterARestoreWithTheSameHolders() {
        farm.limit(7, 2, true);
        farm.launch(farm.job("a").layer("render", 20, l -> l.limit(7)));
        fourHosts();
        farm.shadow = farm.restored();
        farm.finishAll();
        assertThat(farm.orders).hasSize(20);
    }
}
