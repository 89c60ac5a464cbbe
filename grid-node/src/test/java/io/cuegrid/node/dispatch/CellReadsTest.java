package io.cuegrid.node.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryEncoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.Rows;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.TestMember;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads between the batches of a real member that is alone, so that its disk acknowledges. */
@Timeout(90)
class CellReadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final TestMember member = new TestMember("test-" + UUID.randomUUID(), "m0", FreePorts.next(), List.of(), 1);

    @BeforeEach
    void lead() throws Exception {
        member.start();
        member.create();
        await().atMost(PATIENCE).until(() -> member.loop().state() == LeaderState.LEADING);
    }

    @AfterEach
    void close() {
        member.close();
    }

    private static int departments(MutableDirectBuffer buffer, int offset, long correlation) {
        QueryEncoder query = new QueryEncoder();
        query.wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .kind(QueryKind.RECORDS)
                .cursor(0)
                .maxRows(0)
                .jobNumber(0)
                .layerIndex(-1)
                .fromOrdinal(0)
                .hostNumber(0)
                .showNumber(0)
                .stateMask(0)
                .includeFinished(BooleanType.T)
                .recordKind(RecordKind.DEPARTMENT)
                .number(0)
                .name("");
        return MessageHeaderEncoder.ENCODED_LENGTH + query.encodedLength();
    }

    private CompletableFuture<Rows> read() {
        return member.machine().read(CellReadsTest::departments);
    }

    /** A command that is being decided, and a read that was asked for meanwhile. */
    private CompletableFuture<Rows> readBesideTheCommand(String name, List<CompletableFuture<?>> commands) {
        CountDownLatch deciding = new CountDownLatch(1);
        member.store().hold(deciding);
        commands.add(member.put(name));
        await().atMost(PATIENCE).until(() -> member.loop().inbound().isEmpty());
        CompletableFuture<Rows> rows = read();
        deciding.countDown();
        return rows;
    }

    @Test
    void shouldAnswerAReadWhenTheBatchThatItSawIsOnTheDisk() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        member.store().holdSync(disk);
        List<CompletableFuture<?>> commands = new ArrayList<>();
        CompletableFuture<Rows> rows = readBesideTheCommand("comp", commands);
        await().during(A_WHILE).atMost(PATIENCE).until(() -> !rows.isDone());
        disk.countDown();
        assertThat(rows.get(10, TimeUnit.SECONDS).count()).isEqualTo(1);
        commands.get(0).get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotShowWhatTheDiskDidNotTake() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        member.store().holdSync(disk);
        member.store().failNextSync(new IllegalStateException("the disk is broken"));
        List<CompletableFuture<?>> commands = new ArrayList<>();
        CompletableFuture<Rows> rows = readBesideTheCommand("comp", commands);
        await().during(A_WHILE).atMost(PATIENCE).until(() -> !rows.isDone());
        int synced = member.store().synced();
        disk.countDown();
        assertThatThrownBy(() -> rows.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(failed ->
                        assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        await().atMost(PATIENCE).until(() -> member.loop().state() == LeaderState.LEADING);
        assertThat(member.store().synced()).isGreaterThan(synced);
        assertThat(read().get(10, TimeUnit.SECONDS).epoch())
                .isEqualTo(member.loop().epochNumber());
    }

    @Test
    void shouldAnswerEveryReadOfAFloodBesideCommands() throws Exception {
        List<CompletableFuture<?>> commands = new ArrayList<>();
        List<CompletableFuture<Rows>> reads = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            commands.add(member.put("department" + i));
            if (i % 10 == 0) {
                reads.add(read());
            }
        }
        int before = 0;
        for (CompletableFuture<Rows> each : reads) {
            Rows rows = each.get(30, TimeUnit.SECONDS);
            assertThat(rows.count()).isGreaterThanOrEqualTo(before);
            before = rows.count();
            rows.release().run();
        }
        for (CompletableFuture<?> command : commands) {
            command.get(30, TimeUnit.SECONDS);
        }
        assertThat(member.put("department7").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
        assertThat(member.loop().readsWaiting()).isZero();
    }
}
