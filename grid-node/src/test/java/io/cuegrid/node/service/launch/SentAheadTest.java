package io.cuegrid.node.service.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.service.client.MachineClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How far ahead of their answers commands go out. */
class SentAheadTest {
    private final List<CompletableFuture<MachineAccess.CommandReply>> answers = new ArrayList<>();
    private final MachineClient machine = new MachineClient(new SilentMachine(), 1_000);

    private SentAhead sentAhead(int commands, long bytes, long... sizes) {
        return new SentAhead(
                sizes.length,
                new SentAhead.Bound(commands, bytes, index -> sizes[index]),
                index -> machine.sendAhead((buffer, offset, correlationId) -> 0));
    }

    private void answer(int index) {
        answers.get(index).complete(new MachineAccess.CommandReply(ReplyCode.OK, index, 0, "", 0, 0));
    }

    @Test
    void shouldSendNoMoreBytesAheadThanTheBound() {
        SentAhead ahead = sentAhead(32, 10, 4, 5, 6, 1);
        ahead.begin();
        assertThat(answers).hasSize(2);
        answer(0);
        assertThat(ahead.next().number()).isZero();
        answer(1);
        assertThat(ahead.next().number()).isEqualTo(1);
        assertThat(answers).as("5 and 6 are too many").hasSize(2);
        ahead.begin();
        assertThat(answers).hasSize(4);
    }

    @Test
    void shouldSendOneThatIsLargerThanTheBoundAlone() {
        SentAhead ahead = sentAhead(32, 10, 11, 1);
        ahead.begin();
        assertThat(answers).hasSize(1);
        answer(0);
        ahead.next();
        ahead.begin();
        assertThat(answers).hasSize(2);
    }

    @Test
    void shouldTellWhichOfTheRestAnswered() {
        SentAhead ahead = sentAhead(3, 10, 1, 1, 1, 1);
        ahead.begin();
        answer(0);
        answers.get(1).completeExceptionally(new IllegalStateException("no answer"));
        answer(2);
        assertThat(ahead.rest()).containsOnlyKeys(0, 2);
        assertThat(answers).hasSize(3);
    }

    /** Answers when the test does. */
    private final class SilentMachine implements MachineAccess {
        @Override
        public int cellNumber() {
            return 1;
        }

        @Override
        public CompletableFuture<CommandReply> submit(CommandEncoding command) {
            CompletableFuture<CommandReply> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public CompletableFuture<Rows> read(CommandEncoding query) {
            return CompletableFuture.failedFuture(new IllegalStateException("nothing is read here"));
        }
    }
}
