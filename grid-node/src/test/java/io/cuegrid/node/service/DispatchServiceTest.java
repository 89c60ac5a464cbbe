package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.DelayRule;
import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.DispatchMode;
import io.cuegrid.api.grid.FacilityRules;
import io.cuegrid.api.grid.GetRulesRequest;
import io.cuegrid.api.grid.GetRulesResponse;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.SetDelayRuleRequest;
import io.cuegrid.api.grid.SetLayerShareRequest;
import io.cuegrid.api.grid.SetLimitCountingRequest;
import io.cuegrid.api.grid.SetModeRequest;
import io.cuegrid.api.grid.ShowMode;
import io.cuegrid.api.opencue.limit.LimitCreateRequest;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowDeleteRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DispatchInterface over a real directory and a real cell. */
class DispatchServiceTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final DispatchInterfaceGrpc.DispatchInterfaceBlockingStub dispatch =
            DispatchInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private void launch(String name, int priority, String limit) {
        LayerDocument.Builder layer = LayerDocument.newBuilder()
                .setName("render")
                .setKindValue(2)
                .setCommand("true")
                .setRange("1-20")
                .setChunkSize(1);
        if (!limit.isEmpty()) {
            layer.addLimits(limit);
        }
        SpecDocument spec = SpecDocument.newBuilder()
                .setShow("testing")
                .setShot("sh010")
                .setUser("ann")
                .addJobs(JobDocument.newBuilder()
                        .setName("testing-sh010-ann_" + name)
                        .setPriority(priority)
                        .addLayers(layer))
                .build();
        LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build());
    }

    private long runningOf(long job) {
        return farm.grid().hosts("local").running().stream()
                .filter(order -> order.job() == job)
                .count();
    }

    @Test
    void shouldShareCoresInProportionOnceTheModeSaysSo() {
        dispatch.setMode(
                SetModeRequest.newBuilder().setMode(DispatchMode.PROPORTIONAL).build());
        launch("low", 10, "");
        launch("high", 30, "");
        farm.grid().hosts("local").register("node1", 4);
        assertThat(runningOf(1)).isEqualTo(1);
        assertThat(runningOf(2)).isEqualTo(3);
    }

    @Test
    void shouldRunAsManyFramesAsFitOnAHostOfALimitThatCountsHosts() {
        LimitInterfaceGrpc.newBlockingStub(farm.channel())
                .create(LimitCreateRequest.newBuilder()
                        .setName("arnold")
                        .setMaxValue(1)
                        .build());
        launch("licensed", 1, "arnold");
        farm.grid().hosts("local").register("node1", 4);
        farm.grid().hosts("local").register("node2", 4);
        assertThat(runningOf(1)).isEqualTo(1);
        dispatch.setLimitCounting(SetLimitCountingRequest.newBuilder()
                .setLimit("arnold")
                .setHosts(true)
                .build());
        assertThat(runningOf(1)).isEqualTo(4);
    }

    @Test
    void shouldSpreadALayerOnceItsShareOfAHostIsSet() {
        dispatch.setLayerShare(SetLayerShareRequest.newBuilder()
                .setPercent(25)
                .setLeastProcs(1)
                .build());
        farm.grid().hosts("local").register("node1", 4);
        farm.grid().hosts("local").register("node2", 4);
        launch("one", 10, "");
        launch("two", 10, "");
        assertThat(runningOf(1)).as("alone it took what nothing else could use").isEqualTo(8);
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> dispatch.setLayerShare(
                        SetLayerShareRequest.newBuilder().setPercent(101).build()),
                "percent");
    }

    @Test
    void shouldTellWhatIsSet() {
        LimitInterfaceGrpc.newBlockingStub(farm.channel())
                .create(LimitCreateRequest.newBuilder()
                        .setName("arnold")
                        .setMaxValue(1)
                        .build());
        GetRulesResponse before = dispatch.getRules(
                GetRulesRequest.newBuilder().setFacility("local").build());
        assertThat(before.getFacilitiesList())
                .containsExactly(FacilityRules.newBuilder().setFacility("local").build());
        assertThat(before.getHostLimitsList()).isEmpty();
        dispatch.setMode(SetModeRequest.newBuilder().setMode(DispatchMode.FIFO).build());
        dispatch.setMode(SetModeRequest.newBuilder()
                .setShow("testing")
                .setMode(DispatchMode.PRIORITY)
                .build());
        dispatch.setDelayRule(SetDelayRuleRequest.newBuilder()
                .setExitStatus(330)
                .setMinutes(5)
                .build());
        dispatch.setLayerShare(SetLayerShareRequest.newBuilder().setPercent(25).build());
        dispatch.setLimitCounting(SetLimitCountingRequest.newBuilder()
                .setLimit("arnold")
                .setHosts(true)
                .build());
        GetRulesResponse now = dispatch.getRules(
                GetRulesRequest.newBuilder().setFacility("LOCAL").build());
        assertThat(now.getFacilitiesList())
                .containsExactly(FacilityRules.newBuilder()
                        .setFacility("local")
                        .setMode(DispatchMode.FIFO)
                        .addShows(ShowMode.newBuilder().setShow("testing").setMode(DispatchMode.PRIORITY))
                        .addDelayRules(DelayRule.newBuilder().setExitStatus(330).setMinutes(5))
                        .setLayerSharePercent(25)
                        .setLayerShareLeastProcs(8)
                        .build());
        assertThat(now.getHostLimitsList()).containsExactly("arnold");
    }

    @Test
    void shouldTellNoModeOfAShowThatWasRemoved() {
        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows = ShowInterfaceGrpc.newBlockingStub(farm.channel());
        Show gone = shows.createShow(
                        ShowCreateShowRequest.newBuilder().setName("gone").build())
                .getShow();
        dispatch.setMode(SetModeRequest.newBuilder()
                .setShow("gone")
                .setMode(DispatchMode.FIFO)
                .build());
        shows.delete(ShowDeleteRequest.newBuilder().setShow(gone).build());
        assertThat(dispatch.getRules(GetRulesRequest.newBuilder()
                                .setFacility("local")
                                .build())
                        .getFacilities(0)
                        .getShowsList())
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotThereOrMakesNoSense() {
        assertRefused(
                Code.NOT_FOUND,
                () -> dispatch.setMode(
                        SetModeRequest.newBuilder().setFacility("mars").build()),
                "mars");
        assertRefused(
                Code.NOT_FOUND,
                () -> dispatch.setMode(
                        SetModeRequest.newBuilder().setShow("nosuch").build()),
                "nosuch");
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> dispatch.setDelayRule(SetDelayRuleRequest.newBuilder()
                        .setExitStatus(0)
                        .setMinutes(5)
                        .build()),
                "exit status 0");
        dispatch.setDelayRule(SetDelayRuleRequest.newBuilder()
                .setExitStatus(330)
                .setMinutes(5)
                .build());
    }
}
