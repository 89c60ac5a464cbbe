package io.cuegrid.outline.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuegrid.outline.Layer;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.OutlineListener;
import io.cuegrid.outline.OutlinePostCommand;
import io.cuegrid.outline.Shell;
import io.cuegrid.outline.ShellCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private final LocalListener listener = new LocalListener() {
        @Override
        public void started(String job, String frame, int attempt) {
            events.add("started " + frame);
        }

        @Override
        public void ended(String job, String frame, int attempt, int exitStatus, FrameEnd end) {
            events.add(end + " " + frame + " " + exitStatus);
        }
    };

    @Test
    void shouldNotRunWhatWaitsForAFrameThatDied() throws Exception {
        Outline outline = outline("dead").retries(1);
        Layer render = outline.add(new Shell("render", "test #IFRAME# -ne 2 || exit 7").range("1-3"));
        outline.add(new Shell("comp", "true").range("1-3").dependOn(render));
        outline.add(new ShellCommand("movie", "true").dependAll(render));
        outline.add(new OutlinePostCommand("mail", "true"));

        LocalSummary summary = backend(4).run(outline.toSpec());

        assertThat(summary.jobs().get(0)).isEqualTo(new LocalSummary.JobSummary("testing-sh01-ann_dead", 4, 1, 0, 2));
        assertThat(summary.jobs().get(1).succeeded()).isEqualTo(1);
        assertThat(summary.complete()).isFalse();
        assertThat(events).containsOnlyOnce("RETRIED 0002-render 7", "DEAD 0002-render 7");
        assertThat(events.get(events.size() - 1)).isEqualTo("SUCCEEDED 1000-mail 0");
        assertThatThrownBy(() -> backend(4).launch(outline.toSpec()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not complete: 1 frames dead, 2 never ran; the logs are in " + folder);
    }

    @Test
    void shouldGoOnAfterEatenFramesWhereWholeLayersAreWaitedFor() throws Exception {
        Outline outline = outline("eaten").retries(0).autoEat(true);
        Layer render = outline.add(new Shell("render", "test #IFRAME# -ne 2").range("1-3"));
        outline.add(new Shell("comp", "true").range("1-3").dependOn(render));
        outline.add(new ShellCommand("movie", "true").dependAll(render));

        LocalSummary summary = backend(4).run(outline.toSpec());

        assertThat(summary.jobs()).containsExactly(new LocalSummary.JobSummary("testing-sh01-ann_eaten", 5, 0, 1, 1));
        assertThat(events).contains("EATEN 0002-render 1", "SUCCEEDED 1000-movie 0");
    }

    @Test
    void shouldWaitForTheRightChunks() throws Exception {
        Outline outline = outline("chunks").range("1-10:5");
        Layer render = outline.add(new Shell("render", "true").chunk(3));
        outline.add(new Shell("comp", "true").chunk(2).dependOn(render));
        outline.add(new Shell("single", "true").dependOn(render));

        assertThat(backend(3).run(outline.toSpec()).complete()).isTrue();

        // render chunks: 1,6,3 | 5,7,9 | 2,4,8 | 10; comp chunks: 1,6 | 3,5 | 7,9 | 2,4 | 8,10
        assertOrder("SUCCEEDED 0001-render 0", "started 0001-comp");
        assertOrder("SUCCEEDED 0001-render 0", "started 0003-comp");
        assertOrder("SUCCEEDED 0005-render 0", "started 0003-comp");
        assertOrder("SUCCEEDED 0002-render 0", "started 0008-comp");
        assertOrder("SUCCEEDED 0010-render 0", "started 0008-comp");
        assertOrder("SUCCEEDED 0002-render 0", "started 0008-single");
    }

    @Test
    void shouldStartWithAnyFrameAndWithTheFrameBefore() throws Exception {
        Outline outline = outline("any").range("1-4");
        Layer render = outline.add(new Shell("render", "true"));
        render.dependPrevious(render);
        outline.add(new ShellCommand("any", "true").dependAny(render));
        outline.add(new ShellCommand("third", "true").dependOnFrame(render, 3));

        assertThat(backend(1).run(outline.toSpec()).complete()).isTrue();

        assertThat(events.subList(0, 2)).containsExactly("started 0001-render", "SUCCEEDED 0001-render 0");
        assertOrder("SUCCEEDED 0001-render 0", "started 0001-any");
        assertOrder("SUCCEEDED 0003-render 0", "started 0001-third");
        for (int frame = 2; frame <= 4; frame++) {
            assertOrder("SUCCEEDED 000" + (frame - 1) + "-render 0", "started 000" + frame + "-render");
        }
    }

    @Test
    void shouldNeverRunMoreAtOnceThanAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Outline outline = outline("parallel").range("1-8");
        outline.add(new Shell("render", "true"));
        LocalListener counting = new LocalListener() {
            @Override
            public void started(String job, String frame, int attempt) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
            }

            @Override
            public void ended(String job, String frame, int attempt, int exitStatus, FrameEnd end) {
                running.decrementAndGet();
            }
        };

        assertThat(new LocalBackend(new LocalOptions(folder, 2, 1000), counting)
                        .run(outline.toSpec())
                        .complete())
                .isTrue();
        assertThat(most.get()).isEqualTo(2);
    }

    @Test
    void shouldGiveAFrameACleanEnvironmentAndItsLog() throws Exception {
        Outline outline = outline("environment").env("GIVEN", "yes");
        outline.add(new ShellCommand(
                "env", "env; cat; ps -o sid= -p $$ | tr -d ' '; echo \"self $$\"; echo oops >&2; kill -KILL $$"));

        assertThat(backend(1).run(outline.retries(0).toSpec()).complete()).isFalse();

        String log = Files.readString(folder.resolve("testing-sh01-ann_environment.1000-env.rqlog"));
        assertThat(log)
                .contains(
                        "GIVEN=yes", "CUE_IFRAME=1000", "CUE_LAYER=env", "CUE_SHOW=testing", "oops", "exit status 137")
                .doesNotContain("JAVA_HOME=", "MAVEN");
        String self = log.replaceAll("(?s).*self (\\d+).*", "$1");
        assertThat(log.lines()).as("a session of its own").contains(self);
    }

    @Test
    void shouldEndEverythingWhenInterrupted() throws Exception {
        Path pids = folder.resolve("pids");
        Outline outline = outline("interrupt").env("PIDS", pids.toString());
        outline.add(
                new Shell("sleep", "trap '' TERM; sleep 1000 & echo $! >> \"$PIDS\"; echo $$ >> \"$PIDS\"; wait; wait")
                        .range("1-2"));
        Thread thread = new Thread(() -> {
            try {
                backend(2).run(outline.toSpec());
            } catch (Exception interrupted) {
                events.add(interrupted.getClass().getSimpleName());
            }
        });
        thread.start();
        await().atMost(PATIENCE)
                .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 4);

        thread.interrupt();
        thread.join(PATIENCE.toMillis());

        assertThat(events).contains("InterruptedException");
        await().atMost(PATIENCE).until(() -> noneLives(pids));
    }

    @Test
    void shouldEndEverythingWhenItsProcessIsTerminated() throws Exception {
        Path pids = folder.resolve("pids");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SleepingRun.class.getName(),
                        folder.toString(),
                        pids.toString())
                .inheritIO()
                .start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);

            process.destroy();

            assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            await().atMost(PATIENCE).until(() -> noneLives(pids));
        } finally {
            process.destroyForcibly();
        }
    }

    /** A process that runs frames for ever. */
    static final class SleepingRun {
        public static void main(String[] arguments) throws Exception {
            Outline outline = outline("sleeping").env("PIDS", arguments[1]);
            outline.add(new ShellCommand("sleep", "sleep 1000 & echo $! >> \"$PIDS\"; echo $$ >> \"$PIDS\"; wait"));
            new LocalBackend(new LocalOptions(Path.of(arguments[0]), 1, 500), LocalListener.NONE).run(outline.toSpec());
        }
    }

    @Test
    void shouldSayThatItCannotWaitForAStranger() {
        Outline outline = outline("stranger").dependOnJob("testing-sh02-bob_other");
        outline.add(new ShellCommand("once", "true"));

        assertThatThrownBy(() -> backend(1).run(outline.toSpec()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the job testing-sh02-bob_other is not part of this submission");
    }

    @Test
    void shouldTellListenersOfTheOutline() throws Exception {
        List<String> heard = new ArrayList<>();
        Outline outline = outline("listeners").listen(new OutlineListener() {
            @Override
            public void beforeLaunch(Outline launched) {
                heard.add("before " + launched.mode());
            }

            @Override
            public void afterLaunch(Outline launched, List<String> jobNames) {
                heard.add("after " + jobNames);
            }
        });
        outline.add(new ShellCommand("once", "true"));

        backend(1).launch(outline);

        assertThat(heard).containsExactly("before READY", "after [testing-sh01-ann_listeners]");
    }

    private LocalBackend backend(int parallel) {
        return new LocalBackend(new LocalOptions(folder, parallel, 500), listener);
    }

    private void assertOrder(String first, String second) {
        assertThat(events).contains(first, second);
        assertThat(events.indexOf(first)).as(first + " before " + second).isLessThan(events.indexOf(second));
    }

    private static boolean noneLives(Path pids) throws IOException {
        return Files.readAllLines(pids, StandardCharsets.UTF_8).stream()
                .map(Long::parseLong)
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private static Outline outline(String name) {
        return new Outline(name).show("testing").shot("sh01").user("ann");
    }
}
