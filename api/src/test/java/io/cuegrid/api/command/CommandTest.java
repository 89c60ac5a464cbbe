package io.cuegrid.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
    private static final LayerFrames FRAMES = new LayerFrames(FrameSet.parse("1-10:5"), 3);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "render #IFRAME#                  | render 5",
                "-s #FRAME_START# -e #FRAME_END#  | -s 5 -e 9",
                "#ZFRAME#.exr                     | 0005.exr",
                "#FRAMESPEC#                      | 5-9x2",
                "#FRAME_CHUNK#                    | 3",
                "#FRAME# #LAYER# #JOB#            | 0005-beauty beauty demo-sh01-ann_test",
                "#FRAME#SPEC#                     | 0005-beautySPEC#",
                "##IFRAME##                       | #5#",
                "#UNKNOWN# # ## #iframe#          | #UNKNOWN# # ## #iframe#",
                "echo '#'#IFRAME#                 | echo '#'5",
                "$1 \\1 #IFRAME#$2                | $1 \\1 5$2",
                "#IFRAME                          | #IFRAME",
            })
    void shouldFillTokensInOnePass(String command, String expanded) {
        assertThat(CommandTokens.expand(job(command), order())).isEqualTo(expanded);
    }

    @Test
    void shouldNotLookAgainAtWhatATokenBecame() {
        JobDocument job = job("#LAYER# #IFRAME#").toBuilder()
                .setLayers(0, LayerDocument.newBuilder().setName("#JOB#").setCommand("#LAYER#IFRAME# #FRAME#"))
                .build();

        assertThat(CommandTokens.expand(job, order())).isEqualTo("#JOB#IFRAME# 0005-#JOB#");
    }

    @Test
    void shouldLetLaterVariablesWinAndKeepTheBasePathFirst() {
        Map<String, String> environment = FrameEnvironment.build(job("true"), order());

        assertThat(environment)
                .containsEntry("PATH", FrameEnvironment.BASE_PATH + ":/opt/tool/bin")
                .containsEntry("JOB_VARIABLE", "of job")
                .containsEntry("BOTH", "of layer")
                .containsEntry("CUE_IFRAME", "5")
                .containsEntry("CUE_FRAME", "0005-beauty")
                .containsEntry("CUE_LAYER", "beauty")
                .containsEntry("CUE_JOB", "demo-sh01-ann_test")
                .containsEntry("CUE_RANGE", "1-10:5")
                .containsEntry("CUE_CHUNK", "3")
                .containsEntry("CUE_FRAMESPEC", "5-9x2")
                .containsEntry("CUE_THREADS", "2")
                .containsEntry("CUE_THREADABLE", "1")
                .containsEntry("CUE_MEMORY", "1048576")
                .containsEntry("CUE_LOG_PATH", "/logs/demo")
                .containsEntry("CUE_ATTEMPT", "2")
                .containsEntry("CUE3", "1")
                .containsEntry("logfile", "demo-sh01-ann_test.0005-beauty.rqlog")
                .containsEntry("TERM", "unknown")
                .containsEntry("USER", "ann")
                .doesNotContainKey("HOME");
    }

    private static FrameOrder order() {
        return new FrameOrder(0, FRAMES.chunk(1), 2, 250, 1_048_576, 0, 0, "frame-id", "node-1");
    }

    private static JobDocument job(String command) {
        return JobDocument.newBuilder()
                .setName("demo-sh01-ann_test")
                .setShow("demo")
                .setShot("sh01")
                .setUser("ann")
                .setId("job-id")
                .setLogDir("/logs/demo")
                .putEnvironment("JOB_VARIABLE", "of job")
                .putEnvironment("BOTH", "of job")
                .putEnvironment("CUE_IFRAME", "forged")
                .addLayers(LayerDocument.newBuilder()
                        .setName("beauty")
                        .setCommand(command)
                        .setRange("1-10:5")
                        .setChunkSize(3)
                        .setThreadable(true)
                        .putEnvironment("BOTH", "of layer")
                        .putEnvironment("PATH", "/opt/tool/bin"))
                .build();
    }
}
