package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.cuegrid.api.grid.DelayRule;
import io.cuegrid.api.grid.DispatchInterfaceGrpc.DispatchInterfaceImplBase;
import io.cuegrid.api.grid.DispatchMode;
import io.cuegrid.api.grid.FacilityRules;
import io.cuegrid.api.grid.GetRulesRequest;
import io.cuegrid.api.grid.GetRulesResponse;
import io.cuegrid.api.grid.SetDelayRuleRequest;
import io.cuegrid.api.grid.SetDelayRuleResponse;
import io.cuegrid.api.grid.SetLayerShareRequest;
import io.cuegrid.api.grid.SetLayerShareResponse;
import io.cuegrid.api.grid.SetLimitCountingRequest;
import io.cuegrid.api.grid.SetLimitCountingResponse;
import io.cuegrid.api.grid.SetModeRequest;
import io.cuegrid.api.grid.SetModeResponse;
import io.cuegrid.api.grid.ShowMode;
import io.cuegrid.api.token.SecretFile;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the words of rules ask a node for, and how its answer is shown. The node is a hand-made one. */
class RulesCommandTest {
    @TempDir
    Path home;

    private final List<Message> asked = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        SecretFile.readOrCreate(home.resolve("secret"));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new RecordingNode())
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private CapturedOutput run(int status, String... words) {
        CapturedOutput captured = new CapturedOutput();
        String[] arguments = new String[words.length + 4];
        System.arraycopy(words, 0, arguments, 0, words.length);
        arguments[words.length] = "--home";
        arguments[words.length + 1] = home.toString();
        arguments[words.length + 2] = "--node";
        arguments[words.length + 3] = "127.0.0.1:" + server.getPort();
        assertThat(captured.run(arguments)).as(captured.err()).isEqualTo(status);
        return captured;
    }

    @Test
    void shouldListWhatIsSetForPeopleAndForPrograms() {
        assertThat(run(0, "rules").out()).isEqualTo("""
                        FACILITY  RULE   OF        IS
                        local     mode   -         priority
                        local     mode   lighting  balanced
                        local     delay  330       5 min
                        local     share  -         25 %, at least 8 procs
                        -         limit  arnold    hosts
                        """);
        assertThat(run(0, "rules", "--json", "--facility", "local").out())
                .startsWith("[\n{\"facility\":\"local\",\"rule\":\"mode\",\"subject\":\"\",\"value\":\"priority\"},\n");
        assertThat(asked)
                .containsExactly(
                        GetRulesRequest.getDefaultInstance(),
                        GetRulesRequest.newBuilder().setFacility("local").build());
    }

    @Test
    void shouldSetModes() {
        assertThat(run(0, "rules", "mode", "proportional").out()).isEqualTo("jobs are ordered by proportional\n");
        run(0, "rules", "mode", "fifo", "--show", "lighting", "--facility", "east");
        assertThat(run(0, "rules", "mode", "facility", "--show", "lighting").out())
                .isEqualTo("jobs of lighting are ordered as their facility says\n");
        assertThat(asked)
                .containsExactly(
                        SetModeRequest.newBuilder()
                                .setMode(DispatchMode.PROPORTIONAL)
                                .build(),
                        SetModeRequest.newBuilder()
                                .setFacility("east")
                                .setShow("lighting")
                                .setMode(DispatchMode.FIFO)
                                .build(),
                        SetModeRequest.newBuilder()
                                .setShow("lighting")
                                .setAsFacility(true)
                                .build());
        assertThat(run(2, "rules", "mode", "facility").err()).contains("--show");
        assertThat(run(2, "rules", "mode", "random").err()).contains("random").contains("--help");
    }

    @Test
    void shouldSetDelaysLimitsAndShares() {
        assertThat(run(0, "rules", "delay", "330", "5").out()).isEqualTo("exit status 330 pauses a layer for 5 min\n");
        assertThat(run(0, "rules", "limit", "arnold", "hosts").out()).isEqualTo("limit arnold counts hosts\n");
        assertThat(run(0, "rules", "share", "25").out())
                .isEqualTo("a layer's share of a host is 25 %, at least 8 procs\n");
        assertThat(run(0, "rules", "share", "0").out()).isEqualTo("a layer may fill a host\n");
        assertThat(asked)
                .containsExactly(
                        SetDelayRuleRequest.newBuilder()
                                .setExitStatus(330)
                                .setMinutes(5)
                                .build(),
                        SetLimitCountingRequest.newBuilder()
                                .setLimit("arnold")
                                .setHosts(true)
                                .build(),
                        SetLayerShareRequest.newBuilder()
                                .setPercent(25)
                                .setLeastProcs(8)
                                .build(),
                        SetLayerShareRequest.newBuilder().setLeastProcs(8).build());
    }

    @Test
    void shouldRefuseOptionsThatStandBeforeTheWordTheyAreMeantFor() {
        assertThat(run(2, "rules", "--facility", "east", "mode", "fifo").err())
                .contains("--facility stands before mode")
                .contains("./cuegrid rules --help");
        assertThat(run(2, "rules", "--json", "limit", "arnold", "hosts").err()).contains("--json stands before limit");
        assertThat(run(0, "rules", "--help", "mode", "fifo").out()).contains("--facility");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRefuseAShareOfLessThanOneProc() {
        assertThat(run(2, "rules", "share", "25", "--least-procs", "0").err()).contains("--least-procs: 0");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldSayWhatTheGridRefuses() {
        assertThat(run(2, "rules", "share", "101").err()).contains("percent: 101");
    }

    /** Answers what it was made for and writes down what it was asked. */
    private final class RecordingNode extends DispatchInterfaceImplBase {
        private <T> void answer(Message request, T response, StreamObserver<T> to) {
            asked.add(request);
            to.onNext(response);
            to.onCompleted();
        }

        @Override
        public void setMode(SetModeRequest request, StreamObserver<SetModeResponse> to) {
            answer(request, SetModeResponse.getDefaultInstance(), to);
        }

        @Override
        public void setDelayRule(SetDelayRuleRequest request, StreamObserver<SetDelayRuleResponse> to) {
            answer(request, SetDelayRuleResponse.getDefaultInstance(), to);
        }

        @Override
        public void setLimitCounting(SetLimitCountingRequest request, StreamObserver<SetLimitCountingResponse> to) {
            answer(request, SetLimitCountingResponse.getDefaultInstance(), to);
        }

        @Override
        public void setLayerShare(SetLayerShareRequest request, StreamObserver<SetLayerShareResponse> to) {
            if (request.getPercent() > 100) {
                to.onError(Status.INVALID_ARGUMENT
                        .withDescription("percent: " + request.getPercent() + " is not between 0 and 100")
                        .asRuntimeException());
                return;
            }
            answer(request, SetLayerShareResponse.getDefaultInstance(), to);
        }

        @Override
        public void getRules(GetRulesRequest request, StreamObserver<GetRulesResponse> to) {
            FacilityRules local = FacilityRules.newBuilder()
                    .setFacility("local")
                    .addShows(ShowMode.newBuilder().setShow("lighting").setMode(DispatchMode.BALANCED))
                    .addDelayRules(DelayRule.newBuilder().setExitStatus(330).setMinutes(5))
                    .setLayerSharePercent(25)
                    .setLayerShareLeastProcs(8)
                    .build();
            answer(
                    request,
                    GetRulesResponse.newBuilder()
                            .addFacilities(local)
                            .addHostLimits("arnold")
                            .build(),
                    to);
        }
    }
}
