package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.hostlink.ProcVerdict;
import org.junit.jupiter.api.Test;

/** A host that does not hear the grid does not render beside its successor. */
class LeaseTest extends DaemonTest {
    @Override
    void configure(FakeGrid fresh) {
        fresh.lease(5_000);
    }

    private void launchCounting() {
        String count = "i=0; while :; do i=$((i+1)); sleep 0.2; done & echo $! > " + folder.resolve("child") + "; wait";
        grid.launch(job(count, logs), order(1, 1, 1));
    }

    @Test
    void shouldFreezeFramesWhenTheGridIsSilentAndLetThemGoOnWhenTold() {
        launchCounting();
        long leader = grid.awaitStarted(1);
        long child = awaitPid("child");

        grid.silent(true);
        awaitTrue("the frame is frozen", () -> isStopped(leader) && isStopped(child));
        assertThat(grid.completions(1)).isEmpty();
        grid.silent(false);

        int before = grid.hellos();
        Hello hello = grid.awaitHello(before + 1);
        assertThat(hello.getProcsList())
                .singleElement()
                .satisfies(proc -> assertThat(proc.getState()).isEqualTo(ProcState.State.FROZEN));
        assertThat(grid.awaitVitals(1, line -> line.frozen()).proc()).isEqualTo(1);
        assertThat(isStopped(child)).isTrue();

        grid.verdict(1, ProcVerdict.Verdict.GO_ON);
        awaitTrue("the frame goes on", () -> !isStopped(leader) && !isStopped(child));
        assertThat(grid.awaitVitals(1, line -> !line.frozen()).proc()).isEqualTo(1);
        assertThat(lives(child)).isTrue();
    }

    @Test
    void shouldEndAFrozenFrameWithoutLettingItRun() {
        launchCounting();
        long leader = grid.awaitStarted(1);
        grid.renewing(false);
        awaitTrue("the frame is frozen", () -> isStopped(leader));

        grid.renewing(true);
        grid.awaitVitals(1, line -> line.frozen());
        grid.verdict(1, ProcVerdict.Verdict.END);

        awaitTrue("the run is gone", () -> daemon.frameCount() == 0);
        assertThat(lives(leader)).isFalse();
    }
}
