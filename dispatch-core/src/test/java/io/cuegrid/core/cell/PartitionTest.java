package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that the owner of a locked host lets run there. */
final class PartitionTest {
    private static final String OWNER = "owner1";
    private static final long GIB = 1L << 20;

    private final FarmFixture farm = FarmFixture.simple();
    private long host;

    /** A host of 8 cores and 32 GiB that its owner has locked. */
    @BeforeEach
    void lock() {
        host = farm.host("desk1", 8, 32);
        farm.deed(1, host, FarmFixture.SHOW);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
    }

    private long waiting(JobSpec spec) {
        long job = farm.launch(spec);
        assertThat(farm.runsOf(job)).isEmpty();
        return job;
    }

    private long add(long job, int layer, int ordinal, int threads, int cores, int memoryGib) {
        Answer answer =
                PartitionCommands.add(farm, OWNER, host, job, layer, ordinal, threads, cores, memoryGib * GIB, 0);
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        return answer.number();
    }

    private static void refused(Answer answer, ReplyCode code, String sentence) {
        assertThat(answer.code()).as(answer.detail()).isEqualTo(code);
        assertThat(answer.detail()).contains(sentence);
    }

    private FarmView view() {
        return FarmView.of(farm.cell);
    }

    private FarmView.Partition partition(long number) {
        return Objects.requireNonNull(view().partitions.get(number));
    }

    @Test
    void shouldRunOwnWorkOnAHostThatIsLockedForOthers() {
        long own = waiting(farm.job("own").layer("render", 9));
        long other = waiting(farm.job("other").priority(9).layer("render", 9));
        long partition = add(own, -1, -1, 2, 6, 16);
        assertThat(farm.runsOf(own)).hasSize(3).allSatisfy(run -> {
            assertThat(run.coreUnits()).isEqualTo(200);
            assertThat(run.ignoreNimby()).isTrue();
        });
        assertThat(farm.runsOf(other)).isEmpty();
        assertThat(farm.jobRow(own).reservedCoreUnits()).isEqualTo(600);
        assertThat(farm.jobRow(own).localCoreUnits()).isEqualTo(600);
        assertThat(partition(partition).cores()).isEqualTo(600);
        assertThat(view().procs.values()).allMatch(proc -> proc.partition() == partition);
        farm.complete(farm.runsOf(own).get(0), 0);
        assertThat(farm.runsOf(own)).as("the next one follows").hasSize(3);
        farm.finishAll();
        assertThat(farm.jobRow(own).localCoreUnits()).isZero();
        assertThat(farm.jobRow(own).succeeded()).isEqualTo(9);
    }

    @Test
    void shouldPassNeitherWhatThePartitionMayUseNorWhatTheHostHas() {
        farm.change(host, HostSetting.LOCK_STATE, LockState.OPEN.value());
        long before = farm.launch(farm.job("before").layer("render", 5));
        assertThat(farm.runsOf(before)).hasSize(5);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        long own = waiting(farm.job("own").layer("render", 20, l -> l.memoryGib(3)));
        add(own, -1, -1, 1, 8, 32);
        assertThat(farm.runsOf(own)).as("three cores are idle").hasSize(3);
        farm.runsOf(before).forEach(run -> farm.complete(run, 0));
        assertThat(farm.runsOf(own)).hasSize(8);
        long small = waiting(farm.job("small").layer("render", 20));
        assertThat(farm.hostRow(host).idleCoreUnits()).isZero();
        add(small, -1, -1, 1, 8, 32);
        assertThat(farm.runsOf(small)).isEmpty();
    }

    @Test
    void shouldStopAtTheMemoryOfThePartition() {
        long own = waiting(farm.job("own").layer("render", 9, l -> l.memoryGib(4)));
        add(own, -1, -1, 1, 8, 10);
        assertThat(farm.runsOf(own)).hasSize(2);
    }

    @Test
    void shouldGiveAFrameTheIdleCoresWhenItsThreadsAreMore() {
        long own = waiting(farm.job("own").layer("render", 9));
        add(own, -1, -1, 3, 8, 32);
        assertThat(farm.runsOf(own)).extracting(Run::coreUnits).containsExactly(300, 300, 200);
    }

