package io.cuegrid.node.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.grid.AloneRule;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.TestMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches between real members in one JVM. */
@Timeout(90)
class ReplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String grid = "test-" + UUID.randomUUID();
    private final List<TestMember> members = new ArrayList<>();

    @AfterEach
    void closeMembers() {
        members.forEach(TestMember::close);
    }

    private TestMember member(int configured) {
        int port = FreePorts.next();
        List<String> join = members.stream()
                .map(other -> "127.0.0.1:" + other.member().memberPort())
                .toList();
        TestMember member = new TestMember(grid, "m" + members.size(), port, join, configured);
        members.add(member);
        return member.start();
    }

    /** Whoever owns the partition puts the directory into the map, as soon as there is a backup for it. */
    private void create() {
        await().atMost(PATIENCE).until(() -> {
            for (TestMember member : members) {
                if (member.tryCreate()) {
                    return true;
                }
            }
            return false;
        });
    }

    private TestMember leader() {
        return await().atMost(PATIENCE)
                .until(
                        () -> members.stream()
                                .filter(m -> m.member().isRunning() && m.loop().state() == LeaderState.LEADING)
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    private TestMember other(TestMember one) {
        return members.stream().filter(m -> m != one).findFirst().orElseThrow();
    }

    @Test
    void shouldLeadAloneAndSyncEveryBatchToDisk() throws Exception {
        TestMember only = member(1);
        assertThat(only.create()).isEqualTo(BatchCode.APPLIED);
        leader();
        var reply = only.put("comp").get(10, TimeUnit.SECONDS);
        assertThat(reply.code()).isEqualTo(ReplyCode.OK);
        assertThat(only.put("comp").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
        assertThat(only.loop().isAlone()).isTrue();
        assertThat(only.loop().replicasInSync()).isEqualTo(1);
        assertThat(only.store().synced()).isPositive();
        assertThat(only.create()).isEqualTo(BatchCode.REPEATED);
    }

    @Test
    void shouldKeepOwnerAndBackupEqualAndReplayToTheSameDigest() throws Exception {
        member(2);
        member(2);
        create();
        TestMember leader = leader();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(leader.put("department" + i));
            if (i % 7 == 0) {
                answers.get(answers.size() - 1).get(10, TimeUnit.SECONDS);
            }
        }
        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
        assertThat(leader.loop().isAlone()).isFalse();
        assertThat(leader.loop().replicasInSync()).isEqualTo(2);

        TestMember backup = other(leader);
        leader.loop().stop(5_000);
        assertThat(leader.local().checked().sequence()).isPositive();
        assertThat(backup.local().checked()).isEqualTo(leader.local().checked());
        assertThat(backup.store().sequences()).endsWith(leader.loop().acknowledgedSequence());
        Replica fromLeader = new Replica(new Directory());
        leader.store().replay(fromLeader);
        Replica fromBackup = new Replica(new Directory());
        backup.store().replay(fromBackup);
        assertThat(fromBackup.digest()).isEqualTo(fromLeader.digest());
        assertThat(leader.acknowledged)
                .containsExactlyElementsOf(LongStream.rangeClosed(
                                leader.acknowledged.get(0), leader.loop().acknowledgedSequence())
                        .boxed()
                        .toList());
    }

    @Test
    void shouldLeadWithAHigherEpochAfterTheOwnerDiesAndLoseNothing() throws Exception {
        member(2);
        member(2);
        create();
        TestMember leader = leader();
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "before" + i;
            if (leader.put(name).get(10, TimeUnit.SECONDS).code() == ReplyCode.OK) {
                acknowledged.add(name);
            }
        }
        long epoch = leader.loop().epochNumber();
        TestMember backup = other(leader);
        leader.kill();
        assertThat(leader()).isSameAs(backup);
        assertThat(backup.loop().epochNumber()).isGreaterThan(epoch);
        for (String name : acknowledged) {
            assertThat(backup.put(name).get(10, TimeUnit.SECONDS).code())
                    .as(name)
                    .isEqualTo(ReplyCode.ALREADY_EXISTS);
        }
        assertThat(backup.put("after").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        assertThat(backup.loop().isAlone()).isTrue();
        assertThat(backup.store().synced()).isPositive();
    }

    @Test
    void shouldGoOnAloneAfterOneOfTwoDiesAndWriteDownTheCopyThatComesToANewMember() throws Exception {
        member(2);
        member(2);
        create();
        TestMember leader = leader();
        assertThat(leader.put("one").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        other(leader).kill();
        await().atMost(PATIENCE)
                .until(() -> leader.loop().isAlone() && leader.loop().state() == LeaderState.LEADING);
        assertThat(leader.put("two").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        members.removeIf(m -> m != leader);

        member(2);
        TestMember now = await().atMost(PATIENCE)
                .until(
                        () -> members.stream()
                                .filter(m -> m.loop().state() == LeaderState.LEADING
                                        && !m.loop().isAlone())
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
        assertThat(now.put("three").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        TestMember joined = members.get(1);
        assertThat(joined.store().begun()).isPositive();
        assertThat(now.put("one").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
    }

    @Test
    void shouldAcknowledgeNothingWhileTheBackupIsPaused() throws Exception {
        member(2);
        member(2);
        create();
        TestMember leader = leader();
        assertThat(leader.put("before").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        CountDownLatch pause = new CountDownLatch(1);
        other(leader).store().hold(pause);
        int acknowledged = await().during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(leader.acknowledged::size, size -> size == leader.acknowledged.size());
        CompletableFuture<?> answer = leader.put("held");
        await().during(Duration.ofMillis(1_500))
                .atMost(PATIENCE)
                .until(() -> (!answer.isDone() || answer.isCompletedExceptionally())
                        && leader.acknowledged.size() == acknowledged);
        pause.countDown();
        await().atMost(PATIENCE).until(() -> leader.acknowledged.size() > acknowledged);
        // whether the batch that was held counts is told by asking again: it was applied once, or not at all
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> leader.put("held").get(10, TimeUnit.SECONDS).code(),
                        code -> code == ReplyCode.OK || code == ReplyCode.ALREADY_EXISTS);
        requireEqualReplays(leader, other(leader));
    }

    @Test
    void shouldStopLeadingWhenABatchFailsAfterAChange() throws Exception {
        member(2);
        member(2);
        create();
        TestMember leader = leader();
        assertThat(leader.put("before").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        leader.store().failNext(new IllegalStateException("planted: the batch is applied but not recorded"));
        CompletableFuture<?> answer = leader.put("lost");
        await().atMost(PATIENCE).until(() -> leader.loop().state() == LeaderState.POISONED);
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                // a tick's batch may have met what was planted, and the command was in none
                .withMessageMatching("(?s).*(unknown|is stopped).*");
        long acknowledged = leader.loop().acknowledgedSequence();
        assertThat(leader.put("later"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("is stopped");
        assertThat(leader.losses).hasSize(1);
        assertThat(leader.loop().acknowledgedSequence()).isEqualTo(acknowledged);

        // the copy on the other member is sound: it leads as soon as this one is gone
        TestMember backup = other(leader);
        leader.kill();
        assertThat(leader()).isSameAs(backup);
        assertThat(backup.put("before").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
        assertThat(backup.put("later").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldDecideNothingWhenItMustNotGoOnAlone() throws Exception {
        AtomicBoolean allowed = new AtomicBoolean();
        TestMember only = new TestMember(grid, "only", FreePorts.next(), List.of(), 1, new AloneRule() {
            @Override
            public boolean mayGoOnAlone() {
                return allowed.get();
            }

            @Override
            public boolean hasPartners() {
                return true;
            }
        });
        members.add(only.start());
        assertThat(only.create()).isEqualTo(BatchCode.NO_BACKUP);
        assertThat(only.loop().state()).isNotEqualTo(LeaderState.LEADING);
        allowed.set(true);
        assertThat(only.create()).isEqualTo(BatchCode.APPLIED);
        leader();
        assertThat(only.put("one").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        allowed.set(false);
        await().atMost(PATIENCE)
                .until(() -> "no backup can take a batch".equals(only.loop().stateReason()));
        int acknowledged = only.acknowledged.size();
        CompletableFuture<?> answer = only.put("two");
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !answer.isDone());
        assertThat(only.acknowledged).hasSize(acknowledged);
    }

    private static void requireEqualReplays(TestMember one, TestMember two) {
        one.loop().stop(5_000);
        Replica first = new Replica(new Directory());
        one.store().replay(first);
        Replica second = new Replica(new Directory());
        two.store().replay(second);
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void shouldRefuseToDecideWithoutABackupWhenThreeMembersAreConfigured() throws Exception {
        member(3);
        member(3);
        create();
        TestMember leader = leader();
        assertThat(leader.put("one").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        long acknowledged = leader.loop().acknowledgedSequence();
        int batches = leader.acknowledged.size();
        other(leader).kill();
        await().atMost(PATIENCE).until(() -> leader.member().presence().members() == 1);
        CompletableFuture<?> answer = leader.put("two");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !answer.isDone() || answer.isCompletedExceptionally());
        assertThat(leader.loop().acknowledgedSequence()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(leader.acknowledged.size() - batches).isLessThan(40);
        assertThat(leader.loop().isAlone()).isFalse();
    }
}
