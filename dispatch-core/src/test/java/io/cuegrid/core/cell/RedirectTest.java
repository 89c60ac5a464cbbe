package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Room that people have given to a certain job or folder. */
final class RedirectTest {
    private static final long TWELVE_HOURS_MILLIS = 43_200_000;
    private static final long HELD_MILLIS = 300_000;
    private static final long LOOK_MILLIS = 10_000;

    private final FarmFixture farm = FarmFixture.simple();

    private long host;
    /** Comes first everywhere and has frames for ever. */
    private long first;

    /** A host full of one-core frames of a job that comes first. */
    private void full(int cores) {
        host = farm.host("node1", cores, 4 * cores);
        first = farm.launch(farm.job("first").priority(9).layer("render", 1_000));
        assertThat(farm.runsOf(first)).hasSize(cores);
    }

    private long waiting(JobSpec spec) {
        long job = farm.launch(spec);
        assertThat(farm.runsOf(job)).isEmpty();
        return job;
    }

    private void accepted(Answer answer) {
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
    }

    private static void refused(Answer answer, String sentence) {
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.FAILED_PRECONDITION);
        assertThat(answer.detail()).contains(sentence);
    }

    private Answer redirect(Run run, boolean kill, long job) {
        return ProcCommands.unbook(farm, run.proc(), kill, job, 0);
    }

    private Answer redirectAll(long job) {
        return ProcCommands.redirectHost(
                farm, host, job, farm.runsOf(first).stream().map(Run::proc).toList());
    }

    private FarmView.Proc proc(long number) {
        return Objects.requireNonNull(FarmView.of(farm.cell).procs.get(number));
    }

    private void assertForgotten(Run run) {
        assertThat(proc(run.proc()).redirectJob()).isZero();
        assertThat(proc(run.proc()).redirectFolder()).isZero();
        assertThat(proc(run.proc()).unbooked()).isFalse();
    }

    private void kill(Run run) {
        assertThat(farm.kills.get(run.proc())).isEqualTo(StopCause.UNBOOKED);
        farm.complete(run.host(), run.proc(), 0, 9, 10);
    }

    @Test
    void shouldOfferTheRoomOfARedirectedProcToItsJobFirst() {
        full(2);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        assertThat(farm.kills).isEmpty();
        assertThat(proc(run.proc()).redirectJob()).isEqualTo(other);
        assertThat(proc(run.proc()).unbooked()).isTrue();
        farm.complete(run, 0);
        assertThat(farm.runsOf(other)).hasSize(1);
        farm.complete(farm.runsOf(other).get(0), 0);
        assertThat(farm.runsOf(other)).as("the room was given once").isEmpty();
    }

    @Test
    void shouldKillTheFrameFirstWhenAskedAndChargeNoRetry() {
        full(1);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, true, other));
        assertThat(farm.runsOf(other)).as("not before it has ended").isEmpty();
        kill(run);
        assertThat(farm.runsOf(other)).hasSize(1);
        farm.complete(farm.runsOf(other).get(0), 0);
        assertThat(farm.frameRow(first, run.ordinal()).retries()).isZero();
    }

    @Test
    void shouldOfferTheRoomToTheJobsOfAFolderInTheirOrder() {
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, -1, -1);
        full(1);
        waiting(farm.job("outside").priority(5).layer("render", 5));
        waiting(farm.job("later").folder(2).priority(1).layer("render", 5));
        long sooner = waiting(farm.job("sooner").folder(2).priority(3).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(ProcCommands.unbook(farm, run.proc(), false, 0, 2));
        assertThat(proc(run.proc()).redirectFolder()).isEqualTo(2);
        farm.complete(run, 0);
        assertThat(farm.runsOf(sooner)).hasSize(1);
    }

    @Test
    void shouldGiveAllThatIsIdleToTheJob() {
        host = farm.host("node1", 4, 64);
        first = farm.launch(farm.job("first")
                .priority(9)
                .layer("render", 9, l -> l.coreUnits(400).maxCoreUnits(400).threadable()));
        long other = waiting(farm.job("other").priority(1).layer("render", 3));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        farm.complete(run, 0);
        assertThat(farm.runsOf(other)).hasSize(3);
    }

    @Test
    void shouldRefuseWhatHasNoWaitingFrameThatTheHostCouldRun() {
        full(2);
        Run run = farm.runsOf(first).get(0);
        long tagged = waiting(farm.job("tagged").layer("render", 1, l -> l.tags("nowhere")));
        refused(redirect(run, true, tagged), "job tagged has no waiting frame that host node1 could run");
        long large = waiting(farm.job("large").layer("render", 1, l -> l.coreUnits(300)));
        refused(redirect(run, true, large), "no waiting frame");
        long paused = waiting(farm.job("paused").paused().layer("render", 1));
        refused(redirect(run, true, paused), "no waiting frame");
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, -1, -1);
        refused(ProcCommands.unbook(farm, run.proc(), true, 0, 2), "no job of the folder");
        assertThat(farm.kills).as("nothing is killed in vain").isEmpty();
        assertThat(redirect(run, true, 99).code()).isEqualTo(ReplyCode.NOT_FOUND);
        assertThat(ProcCommands.unbook(farm, run.proc(), true, 0, 99).code()).isEqualTo(ReplyCode.NOT_FOUND);
        assertThat(ProcCommands.unbook(farm, run.proc(), true, large, 2).code()).isEqualTo(ReplyCode.INVALID);
    }

    @Test
    void shouldRefuseAJobWhoseOnlyWaitingFrameNeedsMoreMemoryThanTheHostHas() {
        long large = farm.host("large", 1, 128);
        long other = farm.launch(farm.job("other").priority(1).layer("render", 1, l -> l.memoryIncreaseGib(60)));
        farm.change(large, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        farm.complete(farm.runsOf(other).get(0), 33);
        full(2);
        assertThat(farm.raised).containsKey(List.of(other, 0L));
        refused(redirectAll(other), "job other has no waiting frame that host node1 could run");
        refused(redirect(farm.runsOf(first).get(0), true, other), "no waiting frame");
        assertThat(farm.kills).as("nothing is killed in vain").isEmpty();
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
    }

    @Test
    void shouldNotGiveRoomToAShowWithoutASubscription() {
        full(1);
        farm.show(2, "other", 4);
        long other = waiting(new JobSpec("other").show(2, 4).layer("render", 1));
        refused(redirect(farm.runsOf(first).get(0), true, other), "no waiting frame");
    }

    @Test
    void shouldNotPassACapForARedirect() {
        full(2);
        farm.change(first, JobSetting.MAX_CORE_UNITS, 100);
        long other = farm.launch(farm.job("other").maxCores(1).priority(1).layer("render", 5));
        farm.complete(farm.runsOf(first).get(0), 0);
        assertThat(farm.runsOf(other)).hasSize(1);
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        farm.complete(run, 0);
        assertThat(farm.runsOf(other)).hasSize(1);
        assertThat(farm.runsOf(first)).as("who comes first has it").hasSize(1);
    }

    @Test
    void shouldForgetARedirectThatIsCleared() {
        full(1);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        accepted(ProcCommands.clearRedirect(farm, run.proc()));
        assertForgotten(run);
        refused(ProcCommands.clearRedirect(farm, run.proc()), "not redirected");
        farm.complete(run, 0);
        assertThat(farm.runsOf(other)).isEmpty();
    }

    @Test
    void shouldForgetARedirectAfterTwelveHours() {
        full(1);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        farm.tick(TWELVE_HOURS_MILLIS - LOOK_MILLIS);
        assertThat(proc(run.proc()).redirectJob()).isEqualTo(other);
        farm.tick(LOOK_MILLIS);
        assertForgotten(run);
    }

    @Test
    void shouldForgetARedirectWhenItsJobEndsOrItsHostIsLocked() {
        full(2);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        long another = waiting(farm.job("another").priority(1).layer("render", 5));
        Run one = farm.runsOf(first).get(0);
        Run two = farm.runsOf(first).get(1);
        accepted(redirect(one, false, other));
        accepted(redirect(two, false, another));
        farm.kill(other);
        assertForgotten(one);
        assertThat(proc(two.proc()).redirectJob()).isEqualTo(another);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        assertForgotten(two);
        refused(redirect(two, false, another), "down or locked");
    }

    @Test
    void shouldForgetARedirectWhenItsFolderIsRemovedAndWhenItsHostIsLost() {
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, -1, -1);
        full(2);
        long other = waiting(farm.job("other").folder(2).priority(1).layer("render", 5));
        Run one = farm.runsOf(first).get(0);
        accepted(ProcCommands.unbook(farm, one.proc(), false, 0, 2));
        farm.change(other, JobSetting.FOLDER, FarmFixture.ROOT);
        farm.removeRecord(RecordKind.FOLDER, 2);
        assertForgotten(one);
        accepted(redirectAll(other));
        farm.lose(host);
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
        assertThat(farm.running).isEmpty();
    }

    @Test
    void shouldTakeTheLastOfTwoRedirects() {
        full(1);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        long another = waiting(farm.job("another").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(redirect(run, false, other));
        accepted(redirect(run, false, another));
        farm.complete(run, 0);
        assertThat(farm.runsOf(another)).hasSize(1);
        assertThat(farm.runsOf(other)).isEmpty();
    }

    // ---- hosts that are held

    private long wide(int cores) {
        return waiting(farm.job("wide")
                .priority(1)
                .layer(
                        "render",
                        2,
                        l -> l.coreUnits(cores * 100).maxCoreUnits(cores * 100).threadable()));
    }

    @Test
    void shouldKeepTheRoomOfAGroupUntilAllOfItHasEnded() {
        full(4);
        long wide = wide(4);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        for (int i = 0; i < 3; i++) {
            kill(runs.get(i));
            assertThat(farm.running).as("nobody takes the room meanwhile").hasSize(3 - i);
        }
        kill(runs.get(3));
        assertThat(farm.runsOf(wide)).hasSize(1);
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
        runs.forEach(
                run -> assertThat(farm.frameRow(first, run.ordinal()).retries()).isZero());
        farm.complete(farm.runsOf(wide).get(0), 0);
        assertThat(farm.runsOf(first)).as("the room was given once").hasSize(4);
    }

    @Test
    void shouldGiveWhatTheJobLeavesToOthers() {
        full(4);
        long other = waiting(farm.job("other").priority(1).layer("render", 3));
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(other));
        runs.forEach(this::kill);
        assertThat(farm.runsOf(other)).hasSize(3);
        assertThat(farm.runsOf(first)).hasSize(1);
    }

    @Test
    void shouldWaitForRoomThatOthersUseThere() {
        full(4);
        long wide = wide(4);
        List<Run> runs = farm.runsOf(first);
        accepted(ProcCommands.redirectHost(
                farm, host, wide, List.of(runs.get(0).proc(), runs.get(1).proc())));
        kill(runs.get(0));
        kill(runs.get(1));
        assertThat(farm.running).as("kept although it does not suffice yet").hasSize(2);
        farm.complete(runs.get(2), 0);
        farm.complete(runs.get(3), 0);
        assertThat(farm.runsOf(wide)).hasSize(1);
    }

    @Test
    void shouldHoldAHostForFiveMinutesAtMost() {
        full(4);
        long wide = wide(4);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        kill(runs.get(0));
        farm.tick(HELD_MILLIS - LOOK_MILLIS);
        assertThat(farm.running).hasSize(3);
        farm.tick(LOOK_MILLIS);
        assertThat(farm.running).as("booked again").hasSize(4);
        kill(runs.get(1));
        assertThat(farm.runsOf(wide))
                .as("the room of one core does not suffice")
                .isEmpty();
        assertThat(farm.running).hasSize(4);
    }

    @Test
    void shouldLetGoOfAHostWhenNothingOfTheJobCouldRunThereAnyMore() {
        full(4);
        long wide = wide(4);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        kill(runs.get(0));
        farm.change(wide, JobSetting.PAUSED, 1);
        assertThat(farm.running).hasSize(3);
        farm.tick(LOOK_MILLIS);
        assertThat(farm.running).hasSize(4);
        accepted(farm.change(wide, JobSetting.PAUSED, 0));
        accepted(redirectAll(wide));
        assertThat(farm.hostRow(host).reservedJobNumber()).isEqualTo(wide);
        farm.kill(wide);
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
    }

    @Test
    void shouldOfferTheRoomWhenAllRedirectsOfAGroupHaveBeenLost() {
        full(2);
        long wide = wide(2);
        accepted(redirectAll(wide));
        farm.register("node1", "node1".hashCode(), "boot2", 2, 8, 0, "general", "linux", 2);
        assertThat(farm.runsOf(wide)).hasSize(1);
    }

    @Test
    void shouldLetGoOfAHostWhenAllRedirectsOfAGroupAreCleared() {
        full(2);
        long wide = wide(2);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        accepted(ProcCommands.clearRedirect(farm, runs.get(0).proc()));
        assertThat(farm.hostRow(host).reservedJobNumber()).isEqualTo(wide);
        accepted(ProcCommands.clearRedirect(farm, runs.get(1).proc()));
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
    }

    @Test
    void shouldReplaceTheGroupOfAHost() {
        full(2);
        long wide = wide(2);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        accepted(
                ProcCommands.redirectHost(farm, host, other, List.of(runs.get(0).proc())));
        assertThat(farm.hostRow(host).reservedJobNumber()).isEqualTo(other);
        kill(runs.get(0));
        assertThat(farm.runsOf(other))
                .as("does not wait for the proc of the first group")
                .hasSize(1);
    }

    @Test
    void shouldLetGoOfAHostWhenTheLastProcOfItsGroupIsRedirectedElsewhere() {
        full(2);
        long wide = wide(2);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        Run run = farm.runsOf(first).get(0);
        accepted(ProcCommands.redirectHost(farm, host, wide, List.of(run.proc())));
        accepted(redirect(run, false, other));
        assertThat(farm.hostRow(host).reservedJobNumber()).isZero();
        kill(run);
        assertThat(farm.runsOf(other)).as("the newer command counts").hasSize(1);
    }

    @Test
    void shouldOfferWhatTheJobOfAHeldHostLeavesToWhomTheRoomWasRedirected() {
        host = farm.host("node1", 4, 16);
        first = farm.launch(farm.job("first")
                .priority(9)
                .layer("large", 1, l -> l.coreUnits(300).maxCoreUnits(300).threadable())
                .layer("small", 100));
        assertThat(farm.runsOf(first)).hasSize(2);
        Run large = farm.runsOf(first).get(0);
        Run small = farm.runsOf(first).get(1);
        long wide = wide(3);
        long other = waiting(farm.job("other").priority(1).layer("render", 5));
        accepted(redirect(large, false, other));
        accepted(ProcCommands.redirectHost(farm, host, wide, List.of(small.proc())));
        kill(small);
        assertThat(farm.running).as("kept for the wide job").hasSize(1);
        farm.complete(large, 0);
        assertThat(farm.runsOf(wide)).hasSize(1);
        assertThat(farm.runsOf(other)).as("before the job that comes first").hasSize(1);
    }

    @Test
    void shouldRefuseProcsOfOtherHostsAndProcsThatHaveEnded() {
        full(1);
        long wide = wide(1);
        farm.host("node2", 1, 4);
        Run run = farm.runsOf(first).get(0);
        Run elsewhere = farm.runsOf(first).get(1);
        Answer answer = ProcCommands.redirectHost(farm, host, wide, List.of(run.proc(), elsewhere.proc()));
        assertThat(answer.code()).isEqualTo(ReplyCode.INVALID);
        assertThat(answer.detail()).contains("runs on host node2, not on node1");
        assertThat(proc(run.proc()).redirectJob()).as("nothing half done").isZero();
        refused(ProcCommands.redirectHost(farm, host, wide, List.of(999L)), "none of the procs runs any more");
    }

    @Test
    void shouldSayWhyNothingStartsOnAHostThatIsHeld() {
        full(2);
        long wide = wide(2);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        kill(runs.get(0));
        assertThat(WhyLine.of(farm.cell, first))
                .filteredOn(line -> line.frames() > 0)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.reason()).isEqualTo(WhyReason.RESERVED);
                    assertThat(line.detail())
                            .isEqualTo("host node1 has room and keeps it for job wide until the procs that somebody"
                                    + " redirected there have ended");
                });
    }

    @Test
    void shouldGoOnAfterARestoreWithTheSameRedirects() {
        full(4);
        long wide = wide(4);
        List<Run> runs = farm.runsOf(first);
        accepted(redirectAll(wide));
        kill(runs.get(0));
        farm.shadow = farm.restored();
        runs.stream().skip(1).forEach(this::kill);
        assertThat(farm.runsOf(wide)).hasSize(1);
    }
}
