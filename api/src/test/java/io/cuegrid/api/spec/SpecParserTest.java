package io.cuegrid.api.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecParserTest {
    private static final long NOW = 1_700_000_000_000L;

    private static final String FULL = """
            <?xml version="1.0"?>
            <!DOCTYPE spec PUBLIC "SPI Cue  Specification Language" "http://localhost:8080/spcue/dtd/cjsl-1.15.dtd">
            <spec>
              <facility>Local</facility>
              <dept>lighting</dept>
              <show>testing</show>
              <shot>SH-010</shot>
              <user>Ann</user>
              <email>ann@example.com,bob@example.com</email>
              <uid>1000</uid>
              <job name="My-Job__v1">
                <paused>True</paused>
                <priority>7</priority>
                <maxretries>2</maxretries>
                <maxcores>50</maxcores>
                <maxgpus>4</maxgpus>
                <autoeat>None</autoeat>
                <localbook host="desk1" cores="2" memory="8123392.0" threads="1" gpu="0"/>
                <os>rhel9</os>
                <env><key name="SHOW_ROOT"> /shots/testing </key></env>
                <env><key name="LICENCE">a=b;c</key></env>
                <layers>
                  <layer name="Render-Beauty" type="Render">
                    <cmd>render &lt;in.rib -f #IFRAME# &amp;&amp; echo "ok"</cmd>
                    <range>1-10</range>
                    <chunk>5</chunk>
                    <cores>1.5</cores>
                    <threadable>True</threadable>
                    <memory>2500m</memory>
                    <gpus>1</gpus>
                    <gpu_memory>4g</gpu_memory>
                    <timeout>60</timeout>
                    <timeout_llu>5</timeout_llu>
                    <tags>general | gpu_host</tags>
                    <limits><limit>arnold</limit><limit>nuke</limit><limit>arnold</limit></limits>
                    <env><key name="QUALITY">high</key></env>
                    <services><service>arnold,shell</service></services>
                    <outputs><output name="main">/out/beauty.#.exr</output></outputs>
                  </layer>
                  <layer name="comp" type="Util">
                    <cmd>comp</cmd><range>1-10</range><chunk>1</chunk><cores>150</cores>
                    <services><service>nuke</service></services>
                    <limits><limit>nuke</limit></limits>
                  </layer>
                  <layer name="notify" type="Post"><cmd>mail</cmd><range>1</range><chunk>1</chunk></layer>
                </layers>
              </job>
              <depends>
                <depend type="FRAME_BY_FRAME" anyframe="False">
                  <depjob>my-job__v1</depjob><deplayer>comp</deplayer>
                  <onjob>my-job__v1</onjob><onlayer>render-beauty</onlayer>
                </depend>
                <depend type="LAYER_ON_SIM_FRAME" anyframe="False">
                  <depjob>my-job__v1</depjob><deplayer>comp</deplayer>
                  <onjob>my-job__v1</onjob><onframe>0001-render-beauty</onframe>
                </depend>
              </depends>
            </spec>
            """;

    @Test
    void shouldReadEveryElement() throws SpecException {
        SpecDocument spec = SpecParser.parse(FULL, NOW);

        assertThat(spec.getFacility()).isEqualTo("local");
        assertThat(spec.getShow()).isEqualTo("testing");
        assertThat(spec.getShot()).isEqualTo("sh_010");
        assertThat(spec.getUser()).isEqualTo("Ann");
        assertThat(spec.getUid()).isEqualTo(1000);
        assertThat(spec.getEmail()).isEqualTo("ann@example.com,bob@example.com");
        JobDocument job = spec.getJobs(0);
        assertThat(job.getName()).isEqualTo("testing-sh_010-ann_my_job_v1");
        assertThat(job.getPaused()).isTrue();
        assertThat(job.getPriority()).isEqualTo(7);
        assertThat(job.getMaxRetries()).isEqualTo(2);
        assertThat(job.getMaxCoreUnits()).isEqualTo(5000);
        assertThat(job.getMaxGpus()).isEqualTo(4);
        assertThat(job.getAutoEat()).isFalse();
        assertThat(job.getOs()).isEqualTo("rhel9");
        assertThat(job.getLocalBooking().getHost()).isEqualTo("desk1");
        assertThat(job.getLocalBooking().getCoreUnits()).isEqualTo(200);
        assertThat(job.getLocalBooking().getMemoryKib()).isEqualTo(8_123_392);
        assertThat(job.getEnvironmentMap())
                .containsEntry("SHOW_ROOT", "/shots/testing")
                .containsEntry("LICENCE", "a=b;c")
                .hasSize(2);
        assertThat(job.getLayersList()).extracting(LayerDocument::getName).containsExactly("render_beauty", "comp");
        LayerDocument layer = job.getLayers(0);
        assertThat(layer.getKind()).isEqualTo(LayerKind.RENDER);
        assertThat(layer.getCommand()).isEqualTo("render <in.rib -f #IFRAME# && echo \"ok\"");
        assertThat(layer.getRange()).isEqualTo("1-10");
        assertThat(layer.getChunkSize()).isEqualTo(5);
        assertThat(layer.getMinCoreUnits()).isEqualTo(150);
        assertThat(layer.getThreadable()).isTrue();
        assertThat(layer.getMemoryKib()).isEqualTo(2_560_000);
        assertThat(layer.getMinGpus()).isEqualTo(1);
        assertThat(layer.getGpuMemoryKib()).isEqualTo(4_194_304);
        assertThat(layer.getTimeoutMinutes()).isEqualTo(60);
        assertThat(layer.getTimeoutLluMinutes()).isEqualTo(5);
        assertThat(layer.getTagsList()).containsExactly("general", "gpu_host");
        assertThat(layer.getLimitsList()).containsExactly("arnold", "nuke");
        assertThat(layer.getServicesList()).containsExactly("arnold", "shell");
        assertThat(layer.getEnvironmentMap()).containsEntry("QUALITY", "high");
        assertThat(layer.getOutputs(0).getName()).isEqualTo("main");
        assertThat(layer.getOutputs(0).getPath()).isEqualTo("/out/beauty.#.exr");
        assertThat(job.getLayers(1).getKind()).isEqualTo(LayerKind.UTIL);
        assertThat(job.getLayers(1).getMinCoreUnits()).isEqualTo(150);
        assertThat(job.getLayers(1).hasMemoryKib()).isFalse();
    }

    @Test
    void shouldPutPostLayersIntoAJobOfTheirOwn() throws SpecException {
        SpecDocument spec = SpecParser.parse(FULL, NOW);

        assertThat(spec.getJobsCount()).isEqualTo(2);
        JobDocument post = spec.getJobs(1);
        assertThat(post.getName()).isEqualTo("testing-sh_010-ann_my_job_v1_post_job_" + NOW);
        assertThat(post.getPostJobOf()).isEqualTo("testing-sh_010-ann_my_job_v1");
        assertThat(post.getLayersList()).extracting(LayerDocument::getName).containsExactly("notify");
        assertThat(post.getOs()).isEqualTo("rhel9");
        assertThat(post.getPaused()).isFalse();
        assertThat(post.hasLocalBooking()).isFalse();
        assertThat(post.getEnvironmentMap())
                .containsEntry("LICENCE", "a=b;c")
                .containsEntry("CUE_PARENT_JOB", "testing-sh_010-ann_my_job_v1");
    }

    @Test
    void shouldNameTheEndsOfDependsInFull() throws SpecException {
        SpecDocument spec = SpecParser.parse(FULL, NOW);

        DependDocument byFrame = spec.getDepends(0);
        assertThat(DependKind.of(byFrame.getType())).isEqualTo(DependKind.FRAME_BY_FRAME);
        assertThat(byFrame.getErJob()).isEqualTo("testing-sh_010-ann_my_job_v1");
        assertThat(byFrame.getErLayer()).isEqualTo("comp");
        assertThat(byFrame.getOnLayer()).isEqualTo("render_beauty");
        DependDocument sim = spec.getDepends(1);
        assertThat(DependKind.of(sim.getType())).isEqualTo(DependKind.LAYER_ON_SIM_FRAME);
        assertThat(sim.getOnFrame()).isEqualTo("0001-render_beauty");
    }

    @Test
    void shouldTakeTheSmallestSpecificationWithDefaults() throws SpecException {
        JobDocument job = SpecParser.parse(Specs.spec("<range>1</range><cmd>true</cmd>"), NOW)
                .getJobs(0);

        assertThat(job.getPriority()).isEqualTo(1);
        assertThat(job.getMaxRetries()).isEqualTo(1);
        assertThat(job.getPaused()).isFalse();
        assertThat(job.hasMaxCoreUnits()).isFalse();
        assertThat(job.getLayers(0).getChunkSize()).isEqualTo(1);
        assertThat(job.getLayers(0).hasMinCoreUnits()).isFalse();
        assertThat(job.getLayers(0).hasThreadable()).isFalse();
    }

    @Test
    void shouldReadBytesInTheEncodingTheyDeclare() throws SpecException {
        String body = Specs.spec("<range>1</range><cmd>echo caf\u00e9</cmd>");
        String declaration = "<?xml version='1.0' encoding='%s'?>\n";

        assertThat(command(SpecParser.parse(body.getBytes(StandardCharsets.UTF_8), NOW)))
                .isEqualTo("echo caf\u00e9");
        assertThat(command(SpecParser.parse(("\uFEFF" + body).getBytes(StandardCharsets.UTF_8), NOW)))
                .isEqualTo("echo caf\u00e9");
        assertThat(command(SpecParser.parse(
                        (declaration.formatted("latin1") + body).getBytes(StandardCharsets.ISO_8859_1), NOW)))
                .isEqualTo("echo caf\u00e9");
        assertThat(Specs.problem(body.getBytes(StandardCharsets.ISO_8859_1))).contains("the text is not UTF-8");
        assertThat(Specs.problem((declaration.formatted("IBM-Thai") + body).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("1:1: the encoding is not one of UTF-8, US-ASCII and ISO-8859-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.8", "1.13", "1.15", "9.99"})
    void shouldPassOverTheDoctypeOfAnyVersion(String version) throws SpecException {
        String doctype = "<!DOCTYPE spec PUBLIC \"SPI Cue  Specification Language\""
                + " \"http://localhost:8080/spcue/dtd/cjsl-" + version + ".dtd\">";

        assertThat(SpecParser.parse(doctype + Specs.spec("<range>1</range><cmd>true</cmd>"), NOW)
                        .getJobsCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JOB_ON_JOB         |                  |                   | testing-sh02-bob_other | | ",
                "JOB_ON_LAYER       |                  |                   | testing-sh02-bob_other | sim | ",
                "JOB_ON_FRAME       |                  |                   | testing-sh02-bob_other | | 0001-sim",
                "LAYER_ON_JOB       | layer            |                   | testing-sh02-bob_other | | ",
                "LAYER_ON_LAYER     | layer            |                   | main | other | ",
                "LAYER_ON_FRAME     | layer            |                   | main | | 0002-other",
                "LAYER_ON_FRAME     | layer            |                   | main | other | 0002-other",
                "FRAME_ON_JOB       |                  | 0001-layer        | testing-sh02-bob_other | | ",
                "FRAME_ON_LAYER     | layer            | 0001-layer        | main | other | ",
                "FRAME_ON_FRAME     |                  | 0001-layer        | main | | 0002-other",
                "FRAME_BY_FRAME     | layer            |                   | main | other | ",
                "PREVIOUS_FRAME     | layer            |                   | main | layer | ",
                "LAYER_ON_SIM_FRAME | layer            |                   | main | | 0001-other",
            })
    void shouldReadEveryTypeOfDepend(
            String type, String layer, String frame, String onJob, String onLayer, String onFrame)
            throws SpecException {
        SpecDocument spec = SpecParser.parse(Specs.withDepend(type, "", layer, frame, onJob, onLayer, onFrame), NOW);

        DependDocument depend = spec.getDepends(0);
        assertThat(DependKind.of(depend.getType()).name()).isEqualTo(type);
        assertThat(depend.getErJob()).isEqualTo("testing-sh01-ann_main");
        assertThat(depend.getOnJob())
                .isEqualTo(onJob.equals("main") ? "testing-sh01-ann_main" : "testing-sh02-bob_other");
        assertThat(depend.getErFrame()).isEqualTo(frame == null ? "" : frame);
        assertThat(depend.getOnFrame()).isEqualTo(onFrame == null ? "" : onFrame);
    }

    @Test
    void shouldKeepADependThatIsGivenTwiceOnce() throws SpecException {
        String xml = Specs.withDepend("LAYER_ON_LAYER", "", "layer", null, "main", "other", null);
        String depend = xml.substring(xml.indexOf("<depend "), xml.indexOf("</depends>"));

        assertThat(SpecParser.parse(xml.replace("<depends>", "<depends>" + depend), NOW)
                        .getDependsCount())
                .isEqualTo(1);
    }

    @Test
    void shouldLetPostLayersWaitForEachOther() throws SpecException {
        String xml = Specs.spec("<range>1</range><cmd>true</cmd>")
                .replace("</layers>", """
                        <layer name="first" type="Post"><cmd>a</cmd><range>1</range></layer>
                        <layer name="second" type="Post"><cmd>b</cmd><range>1</range></layer></layers>""")
                .replace("</spec>", """
                        <depends><depend type="LAYER_ON_LAYER"><depjob>main</depjob><deplayer>second</deplayer>
                        <onjob>main</onjob><onlayer>first</onlayer></depend></depends></spec>""");

        DependDocument depend = SpecParser.parse(xml, NOW).getDepends(0);

        assertThat(depend.getErJob()).isEqualTo("testing-sh01-ann_main_post_job_" + NOW);
        assertThat(depend.getOnJob()).isEqualTo(depend.getErJob());
    }

    private static String command(SpecDocument spec) {
        return spec.getJobs(0).getLayers(0).getCommand();
    }
}
