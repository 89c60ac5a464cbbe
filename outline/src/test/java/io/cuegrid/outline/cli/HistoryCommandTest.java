package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.grid.HistoryFrameRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {
    private static String printed(String stateAfter, boolean json) {
        HistoryFrameRun run = HistoryFrameRun.newBuilder()
                .setFrame("0001-render")
                .setOutcome(stateAfter)
                .setExitStatus(1)
                .build();
        CapturedOutput captured = new CapturedOutput();
        HistoryCommand.Frames.TABLE.print(List.of(run), captured.output(), json, "nothing");
        return captured.out();
    }

    @Test
    void shouldSayThatAFrameRunsAgainAfterARunThatFailed() {
        assertThat(printed("WAITING", false)).contains("TO RUN AGAIN").doesNotContain("WAITING");
        assertThat(printed("SUCCEEDED", false)).contains("SUCCEEDED");
        assertThat(printed("DEAD", false)).contains("DEAD");
    }

    @Test
    void shouldGiveProgramsTheStateOfTheFrame() {
        assertThat(printed("WAITING", true)).contains("\"outcome\":\"WAITING\"");
    }
}
