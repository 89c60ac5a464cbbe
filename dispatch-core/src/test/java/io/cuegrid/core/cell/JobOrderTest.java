package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.RulesRowDecoder;
import io.cuegrid.core.sbe.WorkMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order jobs are booked, mode by mode. */
final class JobOrderTest {
    private final FarmFixture farm = FarmFixture.simple();

    private int cores(long job) {
        return farm.runsOf(job).size();
    }

    /** Ends the oldest run again and again: what runs is renewed a few times over. */
    private void churn(int runs) {
        for (int i = 0; i < runs; i++) {
            farm.complete(farm.running.values().iterator().next(), 0);
        }
    }

    @Test
    void shouldGiveFifoThePriorityFirstAndThenTheOlderJob() {
        farm.mode(0, WorkMode.FIFO);
        long first = farm.launch(farm.job("first").layer("a", 2));
        long second = farm.launch(farm.job("second").layer("a", 2));
        long urgent = farm.launch(farm.job("urgent").priority(2).layer("a", 1));
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::job).containsExactly(urgent, first, first, second, second);
    }

    @Test
    void shouldShareCoresInProportionToPriority() {
        farm.mode(0, WorkMode.PROPORTIONAL);
        farm.host("node1", 64, 512);
        long low = farm.launch(farm.job("low").priority(10).layer("a", 2_000));
        long high = farm.launch(farm.job("high").priority(30).layer("a", 2_000));
        assertThat(cores(low)).as("it came first and has the whole host").isEqualTo(64);
        churn(200);
        assertThat(cores(low)).isEqualTo(16);
        assertThat(cores(high)).isEqualTo(48);
    }

    @Test
    void shouldTakeAPriorityBelowOneForOneInProportions() {
        farm.mode(0, WorkMode.PROPORTIONAL);
        long zero = farm.launch(farm.job("zero").priority(0).layer("a", 100));
        long one = farm.launch(farm.job("one").priority(1).layer("a", 100));
        farm.host("node1", 8, 64);
        assertThat(cores(zero)).isEqualTo(4);
        assertThat(cores(one)).isEqualTo(4);
    }

    @Test
    void shouldBoostAJobBelowItsMinCoresInModeBalanced() {
        farm.mode(0, WorkMode.BALANCED);
        long urgent = farm.launch(farm.job("urgent").priority(50).layer("a", 100));
        long starved = farm.launch(farm.job("starved").priority(1).layer("a", 100));
        farm.change(urgent, JobSetting.MIN_CORE_UNITS, 0);
        farm.change(starved, JobSetting.MIN_CORE_UNITS, 400);
        farm.host("node1", 8, 64);
        assertThat(cores(starved))
                .as("1 + 100 · (4 − 2) / 4 is above 50, 1 + 100 · (4 − 3) / 4 is not")
                .isEqualTo(3);
        assertThat(cores(urgent)).isEqualTo(5);
    }

    @Test
    void shouldRaiseTheOlderJobByOneADayInModeBalanced() {
        farm.mode(0, WorkMode.BALANCED);
        long old = farm.launch(farm.job("old").priority(1).layer("a", 1));
        farm.now += 3 * 86_400_000L;
        long young = farm.launch(farm.job("young").priority(3).layer("a", 1));
        farm.change(old, JobSetting.MIN_CORE_UNITS, 0);
        farm.change(young, JobSetting.MIN_CORE_UNITS, 0);
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::job).containsExactly(old, young);
    }

    @Test
    void shouldOrderAShowByItsOwnMode() {
        farm.show(2, "other", 20);
        farm.subscription(2, FarmFixture.ALLOCATION, 1_000_000, 1_000_000);
        farm.mode(2, WorkMode.PROPORTIONAL);
        long a = farm.launch(farm.job("a").priority(3).layer("a", 100));
        long b = farm.launch(farm.job("b").priority(1).layer("a", 100));
        long c = farm.launch(new JobSpec("c").show(2, 20).priority(3).layer("a", 100));
        long d = farm.launch(new JobSpec("d").show(2, 20).priority(1).layer("a", 100));
        farm.host("node1", 16, 64);
        assertThat(cores(a)).isEqualTo(8);
        assertThat(cores(b)).isZero();
        assertThat(cores(c)).isEqualTo(6);
        assertThat(cores(d)).isEqualTo(2);
    }

    @Test
    void shouldKeepTheModeThroughARestore() {
        farm.mode(0, WorkMode.PROPORTIONAL);
        farm.launch(farm.job("low").priority(10).layer("a", 50));
        farm.launch(farm.job("high").priority(30).layer("a", 50));
        farm.host("node1", 8, 64);
        farm.shadow = farm.restored();
        farm.finishAll();
        assertThat(farm.orders).hasSize(100);
    }

    private List<Long> showsWithAMode() {
        List<Long> shows = new ArrayList<>();
        farm.read(
                q -> q.kind(QueryKind.RULES),
                r -> new RulesRowDecoder()
                        .wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder())
                        .shows()
                        .forEach(each -> shows.add(each.showNumber())));
        return shows;
    }

    @Test
    void shouldListNoModeOfAShowThatWasRemoved() {
        farm.show(2, "other", 20);
        farm.mode(2, WorkMode.FIFO);
        assertThat(showsWithAMode()).containsExactly(2L);
        farm.removeRecord(RecordKind.SHOW, 2);
        assertThat(showsWithAMode()).isEmpty();
    }

    @Test
    void shouldRefuseAModeForAShowThatIsNotThere() {
        assertThat(farm.mode(99, WorkMode.FIFO).code()).isEqualTo(ReplyCode.NOT_FOUND);
    }
}
