package io.cuegrid.host.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.ProcState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsTest {
    @TempDir
    Path folder;

    private static Completions.Entry entry(long proc) {
        return new Completions.Entry(
                ProcState.newBuilder()
                        .setProc(proc)
                        .setState(ProcState.State.ENDED)
                        .build(),
                FrameCompletion.newBuilder().setProc(proc).setExitStatus(3).build());
    }

    @Test
    void shouldSurviveARestartUntilRemoved() throws IOException {
        Completions first = new Completions(folder);
        first.add(entry(2));
        first.add(entry(1));
        Files.writeString(folder.resolve("3.part"), "never finished");
        Files.write(folder.resolve("4"), new byte[] {5});

        Completions second = new Completions(folder);

        assertThat(second.all()).containsExactly(entry(1), entry(2));
        second.remove(1);
        assertThat(new Completions(folder).all()).containsExactly(entry(2));
        assertThat(folder.resolve("4")).exists();
    }
}
