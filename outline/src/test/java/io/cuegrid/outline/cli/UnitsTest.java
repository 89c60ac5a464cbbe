package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1K",
        "512, 512K",
        "999, 999K",
        "1000, 1.0M",
        "1024, 1M",
        "1536, 1.5M",
        "524288, 512M",
        "1048576, 1G",
        "25165824, 24G",
        "3774873, 3.6G",
        "1073741824, 1T",
        "-1, -"
    })
    void shouldWriteMemoryShort(long kib, String text) {
        assertThat(Units.memory(kib)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "7, 0:07", "750, 12:30", "3723, 1:02:03", "273906, 3d 04:05:06", "-1, -"})
    void shouldWriteDurations(long seconds, String text) {
        assertThat(Units.duration(seconds)).isEqualTo(text);
    }

    @Test
    void shouldWriteCores() {
        assertThat(Units.cores(4)).isEqualTo("4");
        assertThat(Units.cores(0.5)).isEqualTo("0.5");
        assertThat(Units.cores(0.25f)).isEqualTo("0.25");
        assertThat(Units.rounded(0.7f)).isEqualTo(0.7);
    }

    @Test
    void shouldShowADashForNoTime() {
        assertThat(Units.time(0)).isEqualTo("-");
        assertThat(Units.time(1_790_000_000)).matches("\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    }
}
