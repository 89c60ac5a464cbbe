package io.cuegrid.api.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobNamesTest {

    @ParameterizedTest
    @CsvSource({
        "main, testing-sh01-ann_main",
        "Main-V2, testing-sh01-ann_main_v2",
        "a__b___c, testing-sh01-ann_a_b_c",
        "_lead, testing-sh01-ann_lead",
        "testing-sh01-ann_main, testing-sh01-ann_main",
        "TESTING-SH01-ANN_MAIN, testing-sh01-ann_main",
        "v1.2, testing-sh01-ann_v1.2"
    })
    void shouldMakeFullNamesInLowerCase(String text, String full) {
        assertThat(JobNames.job("testing", "sh01", "Ann", text)).isEqualTo(full);
        assertThat(JobNames.job("testing", "sh01", "Ann", full)).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a/b/c", "a b c", "", "_ab", "..x", "über", "a\tb c", "a;rm"})
    void shouldRefuseWhatCannotBeTheNameOfAJob(String text) {
        assertThatThrownBy(() -> JobNames.job("testing", "sh01", "ann", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the job name");
    }

    @Test
    void shouldConformShotsAndLayers() {
        assertThat(JobNames.shot(" SH-010.a ")).isEqualTo("sh_010.a");
        assertThat(JobNames.layer("Render-Beauty")).isEqualTo("render_beauty");
        assertThat(JobNames.tag("my-Tag")).isEqualTo("my-Tag");
        assertThatThrownBy(() -> JobNames.layer("x".repeat(201))).hasMessageContaining("3 to 200 letters");
    }

    @Test
    void shouldTellFullNamesFromSuffixes() {
        assertThat(JobNames.isFull("testing-sh02-bob_other")).isTrue();
        assertThat(JobNames.isFull("my-render-job_v2")).isTrue();
        assertThat(JobNames.isFull("my-render")).isFalse();
        assertThat(JobNames.isFull("render_v2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann.b-c_d", "ann@studio", "A1+x"})
    void shouldTakeUsersAsTheyAre(String user) {
        assertThat(JobNames.user(user)).isEqualTo(user);
    }
}
