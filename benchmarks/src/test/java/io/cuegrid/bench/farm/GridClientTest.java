package io.cuegrid.bench.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.FrameSeq;
import io.cuegrid.api.opencue.job.JobGetFramesResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Answers are counted without being decoded: what is counted must be what was sent. */
class GridClientTest {
    private static byte[] answer(int frames) {
        FrameSeq.Builder list = FrameSeq.newBuilder();
        for (int i = 0; i < frames; i++) {
            list.addFrames(Frame.newBuilder().setName("%04d-layer".formatted(i)).setNumber(i));
        }
        return JobGetFramesResponse.newBuilder().setFrames(list).build().toByteArray();
    }

    @Test
    void shouldCountTheEntriesOfAnAnswer() throws IOException {
        assertThat(GridClient.entries(new ByteArrayInputStream(new byte[0]))).isZero();
        assertThat(GridClient.entries(new ByteArrayInputStream(answer(0)))).isZero();
        assertThat(GridClient.entries(new ByteArrayInputStream(answer(1)))).isEqualTo(1);
        assertThat(GridClient.entries(new ByteArrayInputStream(answer(500)))).isEqualTo(500);
    }

    @Test
    void shouldNotCountAnAnswerThatWasCutOff() {
        byte[] whole = answer(500);

        assertThatThrownBy(() -> GridClient.entries(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 3))))
                .isInstanceOf(IOException.class);
    }
}
