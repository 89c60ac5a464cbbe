package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    @Test
    void shouldFindTheNearestFirst() {
        assertThat(NearestNames.of(
                        "testing-shot1-ada_cmop",
                        List.of("testing-shot1-bob_light", "testing-shot1-ada_comp", "other-shot-eve_sim")))
                .startsWith("testing-shot1-ada_comp")
                .doesNotContain("other-shot-eve_sim");
    }

    @Test
    void shouldFindNothingFarAway() {
        assertThat(NearestNames.of("zzz", List.of("jobs", "hosts"))).isEmpty();
    }

    @Test
    void shouldCountChanges() {
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
        assertThat(NearestNames.distance("same", "same")).isZero();
    }
}
