package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.node.hostlink.HeartbeatRounds.Heard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatRoundsTest {
    private final List<Long> marks = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private boolean full;
    private final HeartbeatRounds rounds = new HeartbeatRounds(this::mark, (task, delayMillis) -> later.add(task));
    private final HostStream one = stream(1);
    private final HostStream two = stream(2);

    private boolean mark(long session, long number) {
        assertThat(session).isEqualTo(HeartbeatRounds.SESSION);
        if (!full) {
            marks.add(number);
        }
        return !full;
    }

    private static HostStream stream(long id) {
        return new HostStream(id, Hello.getDefaultInstance(), new RecordedCall(), Runnable::run);
    }

    private void gatheringEnds() {
        later.remove().run();
    }

    private long newestMark() {
        return marks.get(marks.size() - 1);
    }

    @Test
    void shouldAnswerAllThatWereHeardWithOneMark() {
        rounds.heard(one, 2);
        rounds.heard(two, 5);
        rounds.heard(one, 3);
        assertThat(later).hasSize(1);

        gatheringEnds();

        assertThat(marks).hasSize(1);
        assertThat(rounds.finish(newestMark())).containsExactly(new Heard(one, 3), new Heard(two, 5));
    }

    @Test
    void shouldLeaveAHeartbeatThatCameAfterTheMarkToTheNextRound() {
        rounds.heard(one, 2);
        gatheringEnds();
        rounds.heard(one, 3);
        assertThat(later).as("one round is under way").isEmpty();

        assertThat(rounds.finish(newestMark())).containsExactly(new Heard(one, 2));
        gatheringEnds();

        assertThat(rounds.finish(newestMark())).containsExactly(new Heard(one, 3));
        assertThat(later).isEmpty();
    }

    @Test
    void shouldAnswerNobodyWhoWaitedWhenTheLeadWasLost() {
        rounds.heard(one, 2);
        gatheringEnds();
        long before = newestMark();
        rounds.clear();

        assertThat(rounds.finish(before)).isEmpty();
        HostStream again = stream(3);
        rounds.heard(again, 2);
        gatheringEnds();

        assertThat(newestMark()).isNotEqualTo(before);
        assertThat(rounds.finish(newestMark())).containsExactly(new Heard(again, 2));
    }

    @Test
    void shouldTryAgainWhenTheRingIsFull() {
        full = true;
        rounds.heard(one, 2);
        gatheringEnds();
        assertThat(marks).isEmpty();
        rounds.heard(one, 3);
        full = false;

        gatheringEnds();

        assertThat(rounds.finish(newestMark())).containsExactly(new Heard(one, 3));
    }
}
