package io.cuegrid.api.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSequenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo.1-1####.bar     | foo. | .bar    | 4 | 1     | foo.0004.bar",
                "foo.####.exr.tx     | foo. | .exr.tx | 4 |       | foo.0004.exr.tx",
                "foo.1-15x2.bar      | foo. | .bar    | 1 | 1-15x2 | foo.4.bar",
                "foo.0001-10000.bar  | foo. | .bar    | 4 | 1-10000 | foo.0004.bar",
                "foo.0009.bar        | foo. | .bar    | 4 | 9     | foo.0004.bar",
                "foo.-011.bar        | foo. | .bar    | 4 | -11   | foo.0004.bar",
                "foo.009,10.bar      | foo. | .bar    | 3 | 9-10  | foo.004.bar",
                "/shots/x/beauty.1-3####.exr | /shots/x/beauty. | .exr | 4 | 1-3 | /shots/x/beauty.0004.exr",
            })
    void shouldReadPrefixRangePaddingAndSuffix(
            String path, String prefix, String suffix, int pad, String frames, String four) {
        FileSequence sequence = new FileSequence(path);

        assertThat(sequence.prefix()).isEqualTo(prefix);
        assertThat(sequence.suffix()).isEqualTo(suffix);
        assertThat(sequence.padSize()).isEqualTo(pad);
        assertThat(Objects.toString(sequence.frames(), null)).isEqualTo(frames);
        assertThat(sequence.file(4)).isEqualTo(four);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asdf",
                "foo.fred#.bar",
                "foo..bar",
                "foo.-,x#.bar",
                "foo.x2.bar",
                "foo.10-1.bar",
                ".1",
                "0.1",
                "foo.1-10y2.bar"
            })
    void shouldRefuseWhatIsNotASequence(String path) {
        assertThatThrownBy(() -> new FileSequence(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a file sequence: \"" + path + "\"");
    }

    @Test
    void shouldNameFolderFilesAndPlayerPath() {
        FileSequence sequence = new FileSequence("/shots/sh010/beauty.1-3####.exr");

        assertThat(sequence.dirname()).isEqualTo("/shots/sh010");
        assertThat(sequence.basename()).isEqualTo("beauty");
        assertThat(sequence.files())
                .containsExactly(
                        "/shots/sh010/beauty.0001.exr", "/shots/sh010/beauty.0002.exr", "/shots/sh010/beauty.0003.exr");
        assertThat(sequence.openRvPath()).isEqualTo("/shots/sh010/beauty.1-3@@@@.exr");
    }

    @Test
    void shouldSayThatAPathWithoutRangeNamesNoFrames() {
        assertThatThrownBy(() -> new FileSequence("foo.####.exr").files())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the path names no frames: foo.####.exr");
    }
}