    @Test
    void shouldLeaveAsideEveryCapButLimits() {
        farm.limit(1, 2);
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, 0, 0);
        farm.removeRecord(RecordKind.SUBSCRIPTION, 1_001);
        long own = waiting(farm.job("own")
                .folder(2)
                .maxCores(1)
                .layer("a", 3, l -> l.tags("elsewhere").limit(1))
                .layer("b", 3));
        add(own, -1, -1, 1, 8, 32);
        assertThat(farm.runsOf(own)).hasSize(5);
        assertThat(farm.usage(RecordKind.LIMIT, 1).running()).isEqualTo(2);
        assertThat(farm.usage(RecordKind.FOLDER, 2).coreUnits()).isZero();
        farm.finishAll();
        assertThat(farm.jobRow(own).succeeded()).isEqualTo(6);
    }

    @Test
    void shouldNotUseUpTheCapsOfTheJobElsewhere() {
        long own = waiting(farm.job("own").maxCores(2).layer("render", 20));
        add(own, -1, -1, 1, 4, 32);
        farm.host("node1", 8, 32);
        assertThat(farm.runsOf(own)).as("four here, two there").hasSize(6);
    }

    @Test
    void shouldRunOnlyTheLayerOrTheFrameThatItIsFor() {
        long own = waiting(farm.job("own").layer("a", 3).layer("b", 3));
        long ofLayer = add(own, 1, -1, 1, 8, 32);
        assertThat(farm.runsOf(own)).hasSize(3).allMatch(run -> run.layer() == 1);
        long ofFrame = add(own, -1, 2, 1, 4, 16);
        assertThat(farm.runsOf(own)).hasSize(4);
        assertThat(partition(ofFrame).layer()).isZero();
        farm.finishAll();
        assertThat(view().partitions).as("both are gone with their work").isEmpty();
        assertThat(farm.frameState(own, 0).name()).isEqualTo("WAITING");
        refused(
                PartitionCommands.add(farm, OWNER, host, own, 1, -1, 1, 4, GIB, 0),
                ReplyCode.FAILED_PRECONDITION,
                "nothing of this work");
        refused(PartitionCommands.delete(farm, ofLayer), ReplyCode.NOT_FOUND, "its work may have ended");
    }

    @Test
    void shouldRefuseWhoDoesNotOwnTheHostAndAHostThatIsOpen() {
        long own = waiting(farm.job("own").layer("render", 3));
        refused(
                PartitionCommands.add(farm, "bob", host, own, -1, -1, 1, 4, GIB, 0),
                ReplyCode.PERMISSION_DENIED,
                "belongs to 'owner1', not to 'bob'");
        farm.removeRecord(RecordKind.DEED, 1);
        refused(
                PartitionCommands.add(farm, OWNER, host, own, -1, -1, 1, 4, GIB, 0),
                ReplyCode.NOT_FOUND,
                "has no owner");
        farm.deed(1, host, FarmFixture.SHOW);
        farm.change(host, HostSetting.LOCK_STATE, LockState.OPEN.value());
        refused(
                PartitionCommands.add(farm, OWNER, host, own, -1, -1, 1, 4, GIB, 0),
                ReplyCode.FAILED_PRECONDITION,
                "lock it before");
    }

    @Test
    void shouldRefuseMoreThanTheHostHasAndThreadsThatCannotBe() {
        long own = waiting(farm.job("own").layer("render", 3));
        refused(
                PartitionCommands.add(farm, OWNER, host, own, -1, -1, 1, 9, GIB, 0),
                ReplyCode.INVALID,
                "host desk1 has 8 cores");
        refused(PartitionCommands.add(farm, OWNER, host, own, -1, -1, 0, 4, GIB, 0), ReplyCode.INVALID, "one at least");
        refused(
                PartitionCommands.add(farm, OWNER, host, own, -1, -1, 5, 4, GIB, 0),
                ReplyCode.INVALID,
                "not more than the partition has");
        refused(PartitionCommands.add(farm, OWNER, host, 99, -1, -1, 1, 4, GIB, 0), ReplyCode.NOT_FOUND, "job 99");
        refused(PartitionCommands.add(farm, OWNER, 99, own, -1, -1, 1, 4, GIB, 0), ReplyCode.NOT_FOUND, "host 99");
        refused(PartitionCommands.add(farm, OWNER, host, own, 7, -1, 1, 4, GIB, 0), ReplyCode.NOT_FOUND, "layer 7");
    }

    @Test
    void shouldUseMoreOrLessWhenItsMaximaChange() {
        long own = waiting(farm.job("own").layer("render", 20));
        long partition = add(own, -1, -1, 1, 2, 32);
        assertThat(farm.runsOf(own)).hasSize(2);
        assertThat(PartitionCommands.set(farm, partition, 5, 32 * GIB, 0).code())
                .isEqualTo(ReplyCode.OK);
        assertThat(farm.runsOf(own)).hasSize(5);
        assertThat(PartitionCommands.set(farm, partition, 3, 32 * GIB, 0).code())
                .isEqualTo(ReplyCode.OK);
        farm.complete(farm.runsOf(own).get(0), 0);
        farm.complete(farm.runsOf(own).get(0), 0);
        assertThat(farm.runsOf(own)).hasSize(3);
        farm.complete(farm.runsOf(own).get(0), 0);
        assertThat(farm.runsOf(own)).hasSize(3);
        refused(PartitionCommands.set(farm, partition, 9, GIB, 0), ReplyCode.INVALID, "has 8 cores");
    }

    @Test
    void shouldRefuseMaximaBelowTheThreadsOfAFrame() {
        long own = waiting(farm.job("own").layer("render", 20));
        long partition = add(own, -1, -1, 2, 4, 32);
        refused(PartitionCommands.set(farm, partition, 1, 32 * GIB, 0), ReplyCode.INVALID, "2 cores of 1");
        assertThat(partition(partition).maxCores()).isEqualTo(400);
    }

    @Test
    void shouldTellOperatingSystemsAsHostsElsewhereAreTold() {
        host = farm.host("desk2", 8, 32, 0, "general", "windows|Rocky9 linux");
        farm.deed(1, host, FarmFixture.SHOW);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        long own = waiting(farm.job("own").os("rocky9").layer("render", 1));
        add(own, -1, -1, 1, 2, 16);
        assertThat(farm.runsOf(own)).hasSize(1);
        long other = waiting(farm.job("other").os("rocky").layer("render", 1));
        add(other, -1, -1, 1, 2, 16);
        assertThat(farm.runsOf(other)).isEmpty();
    }

    @Test
    void shouldOrderLayersAsElsewhereWhateverTheirDispatchOrders() {
        long own = waiting(farm.job("own").layer("a", 1).layer("b", 1));
        farm.change(own, 0, LayerSetting.DISPATCH_ORDER, 65_536);
        add(own, -1, -1, 1, 1, 32);
        assertThat(farm.runsOf(own)).extracting(Run::layer).containsExactly(1);
    }

    @Test
    void shouldBookMoreThanABatchHasStepsFor() {
        long own = waiting(farm.job("own").layer("render", 20));
        farm.settling = false;
        add(own, -1, -1, 1, 8, 32);
        assertThat(farm.runsOf(own)).isEmpty();
        farm.work(3);
        assertThat(farm.runsOf(own)).hasSize(3);
        assertThat(farm.cell.hasWork()).isTrue();
        farm.settle();
        assertThat(farm.runsOf(own)).hasSize(8);
    }

    @Test
    void shouldGoOnWithWhatRunsWhenAPartitionIsDeleted() {
        long own = waiting(farm.job("own").layer("render", 9));
        long partition = add(own, -1, -1, 1, 2, 32);
        assertThat(PartitionCommands.delete(farm, partition).code()).isEqualTo(ReplyCode.OK);
        assertThat(view().partitions).isEmpty();
        assertThat(farm.runsOf(own)).hasSize(2);
        assertThat(farm.jobRow(own).localCoreUnits()).isEqualTo(200);
        farm.finishAll();
        assertThat(farm.jobRow(own).localCoreUnits()).isZero();
        assertThat(farm.jobRow(own).succeeded()).isEqualTo(2);
        assertThat(farm.hostRow(host).idleCoreUnits()).isEqualTo(800);
    }

    @Test
    void shouldBeGoneWhenTheHostIsOpenedItsOwnerChangesOrTheJobEnds() {
        long own = waiting(farm.job("own").paused().layer("render", 9));
        add(own, -1, -1, 1, 2, 32);
        farm.change(host, HostSetting.LOCK_STATE, LockState.NIMBY_LOCKED.value());
        assertThat(view().partitions).as("locked by its user").hasSize(1);
        farm.change(host, HostSetting.LOCK_STATE, LockState.OPEN.value());
        assertThat(view().partitions).isEmpty();
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        add(own, -1, -1, 1, 2, 32);
        farm.removeRecord(RecordKind.DEED, 1);
        assertThat(view().partitions).isEmpty();
        farm.deed(1, host, FarmFixture.SHOW);
        add(own, -1, -1, 1, 2, 32);
        farm.kill(own);
        assertThat(view().partitions).isEmpty();
        assertThat(farm.running).isEmpty();
    }

    @Test
    void shouldStartWhatBecomesReadyThere() {
        long own = waiting(farm.job("own").paused().layer("a", 1).layer("b", 1));
        farm.depend(DependType.LAYER_ON_LAYER, false, own, 1, -1, own, 0, -1);
        farm.change(own, JobSetting.AUTO_BOOK, 0);
        add(own, -1, -1, 1, 2, 32);
        assertThat(farm.runsOf(own)).isEmpty();
        farm.change(own, JobSetting.PAUSED, 0);
        assertThat(farm.runsOf(own)).extracting(Run::layer).containsExactly(0);
        farm.complete(farm.runsOf(own).get(0), 0);
        assertThat(farm.runsOf(own)).extracting(Run::layer).containsExactly(1);
        farm.act(own, FrameAction.RETRY, 0, 0, 0);
        assertThat(farm.runsOf(own)).hasSize(2);
        farm.finishAll();
        assertThat(farm.jobRow(own).succeeded()).isEqualTo(2);
        assertThat(view().partitions).isEmpty();
    }

    @Test
    void shouldShareAHostBetweenPartitionsByWhatEachUsesOfItsOwn() {
        long one = waiting(farm.job("one").layer("render", 20));
        long two = waiting(farm.job("two").layer("render", 20));
        farm.settling = false;
        add(one, -1, -1, 1, 8, 32);
        add(two, -1, -1, 1, 8, 32);
        farm.settling = true;
        farm.settle();
        assertThat(farm.runsOf(one)).hasSize(4);
        assertThat(farm.runsOf(two)).hasSize(4);
    }

    @Test
    void shouldAskForMoreMemoryAfterAFailureAndRunAgain() {
        long own =
                waiting(farm.job("own").layer("render", 2, l -> l.memoryGib(4).memoryIncreaseGib(4)));
        add(own, -1, -1, 1, 2, 12);
        assertThat(farm.runsOf(own)).hasSize(2);
        farm.complete(farm.runsOf(own).get(0), 33);
        assertThat(farm.runsOf(own)).extracting(Run::memoryKib).containsExactlyInAnyOrder(4 * GIB, 8 * GIB);
    }

    @Test
    void shouldRunTheOthersOfALayerWhenOneNeedsMoreThanIsThere() {
        long own =
                waiting(farm.job("own").layer("render", 5, l -> l.memoryGib(4).memoryIncreaseGib(4)));
        add(own, -1, -1, 1, 1, 6);
        farm.complete(farm.runsOf(own).get(0), 33);
        assertThat(farm.runsOf(own)).extracting(Run::ordinal).containsExactly(1);
        long more = add(own, -1, -1, 1, 1, 12);
        assertThat(farm.runsOf(own)).extracting(Run::ordinal).containsExactly(1, 0);
        assertThat(partition(more).memory()).isEqualTo(8 * GIB);
    }

    @Test
    void shouldStillSayWhyOthersWait() {
        long own = waiting(farm.job("own").layer("render", 9));
        add(own, -1, -1, 1, 2, 32);
        assertThat(WhyLine.of(farm.cell, own))
                .filteredOn(line -> line.frames() > 0)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.reason()).isEqualTo(WhyReason.HOSTS_DOWN);
                    assertThat(line.frames()).isEqualTo(7);
                    assertThat(line.detail()).contains("desk1 is locked");
                });
    }

    @Test
    void shouldGoOnAfterARestoreWithTheSamePartitions() {
        long own = waiting(farm.job("own").layer("render", 9));
        add(own, -1, -1, 1, 4, 32);
        farm.shadow = farm.restored();
        for (Run run : List.copyOf(farm.runsOf(own))) {
            farm.complete(run, 0);
        }
        assertThat(farm.runsOf(own)).hasSize(4);
        farm.finishAll();
        assertThat(view().partitions).isEmpty();
    }
}
