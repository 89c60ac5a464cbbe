package io.cuegrid.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.Given;
import io.cuegrid.api.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlineTest {

    @Test
    void shouldBecomeASpecificationWithAllThatWasSet() throws SpecException {
        Outline outline = outline("Full-Job")
                .facility("Cloud")
                .uid(1000)
                .email("ann@example.com")
                .range("1-10")
                .paused(true)
                .priority(5)
                .retries(3)
                .maxCores(12.5)
                .maxGpus(2)
                .autoEat(true)
                .os("rhel9")
                .env("SHOW_ROOT", "/shots");
        Layer render = outline.add(new Shell("render", "render #IFRAME#")
                .chunk(2)
                .cores(1.5)
                .maxCores(8)
                .threadable(true)
                .memory("2g")
                .gpus(1)
                .gpuMemory("1g")
                .timeoutMinutes(60)
                .logTimeoutMinutes(10)
                .tags("general", "desktop | nightly")
                .limits("arnold")
                .services("arnold", "shell")
                .env("QUALITY", "high")
                .env("QUALITY", "low")
                .output("main", "/out/#.exr"));

        SpecDocument spec = outline.toSpec();

        assertThat(render.type()).isEqualTo(LayerType.RENDER);
        assertThat(spec.getFacility()).isEqualTo("cloud");
        assertThat(spec.getUid()).isEqualTo(1000);
        JobDocument job = spec.getJobs(0);
        assertThat(job.getName()).isEqualTo("testing-sh01-ann_full_job");
        assertThat(job.getPaused()).isTrue();
        assertThat(job.getPriority()).isEqualTo(5);
        assertThat(job.getMaxRetries()).isEqualTo(3);
        assertThat(job.getMaxCoreUnits()).isEqualTo(1250);
        assertThat(job.getMaxGpus()).isEqualTo(2);
        assertThat(job.getAutoEat()).isTrue();
        assertThat(job.getOs()).isEqualTo("rhel9");
        assertThat(job.getEnvironmentMap()).containsEntry("SHOW_ROOT", "/shots");
        LayerDocument layer = job.getLayers(0);
        assertThat(layer.getRange()).isEqualTo("1-10");
        assertThat(layer.getChunkSize()).isEqualTo(2);
        assertThat(layer.getMinCoreUnits()).isEqualTo(150);
        assertThat(layer.getMaxCoreUnits()).isEqualTo(800);
        assertThat(layer.getThreadable()).isTrue();
        assertThat(layer.getMemoryKib()).isEqualTo(2_097_152);
        assertThat(layer.getMinGpus()).isEqualTo(1);
        assertThat(layer.getGpuMemoryKib()).isEqualTo(1_048_576);
        assertThat(layer.getTimeoutMinutes()).isEqualTo(60);
        assertThat(layer.getTimeoutLluMinutes()).isEqualTo(10);
        assertThat(layer.getTagsList()).containsExactly("general", "desktop", "nightly");
        assertThat(layer.getLimitsList()).containsExactly("arnold");
        assertThat(layer.getServicesList()).containsExactly("arnold", "shell");
        assertThat(layer.getEnvironmentMap()).containsEntry("QUALITY", "low").hasSize(1);
        assertThat(layer.getOutputs(0).getPath()).isEqualTo("/out/#.exr");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000-2000    | 1000-2000x500 | 1000-2000x500",
                "10-1x-1      | 1-5           | 5-1x-1",
                "1-10:5       | 1-10          | 1,6,3,5,7,9,2,4,8,10",
                "1-3,2-5      | 2,3,2         | 2-3",
                "5,3,1        | 1-5           | 5-1x-2",
                "1-10         | 10-5x-1       | 5-10",
                "             | 1-3,2-5       | 1-3,2-5",
                "1,2          |               | 1,2",
                "             |               | 1000-1000",
            })
    void shouldHaveTheFramesOfLayerAndOutlineInTheOutlinesOrder(
            @Nullable String whole, @Nullable String own, String frames) throws SpecException {
        Outline outline = outline("ranges");
        Layer layer = outline.add(new Shell("layer", "true"));
        if (whole != null) {
            outline.range(whole);
        }
        if (own != null) {
            layer.range(own);
        }

        String range = outline.toSpec().getJobs(0).getLayers(0).getRange();

        assertThat(io.cuegrid.api.range.FrameSet.parse(range)).isEqualTo(io.cuegrid.api.range.FrameSet.parse(frames));
    }

    @Test
    void shouldLeaveOutALayerWithoutCommonFramesAndEveryWaitForIt() throws SpecException {
        Outline outline = outline("skipped").range("1-10");
        Layer outside = outline.add(new Shell("outside", "true").range("20-30"));
        outline.add(new Shell("inside", "true").dependOn(outside));

        SpecDocument spec = outline.toSpec();

        assertThat(spec.getJobs(0).getLayersList())
                .extracting(LayerDocument::getName)
                .containsExactly("inside");
        assertThat(spec.getDependsCount()).isZero();
        assertThat(outline.warnings())
                .containsExactly(
                        "the layer \"outside\" is left out: none of its frames is in the range of the job",
                        "the layer \"inside\" does not wait for \"outside\", which is left out");
    }

    @Test
    void shouldSayThatNothingIsLeftToLaunch() {
        Outline outline = outline("empty").range("1-10");
        outline.add(new Shell("outside", "true").range("20-30"));

        assertThatThrownBy(outline::toSpec).hasMessageContaining("there is nothing to launch");
    }

    @Test
    void shouldRunSingleFramesOnTheFirstFrameOfTheOutline() throws SpecException {
        Outline outline = outline("single").range("5,3,9");
        Layer render = outline.add(new Shell("render", "true").range("3-9"));
        outline.add(new ShellCommand("once", "true"));
        outline.add(new LayerPreProcess(render, "mkdir"));
        outline.add(new LayerPostProcess(render, "rm"));
        outline.add(new OutlinePostCommand("mail", "mail"));

        SpecDocument spec = outline.toSpec();

        assertThat(spec.getJobs(0).getLayersList())
                .extracting(LayerDocument::getName, LayerDocument::getRange, LayerDocument::getKind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("render", "5,3,9", LayerKind.RENDER),
                        org.assertj.core.groups.Tuple.tuple("once", "5", LayerKind.RENDER),
                        org.assertj.core.groups.Tuple.tuple("render_preprocess", "5", LayerKind.UTIL),
                        org.assertj.core.groups.Tuple.tuple("render_postprocess", "5", LayerKind.UTIL));
        assertThat(spec.getJobs(1).getLayers(0).getName()).isEqualTo("mail");
        assertThat(spec.getJobs(1).getLayers(0).getServicesList()).containsExactly("postprocess", "shell");
        assertThat(depends(spec))
                .containsExactlyInAnyOrder(
                        "render LAYER_ON_LAYER render_preprocess", "render_postprocess LAYER_ON_LAYER render");
    }

    @Test
    void shouldWriteEveryKindOfDepend() throws SpecException {
        Outline outline = outline("depends").range("1-10");
        Layer one = outline.add(new Shell("one", "true"));
        outline.add(new Shell("byframe", "true").dependOn(one));
        outline.add(new Shell("all", "true").dependAll(one));
        outline.add(new Shell("any", "true").dependAny(one));
        outline.add(new Shell("previous", "true").dependPrevious(one));
        Layer itself = outline.add(new Shell("itself", "true"));
        itself.dependPrevious(itself);
        outline.add(new Shell("sim", "true").dependSim(one));
        outline.add(new Shell("frame", "true").dependOnFrame(one, 7));
        outline.add(new Shell("job", "true").dependOnJob("other-sh02-bob_sim"));
        outline.add(new Shell("there", "true").dependOnJob("other-sh02-bob_sim", "bake", DependType.LAYER_ON_ANY));
        outline.dependOnJob("other-sh02-bob_first");

        SpecDocument spec = outline.toSpec();

        assertThat(depends(spec))
                .containsExactlyInAnyOrder(
                        "byframe FRAME_BY_FRAME one",
                        "all LAYER_ON_LAYER one",
                        "any LAYER_ON_LAYER one any",
                        "previous PREVIOUS_FRAME one",
                        "itself PREVIOUS_FRAME itself",
                        "sim LAYER_ON_SIM_FRAME 0001-one",
                        "frame LAYER_ON_FRAME 0007-one",
                        "job LAYER_ON_JOB other-sh02-bob_sim",
                        "there LAYER_ON_LAYER other-sh02-bob_sim/bake any",
                        "testing-sh01-ann_depends JOB_ON_JOB other-sh02-bob_first");
    }

    @Test
    void shouldIgnoreADependOnItselfAndKeepOneOfTwo() throws SpecException {
        Outline outline = outline("twice").range("1-2");
        Layer one = outline.add(new Shell("one", "true"));
        Layer two =
                outline.add(new Shell("two", "true").dependOn(one).dependOn(one).dependAll(one));
        two.dependOn(two).undepend(one).dependAll(one);

        assertThat(depends(outline.toSpec())).containsExactly("two LAYER_ON_LAYER one");
    }

    @Test
    void shouldLetPreparationsWaitForPreparations() throws SpecException {
        Outline outline = outline("prepare").range("1-2");
        Layer one = outline.add(new Shell("one", "true"));
        Layer two = outline.add(new Shell("two", "true").dependOn(one));
        outline.add(new LayerPreProcess(one, "a"));
        outline.add(new LayerPreProcess(two, "b"));

        assertThat(depends(outline.toSpec())).contains("two_preprocess LAYER_ON_LAYER one_preprocess");
    }

    @Test
    void shouldPassOnTheWaitOfAPostProcess() throws SpecException {
        Outline outline = outline("propagate").range("1-2");
        Layer first = outline.add(new Shell("first", "true"));
        Layer after = outline.add(new LayerPostProcess(first, "p"));
        Layer beside = outline.add(new Shell("beside", "true"));
        outline.add(new Shell("last", "true").dependOn(beside).dependAll(after));

        assertThat(depends(outline.toSpec()))
                .containsExactlyInAnyOrder(
                        "first_postprocess LAYER_ON_LAYER first",
                        "beside LAYER_ON_LAYER first",
                        "last FRAME_BY_FRAME beside",
                        "last LAYER_ON_LAYER first_postprocess");
    }

    @Test
    void shouldCallHooksInOrderOnceEach() throws SpecException {
        List<String> calls = new ArrayList<>();
        Outline outline = outline("life").range("1-5").listen(new OutlineListener() {
            @Override
            public void layerAdded(Layer layer) {
                calls.add("added " + layer.name());
            }

            @Override
            public void layerSetUp(Layer layer) {
                calls.add("set up " + layer.name());
            }

            @Override
            public void ready(Outline ready) {
                calls.add("ready " + ready.mode());
            }
        });
        outline.add(new Layer("parent") {
            @Override
            protected Given command() {
                return Given.of("true");
            }

            @Override
            protected void onAdded(Outline target) {
                calls.add("hook added " + target.mode());
            }

            @Override
            protected void onSetup() {
                calls.add("hook setup " + outline().mode());
                outline().add(new Shell("child", "true"));
            }
        });
        outline.add(new Shell("outside", "true").range("90"));

        SpecDocument spec = outline.toSpec();

        assertThat(calls)
                .containsExactly(
                        "hook added INIT",
                        "added parent",
                        "added outside",
                        "hook setup SETUP",
                        "added child",
                        "set up parent",
                        "set up child",
                        "ready READY");
        assertThat(spec.getJobs(0).getLayersList())
                .extracting(LayerDocument::getName)
                .containsExactly("parent", "child");
    }

    @Test
    void shouldOnlyGoForward() throws SpecException {
        Outline outline = outline("forward");
        Layer layer = outline.add(new Shell("layer", "true"));
        assertThat(outline.mode()).isEqualTo(OutlineMode.INIT);
        outline.setup();

        assertThat(outline.mode()).isEqualTo(OutlineMode.READY);
        assertThat(outline.toSpec()).isEqualTo(outline.toSpec());
        assertThatThrownBy(outline::setup).hasMessageContaining("is in mode READY already");
        assertThatThrownBy(() -> outline.add(new Shell("late", "true"))).hasMessageContaining("cannot be changed");
        assertThatThrownBy(() -> outline.range("1")).hasMessageContaining("cannot be changed");
        assertThatThrownBy(() -> layer.memory("1g")).hasMessageContaining("cannot be changed");
        assertThatThrownBy(() -> outline.remove(layer)).isInstanceOf(OutlineException.class);
    }

    @Test
    void shouldKnowItsLayers() {
        Outline outline = outline("layers");
        Layer one = outline.add(new Shell("one", "true"));
        Layer two = outline.add(new Shell("two", "true").dependOn(one));

        assertThat(outline.layer("one")).isSameAs(one);
        assertThat(outline.layers()).containsExactly(one, two);
        assertThatThrownBy(() -> outline.add(new Shell("one", "true"))).hasMessageContaining("in the outline already");
        assertThatThrownBy(() -> outline("other").add(one)).hasMessageContaining("part of an outline already");
        assertThatThrownBy(() -> outline.layer("three")).hasMessageContaining("there is no layer three");
        outline.remove(one);
        assertThat(outline.layers()).containsExactly(two);
        assertThat(two.depends()).isEmpty();
    }

    @Test
    void shouldTellEveryProblemAtOnce() {
        Outline outline =
                new Outline("x").show("testing").shot("a").user("root").range("1-5x0");
        outline.add(new Shell("y", "").memory("much").cores(0.001).chunk(0));

        assertThatThrownBy(outline::toSpec)
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("jobs cannot be launched as root")
                .hasMessageContaining("the shot name \"a\" is not allowed")
                .hasMessageContaining("the range of the job: bad frame range \"1-5x0\"")
                .hasMessageContaining("the layer name \"y\" is not allowed")
                .hasMessageContaining("the command of layer \"\" is empty")
                .hasMessageContaining("\"much\" is not an amount of memory")
                .hasMessageContaining("at most two decimals")
                .hasMessageContaining("chunk \"0\" is not a whole number of at least 1");
    }

    @Test
    void shouldRefuseADependOnALayerOfAnotherOutline() {
        Layer stranger = outline("other").add(new Shell("renderer", "true"));
        Outline outline = outline("mine");
        outline.add(new Shell("render", "true"));
        outline.add(new Shell("comp", "true").dependOn(stranger));

        assertThatThrownBy(outline::toSpec)
                .hasMessage("there is no layer \"renderer\" in the job; did you mean \"render\"?");
    }

    @Test
    void shouldTakeDefaultsFromTheProcess() throws SpecException {
        Outline outline = new Outline("defaults").user("ann");
        outline.add(new Shell("layer", "true"));

        SpecDocument spec = outline.toSpec();

        assertThat(spec.getShow()).isEqualTo(System.getenv().getOrDefault("SHOW", "testing"));
        assertThat(spec.getJobs(0).getLayers(0).getServicesList()).containsExactly("shell");
    }

    private static Outline outline(String name) {
        return new Outline(name).show("testing").shot("sh01").user("ann");
    }

    /** {@code waiting KIND on [any]}. */
    private static List<String> depends(SpecDocument spec) {
        List<String> texts = new ArrayList<>();
        for (DependDocument depend : spec.getDependsList()) {
            String waiting = depend.getErLayer().isEmpty() ? depend.getErJob() : depend.getErLayer();
            boolean own = depend.getOnJob().equals(depend.getErJob());
            String on = !depend.getOnFrame().isEmpty() ? depend.getOnFrame() : depend.getOnLayer();
            String where = own ? on : depend.getOnJob() + (on.isEmpty() ? "" : "/" + on);
            texts.add(waiting + " " + DependKind.of(depend.getType()) + " " + where
                    + (depend.getAnyFrame() ? " any" : ""));
        }
        return texts;
    }
}
