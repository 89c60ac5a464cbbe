package io.cuegrid.api.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerFramesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1-5         | 1  | 1 2 3 4 5           | 1;2;3;4;5",
                "1-10        | 4  | 1 5 9               | 1-4;5-8;9-10",
                "1-10x2,1-10 | 1  | 1 3 5 7 9 2 4 6 8 10 | 1;3;5;7;9;2;4;6;8;10",
                "1-10x2,1-10 | 2  | 1 5 9 4 8           | 1,3;5,7;9,2;4,6;8,10",
                "1-10:2      | 2  | 1 5 9 4 8           | 1,3;5,7;9,2;4,6;8,10",
                "1-10        | 99 | 1                   | 1-10",
                "1-3,2-5     | 2  | 1 3 5               | 1-2;3-4;5",
                "1-10:5      | 3  | 1 5 2 10            | 1,6,3;5-9x2;2,4,8;10",
                "1,1,1       | 3  | 1                   | 1",
                "10-1x-1     | 3  | 10 7 4 1            | 10-8x-1;7-5x-1;4-2x-1;1",
            })
    void shouldCutFramesWithoutDuplicatesIntoChunks(String text, int chunkSize, String numbers, String chunks) {
        LayerFrames frames = new LayerFrames(FrameSet.parse(text), chunkSize);

        assertThat(IntStream.range(0, frames.count())
                        .mapToObj(i -> "" + frames.number(i))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(numbers);
        assertThat(IntStream.range(0, frames.count())
                        .mapToObj(i -> frames.chunk(i).toString())
                        .collect(Collectors.joining(";")))
                .isEqualTo(chunks);
    }

    @Test
    void shouldRenderEveryFrameExactlyOnceWhateverTheChunk() {
        for (int chunkSize = 1; chunkSize < 13; chunkSize++) {
            LayerFrames frames = new LayerFrames(FrameSet.parse("1-10:5,3-12,20-1x-2"), chunkSize);
            int[] rendered = IntStream.range(0, frames.count())
                    .flatMap(i -> frames.chunk(i).stream())
                    .toArray();

            assertThat(rendered).containsExactly(frames.frames().toArray());
            assertThat(IntStream.of(rendered).distinct().count()).isEqualTo(rendered.length);
        }
    }

    @Test
    void shouldFindTheChunkOfAFrame() {
        LayerFrames frames = new LayerFrames(FrameSet.parse("101-160"), 10);

        assertThat(frames.chunkOf(101)).isZero();
        assertThat(frames.chunkOf(115)).isEqualTo(1);
        assertThat(frames.chunkOf(160)).isEqualTo(5);
        assertThat(frames.chunkOf(161)).isEqualTo(-1);
    }

    @Test
    void shouldNameFramesWithAtLeastFourDigits() {
        assertThat(LayerFrames.frameName(1, "render")).isEqualTo("0001-render");
        assertThat(LayerFrames.frameName(12345, "render")).isEqualTo("12345-render");
        assertThat(LayerFrames.frameName(-5, "sim")).isEqualTo("-005-sim");
    }

    @Test
    void shouldRefuseAChunkOfNothing() {
        assertThatThrownBy(() -> new LayerFrames(FrameSet.parse("1-5"), 0))
                .hasMessage("the chunk size must be at least 1, not 0");
    }
}
