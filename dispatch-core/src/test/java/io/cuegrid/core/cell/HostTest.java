package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.ChangeHostTagsEncoder;
import io.cuegrid.core.sbe.DeleteHostEncoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.ProcVerdict;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.TagOperation;
import org.junit.jupiter.api.Test;

/** Hosts that come, go silent, reboot and come back. */
final class HostTest {
    private final FarmFixture farm = FarmFixture.simple();

    private Answer again(String name, String boot, long incarnation, Long... procs) {
        return farm.register(name, name.hashCode(), boot, 2, 8, 0, "general", "linux", incarnation, procs);
    }

    @Test
    void shouldReleaseEverythingWhenAHostIsLostAndBookElsewhere() {
        long lost = farm.host("node1", 2, 8);
        long job = farm.launch(farm.job("test-shot-a").maxRetries(0).layer("render", 2));
        farm.host("node2", 2, 8);
        farm.lose(lost);
        assertThat(farm.runsOf(job))
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.host()).isNotEqualTo(lost));
        assertThat(farm.hostRow(lost).hardwareState()).isEqualTo(HardwareState.DOWN);
        assertThat(farm.hostRow(lost).idleCoreUnits()).isEqualTo(200);
        assertThat(farm.frameRow(job, 0).retries())
                .as("a lost host costs no retry")
                .isZero();
    }

    @Test
    void shouldTellAHostThatComesBackToEndWhatItFroze() {
        long lost = farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        long proc = farm.orders.get(0).proc();
        farm.lose(lost);
        Answer answer = again("node1", "boot1", 2, proc);
        assertThat(answer.number()).isEqualTo(lost);
        assertThat(farm.verdicts).containsEntry(proc, ProcVerdict.END);
        assertThat(farm.hostRow(lost).hardwareState()).isEqualTo(HardwareState.UP);
    }

    @Test
    void shouldLetRunsGoOnWhenADaemonSaysHelloAgain() {
        farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        long proc = farm.orders.get(0).proc();
        again("node1", "boot1", 2, proc);
        assertThat(farm.verdicts).containsEntry(proc, ProcVerdict.GO_ON);
        assertThat(farm.running).containsOnlyKeys(proc);
        assertThat(farm.orders).hasSize(1);
    }

    @Test
    void shouldRepeatAnOrderThatMayNeverHaveArrived() {
        farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        long proc = farm.orders.get(0).proc();
        again("node1", "boot1", 2);
        assertThat(farm.repeated).containsExactly(proc);
        assertThat(farm.running).containsOnlyKeys(proc);
    }

    @Test
    void shouldBookAgainWhatAConfirmedDaemonHasForgotten() {
        farm.host("node1", 2, 8);
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1));
        long proc = farm.orders.get(0).proc();
        farm.started(proc);
        again("node1", "boot1", 2);
        assertThat(farm.running).doesNotContainKey(proc).hasSize(1);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.frameRow(job, 0).retries()).isZero();
    }

    @Test
    void shouldEndAllRunsOfAHostThatHasRebooted() {
        farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 2));
        again("node1", "boot2", 2);
        assertThat(farm.repeated).isEmpty();
        assertThat(farm.orders).hasSize(4);
    }

    @Test
    void shouldRefuseASecondDaemonOfTheSameNameUnlessTheFirstIsLost() {
        long first = farm.host("node1", 2, 8);
        Answer second = farm.register("node1", 99, "boot9", 2, 8, 0, "general", "linux", 1);
        assertThat(second.code()).isEqualTo(ReplyCode.CONFLICT);
        assertThat(second.detail()).contains("node1").contains("another id");
        farm.lose(first);
        assertThat(farm.register("node1", 99, "boot9", 4, 8, 0, "general", "linux", 1)
                        .number())
                .isEqualTo(first);
        assertThat(farm.hostRow(first).coreUnits()).isEqualTo(400);
    }

    @Test
    void shouldTakeTheAllocationOfTheFirstTagThatNamesOneElseTheDefault() {
        farm.allocation(2, "main.fast", "fast", false);
        long fast = farm.host("node1", 2, 8, 0, "other fast", "linux");
        long plain = farm.host("node2", 2, 8, 0, "other", "linux");
        assertThat(farm.hostRow(fast).allocationNumber()).isEqualTo(2);
        assertThat(farm.hostRow(plain).allocationNumber()).isEqualTo(1);
        assertThat(tags(fast)).isEqualTo("fast other node1");
    }

    private String tags(long host) {
        var row = farm.hostRow(host);
        row.skipName();
        row.skipOs();
        return row.tags();
    }

    @Test
    void shouldNotBookALockedHostAndBookWhenItIsUnlocked() {
        long host = farm.host("node1", 2, 8);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        assertThat(farm.running).isEmpty();
        farm.change(host, HostSetting.LOCK_STATE, LockState.OPEN.value());
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldLockAndUnlockAWorkstationByItsReports() {
        long host = farm.host("node1", 2, 8);
        farm.report(host, true, 0);
        assertThat(farm.hostRow(host).lockState()).isEqualTo(LockState.NIMBY_LOCKED);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        assertThat(farm.running).isEmpty();
        farm.report(host, false, 0);
        assertThat(farm.hostRow(host).lockState()).isEqualTo(LockState.OPEN);
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldBookAllCoresOfARenderNodeWhateverItsLoad() {
        long host = farm.host("node1", 8, 32);
        farm.report(host, false, 640);
        farm.launch(farm.job("test-shot-a").layer("render", 8));
        assertThat(farm.running).hasSize(8);
    }

    @Test
    void shouldSetAsideOnADesktopWhatItsUserKeepsBusy() {
        farm.desktops = true;
        long host = farm.host("desk1", 8, 32);
        farm.report(host, false, 640);
        farm.launch(farm.job("test-shot-a").layer("render", 8, l -> l.threadable()));
        assertThat(farm.running.values())
                .as("8 cores, a load of 6.4 of which 5 % of the cores are slack: 2 are free")
                .extracting(Run::coreUnits)
                .containsExactly(200);
    }

    @Test
    void shouldNotTakeTheLoadOfItsOwnFramesForThatOfADesktopsUser() {
        farm.desktops = true;
        long host = farm.host("desk1", 8, 32);
        farm.launch(
                farm.job("test-shot-a").layer("render", 2, l -> l.threadable().maxCoreUnits(400)));
        assertThat(farm.running).hasSize(2);
        farm.report(host, false, 840);
        farm.complete(farm.orders.get(0), 1);
        assertThat(farm.running).as("the frame that failed runs again at once").hasSize(2);
    }

    @Test
    void shouldGiveBackADesktopsCoresWhenItsUserIsDone() {
        farm.desktops = true;
        long host = farm.host("desk1", 8, 32);
        farm.report(host, false, 840);
        farm.launch(farm.job("test-shot-a").layer("render", 1, l -> l.threadable()));
        assertThat(farm.running).isEmpty();
        farm.report(host, false, 20);
        assertThat(farm.running.values()).extracting(Run::coreUnits).containsExactly(800);
    }

    @Test
    void shouldKeepRoomForRunsWhenADaemonOffersLess() {
        long host = farm.host("node1", 8, 32);
        farm.launch(farm.job("test-shot-a").layer("render", 4));
        Long[] procs = farm.running.keySet().toArray(new Long[0]);
        farm.register("node1", "node1".hashCode(), "boot1", 2, 32, 0, "general", "linux", 2, procs);
        assertThat(farm.hostRow(host).coreUnits()).isEqualTo(400);
        assertThat(farm.hostRow(host).idleCoreUnits()).isZero();
    }

    @Test
    void shouldBookByTagsGivenByHand() {
        long host = farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 1, l -> l.tags("special")));
        assertThat(farm.running).isEmpty();
        tag(host, TagOperation.ADD, "special", "");
        assertThat(farm.running).hasSize(1);
        assertThat(tags(host)).isEqualTo("general special node1");
        tag(host, TagOperation.RENAME, "special", "rare");
        assertThat(tags(host)).isEqualTo("general rare node1");
        assertThat(tag(host, TagOperation.RENAME, "special", "x").code()).isEqualTo(ReplyCode.NOT_FOUND);
    }

    private Answer tag(long host, TagOperation operation, String tags, String newTag) {
        return farm.send(b -> new ChangeHostTagsEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .hostNumber(host)
                .operation(operation)
                .tags(tags)
                .newTag(newTag)
                .encodedLength());
    }

    @Test
    void shouldForgetAHostOnlyWhenNothingRunsThere() {
        long host = farm.host("node1", 2, 8);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        assertThat(delete(host).code()).isEqualTo(ReplyCode.FAILED_PRECONDITION);
        farm.finishAll();
        assertThat(delete(host).code()).isEqualTo(ReplyCode.OK);
        assertThat(delete(host).code()).isEqualTo(ReplyCode.NOT_FOUND);
        farm.host("node1", 2, 8);
    }

    private Answer delete(long host) {
        return farm.send(b -> new DeleteHostEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .hostNumber(host)
                .encodedLength());
    }

    @Test
    void shouldRefuseMoreHostsThanItsLimit() {
        FarmFixture small = new FarmFixture(1, 10, 1_000);
        small.allocation(1, "main.general", "general", true);
        small.host("node1", 2, 8);
        Answer answer = small.register("node2", 2, "boot1", 2, 8, 0, "general", "linux", 1);
        assertThat(answer.code()).isEqualTo(ReplyCode.EXHAUSTED);
        assertThat(answer.detail()).contains("maxHosts is 1");
    }
}
