package io.cuegrid.bench.farm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditTest {
    private static final int CLEAN_RUNS = 50;

    private final Records records = new Records();

    AuditTest() {
        for (int i = 0; i < CLEAN_RUNS; i++) {
            records.run(i + 1, i);
        }
    }

    private static final long PROC = CLEAN_RUNS + 1;
    private static final int ORDINAL = CLEAN_RUNS;

    @Test
    void shouldFindNothingWhenAllRecordsAgree() {
        Audit.Verdict verdict = records.verdict();

        assertThat(verdict).isEqualTo(new Audit.Verdict(CLEAN_RUNS, 0, 0, 0, 0, true));
        assertThat(verdict.isClean()).isTrue();
    }

    @Test
    void shouldFindAFrameThatTwoHostsRunAtATime() {
        records.run(PROC, ORDINAL);
        int first = records.ordered(0, PROC + 1, ORDINAL + 1, 100, Records.GIB);
        records.hostRun(1, PROC + 2, ORDINAL + 1);
        records.ended(0, first, ORDINAL + 1, 100, Records.GIB);

        assertThat(records.verdict().doubleBooked()).isEqualTo(1);
    }

    @Test
    void shouldFindAFrameThatTheJournalBookedTwice() {
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.started(1, PROC + 1, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().doubleBooked()).isEqualTo(1);
    }

    @Test
    void shouldFindAProcThatWasGivenToTwoHosts() {
        records.run(PROC, ORDINAL);
        records.hostRun(1, PROC, ORDINAL);

        assertThat(records.verdict().doubleBooked()).isEqualTo(1);
    }

    @Test
    void shouldAcceptAFrameThatRunsAgainAfterItsEnd() {
        records.run(PROC, ORDINAL);
        records.run(PROC + 1, ORDINAL);
        records.launchedFrames--;

        assertThat(records.verdict().isClean()).isTrue();
    }

    @Test
    void shouldFindAHostThatWasOrderedMoreCoresThanItHas() {
        records.ordered(0, PROC, ORDINAL, Records.CORES, Records.GIB);
        records.ordered(0, PROC + 1, ORDINAL + 1, 1, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindAHostThatWasOrderedMoreMemoryThanItHas() {
        records.ordered(0, PROC, ORDINAL, 100, Records.MEMORY);
        records.ordered(0, PROC + 1, ORDINAL + 1, 100, 1);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindABookingInTheJournalThatItsHostHasNoRoomFor() {
        records.started(0, PROC, ORDINAL, Records.CORES, Records.GIB);
        records.started(0, PROC + 1, ORDINAL + 1, 1, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindAJobOverItsCap() {
        records.staged(100);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.started(1, PROC + 1, ORDINAL + 1, 100, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindAFolderAboveTheJobsOverItsCap() {
        records.staged(-1);
        records.parentFolderCap(100);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.started(1, PROC + 1, ORDINAL + 1, 100, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindALimitThatWasPassedAndGiveTokensBack() {
        records.staged(-1);
        records.limit(1);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.stopped(0, PROC, ORDINAL, 100, Records.GIB);
        records.started(0, PROC + 1, ORDINAL + 1, 100, Records.GIB);
        records.started(1, PROC + 2, ORDINAL + 2, 100, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindASubscriptionOverItsBurst() {
        records.staged(-1);
        records.burst(150);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.started(1, PROC + 1, ORDINAL + 1, 100, Records.GIB);

        assertThat(records.verdict().overshoots()).isEqualTo(1);
    }

    @Test
    void shouldFindALaunchedFrameThatNeverRan() {
        records.launchedFrames++;

        assertThat(records.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldFindACompletionThatTheGridLost() {
        records.launchedFrames++;
        records.hostRun(0, PROC, ORDINAL);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldFindAnOrderThatNeverCame() {
        records.started(0, PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldFindAnOrderThatTheJournalDoesNotKnow() {
        records.ordered(0, PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldFindARunThatTheHostSawWithOtherCores() {
        records.ordered(0, PROC, ORDINAL, 200, Records.GIB);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldFindAMissingHistoryRow() {
        records.launchedFrames++;
        records.hostRun(0, PROC, ORDINAL);
        records.started(0, PROC, ORDINAL, 100, Records.GIB);
        records.stopped(0, PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict()).isEqualTo(new Audit.Verdict(CLEAN_RUNS + 1, 0, 0, 0, 1, true));
    }

    @Test
    void shouldFindAHistoryRowThatIsThereTwice() {
        records.row(1, 0, 100, Records.GIB);

        assertThat(records.verdict().historyMissing()).isEqualTo(1);
    }

    @Test
    void shouldFindAHistoryRowWithoutARun() {
        records.row(PROC, ORDINAL, 100, Records.GIB);

        assertThat(records.verdict().historyMissing()).isEqualTo(1);
    }

    @Test
    void shouldCountTheGapsThatHistoryAdmits() {
        records.historyGaps = 2;

        assertThat(records.verdict().historyMissing()).isEqualTo(2);
    }

    @Test
    void shouldSayThatDigestsDifferWhenOneMembersJournalReplaysToAnother() {
        records.replays.add(new JournalRecord(true, Records.LIVE_DIGEST + 1, true));

        assertThat(records.verdict().digestsEqual()).isFalse();
    }

    @Test
    void shouldNotTrustAJournalThatIsNotWhole() {
        records.replays.set(0, new JournalRecord(true, Records.LIVE_DIGEST, false));

        assertThat(records.verdict().digestsEqual()).isFalse();
    }
}
