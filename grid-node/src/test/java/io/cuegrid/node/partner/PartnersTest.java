package io.cuegrid.node.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.directory.Generic;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.Node;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.TestNode;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes that are killed and started again: there is never a second grid, and never an older state. */
@Timeout(180)
class PartnersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long READ_MILLIS_MAX = 10_000;
    private static final String TOGETHER = "alone false";
    private static final String ALONE = "alone true";

    @TempDir
    Path home;

    private TestNode one;
    private TestNode other;

    @BeforeEach
    void prepare() {
        one = new TestNode(home, "one");
        other = new TestNode(home, "other");
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    /** Creates a department by any node of the grid; asks again while the lead changes. */
    private static void put(Node node, String name) {
        Generic record = new Generic(0, 0, RecordKind.DEPARTMENT, 0, name, new byte[0]);
        await().atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(
                        () -> node.grid()
                                .directory()
                                .submit((buffer, offset, correlation) ->
                                        Seed.putCommand(new RecordCodec(), record, buffer, offset, correlation))
                                .get(20, TimeUnit.SECONDS)
                                .code(),
                        code -> code == ReplyCode.OK || code == ReplyCode.ALREADY_EXISTS);
    }

    /** The departments that the grid has, as a node says. */
    private static Set<String> departments(Node node) {
        RecordCodec codec = new RecordCodec();
        return await().atMost(PATIENCE)
                .ignoreException(StatusRuntimeException.class)
                .until(
                        () -> {
                            Set<String> names = new TreeSet<>();
                            new MachineClient(node.grid().directory(), READ_MILLIS_MAX)
                                    .read(RowQuery.records(RecordKind.DEPARTMENT), (buffer, offset, length) -> {
                                        names.add(codec.decode(buffer, offset).name());
                                        return true;
                                    });
                            return names;
                        },
                        names -> true);
    }

    private void startBoth() throws Exception {
        one.start();
        other.start(one.memberAddress());
        awaitTogether();
    }

    /** Both hold every cell and have written down that either may go on without the other. */
    private void awaitTogether() {
        await().atMost(PATIENCE)
                .until(() -> one.partners().contains(TOGETHER)
                        && one.partners().contains(other.grpcAddress())
                        && other.partners().contains(TOGETHER)
                        && other.partners().contains(one.grpcAddress()));
        await().atMost(PATIENCE).until(() -> isReady(one, other) && isReady(other, one));
    }

    private static boolean isReady(TestNode node, TestNode partner) {
        return node.node().mayOutlive(partner.memberAddress());
    }

    @Test
    void shouldEndWithASentenceWhenNobodyAnswersAtTheAddressToJoin() {
        String nobody = "127.0.0.1:" + FreePorts.next();
        assertThatThrownBy(() -> one.start(false, 300, 1, nobody))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the node at " + nobody + " does not answer")
                .hasMessageContaining("there is no grid to join");
        assertThat(home.resolve("nodes/one/journal")).isEmptyDirectory();
        assertThat(home.resolve("nodes/one/partners")).doesNotExist();
    }

    @Test
    void shouldEndWithASentenceWhenAStrangerListensAtTheAddressToJoin() throws Exception {
        int takesNoMembers = other.start().grpcPort();
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (int port : new int[] {mute.getLocalPort(), takesNoMembers}) {
                assertThatThrownBy(() -> one.start(false, 300, 1, "127.0.0.1:" + port))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("what listens at 127.0.0.1:" + port + " is not the member port");
            }
        }
        assertThat(home.resolve("nodes/one/partners")).doesNotExist();
    }

    @Test
    void shouldRememberNobodyWhenItNeverHadAPartner() throws Exception {
        one.start();
        put(one.node(), "comp");
        one.kill();
        one.start();
        assertThat(departments(one.node())).contains("comp");
        assertThat(home.resolve("nodes/one/partners")).doesNotExist();
    }

    @Test
    void shouldJoinTheGridOfTheSurvivorAgainWithoutBeingTold() throws Exception {
        startBoth();
        put(one.node(), "before");
        one.kill();
        put(other.node(), "meanwhile");
        assertThat(other.partners()).contains(ALONE);

        one.start();
        assertThat(one.node().member().peers()).hasSize(2);
        assertThat(departments(one.node())).contains("meanwhile");
        assertThat(departments(one.node())).contains("before");
        awaitTogether();

        // and the other way round: what came by copy is enough to go on with
        put(one.node(), "again");
        other.kill();
        assertThat(departments(one.node())).contains("again");
        assertThat(departments(one.node())).contains("meanwhile");
        put(one.node(), "last");
    }

    @Test
    void shouldRefuseToLeadWhenThePartnerMayHaveGoneOnAndGoOnAtOnceWhenItWasItself() throws Exception {
        startBoth();
        one.kill();
        put(other.node(), "meanwhile");
        other.kill();

        assertThatThrownBy(() -> one.start(false, 300, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("node 'other' at " + other.memberAddress())
                .hasMessageContaining(other.grpcAddress())
                .hasMessageContaining("--alone");

        other.start(false, 0, 1);
        assertThat(departments(other.node())).contains("meanwhile");
        assertThatThrownBy(() -> one.start(true, 0, 1))
                .hasMessageContaining("it is not gone")
                .hasMessageContaining("without --alone");
        other.kill();

        one.start(true, 0, 1);
        assertThat(departments(one.node())).doesNotContain("meanwhile");
        put(one.node(), "meanwhile");
        one.kill();
        one.start(false, 0, 1);
        assertThat(departments(one.node())).contains("meanwhile");
    }

    @Test
    void shouldComeUpTogetherWithTheNewerStateAfterBothWereKilledAtOnce() throws Exception {
        startBoth();
        put(one.node(), "before");
        String ofOne = one.partners();
        String ofOther = other.partners();
        one.kill();
        put(other.node(), "newest");
        other.kill();
        // neither had the time to write that it was alone; the other's journal is the longer one
        one.partners(ofOne);
        other.partners(ofOther);

        CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> {
            try {
                one.start();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        starting.get(60, TimeUnit.SECONDS);
        assertThat(one.node().member().peers()).hasSize(2);
        assertThat(departments(one.node())).contains("newest");
        assertThat(departments(other.node())).contains("before");
        awaitTogether();
    }

    @Test
    void shouldNotGoOnAloneBeforeTheOwnerKnowsOfTheCopy() throws Exception {
        Standing standing = Standing.open(home.resolve("partners"), 1);
        standing.joining(Partner.at("127.0.0.1:1"));
        standing.left();
        assertThat(standing.mayGoOnAlone()).isFalse();
        standing.answered(new Partner("0000000a", "owner", "127.0.0.1:1", "127.0.0.1:2"));
        standing.left();
        assertThat(standing.mayGoOnAlone()).isTrue();

        Standing again = Standing.open(home.resolve("partners"), 1);
        assertThat(again.mayGoOnAlone()).isTrue();
        assertThat(again.partners()).containsExactly(new Partner("0000000a", "owner", "127.0.0.1:1", "127.0.0.1:2"));
        again.told(new Partner("0000000b", "third", "127.0.0.1:3", "127.0.0.1:4"));
        assertThat(again.mayGoOnAlone()).isFalse();
        assertThat(again.partners()).extracting(Partner::name).containsExactly("third");
    }
}
