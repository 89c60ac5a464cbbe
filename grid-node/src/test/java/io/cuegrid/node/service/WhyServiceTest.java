package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.WhyCount;
import io.cuegrid.api.grid.WhyInterfaceGrpc;
import io.cuegrid.api.grid.WhyJobRequest;
import io.cuegrid.api.grid.WhyJobResponse;
import io.cuegrid.api.grid.WhyLayerRequest;
import io.cuegrid.api.grid.WhyReason;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WhyInterface over a real directory and a real cell. */
class WhyServiceTest {
    private final ServiceFarm farm = new ServiceFarm();
    private final WhyInterfaceGrpc.WhyInterfaceBlockingStub why = WhyInterfaceGrpc.newBlockingStub(farm.channel());

    @AfterEach
    void close() {
        farm.close();
    }

    private static LayerDocument layer(String name, String range) {
        return LayerDocument.newBuilder()
                .setName(name)
                .setKindValue(2)
                .setCommand("true")
                .setRange(range)
                .setChunkSize(1)
                .build();
    }

    private String launch() {
        SpecDocument spec = SpecDocument.newBuilder()
                .setShow("testing")
                .setShot("sh010")
                .setUser("ann")
                .addJobs(JobDocument.newBuilder()
                        .setName("testing-sh010-ann_wait")
                        .addLayers(layer("render", "1-5"))
                        .addLayers(layer("comp", "1-2")))
                .build();
        return LaunchInterfaceGrpc.newBlockingStub(farm.channel())
                .launchDocument(LaunchDocumentRequest.newBuilder().setSpec(spec).build())
                .getJobIds(0);
    }

    @Test
    void shouldCountEveryWaitingFrameOfAJobUnderOneReason() {
        String job = launch();
        WhyJobResponse answer =
                why.getJob(WhyJobRequest.newBuilder().setJobId(job).build());
        assertThat(answer.getJobName()).isEqualTo("testing-sh010-ann_wait");
        assertThat(answer.getWaitingFrames()).isEqualTo(7);
        assertThat(answer.getLayersList()).extracting(layer -> layer.getName()).containsExactly("render", "comp");
        assertThat(answer.getLayers(0).getReasonsList())
                .extracting(WhyCount::getReason, WhyCount::getFrames, WhyCount::getDetail)
                .containsExactly(tuple(WhyReason.NO_HOST, 5, "the facility has no hosts"));
    }

    @Test
    void shouldAnswerForOneLayer() {
        farm.grid().hosts("local").register("node1", 1);
        String job = launch();
        String layer = why.getJob(WhyJobRequest.newBuilder().setJobId(job).build())
                .getLayers(0)
                .getId();
        var answer = why.getLayer(WhyLayerRequest.newBuilder().setLayerId(layer).build())
                .getLayer();
        assertThat(answer.getName()).isEqualTo("render");
        assertThat(answer.getReasonsList())
                .extracting(WhyCount::getReason, WhyCount::getFrames)
                .containsExactly(tuple(WhyReason.HOSTS_BUSY, 4));
    }

    @Test
    void shouldKnowEachReasonOfTheCellByItsName() {
        for (var reason : io.cuegrid.core.cell.book.WhyReason.values()) {
            assertThat(WhyReason.forNumber(reason.code()))
                    .as("what the API and ./cuegrid why call " + reason)
                    .isNotNull()
                    .extracting(Enum::name)
                    .isEqualTo(reason.name());
        }
        assertThat(WhyReason.values())
                .as("UNKNOWN_REASON and UNRECOGNIZED are the two that no cell gives")
                .hasSize(io.cuegrid.core.cell.book.WhyReason.values().length + 2);
    }

    @Test
    void shouldNotKnowAJobThatIsNotThere() {
        String layer = why.getJob(WhyJobRequest.newBuilder().setJobId(launch()).build())
                .getLayers(0)
                .getId();
        assertRefused(
                Code.NOT_FOUND,
                () -> why.getJob(WhyJobRequest.newBuilder().setJobId(layer).build()),
                "is the id of a layer");
        assertRefused(Code.INVALID_ARGUMENT, () -> why.getJob(WhyJobRequest.getDefaultInstance()), "its id is empty");
    }
}
