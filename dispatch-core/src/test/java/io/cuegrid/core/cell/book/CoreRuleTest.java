package io.cuegrid.core.cell.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many cores a frame gets: one case for each sentence of the rule. Memory in GiB here. */
final class CoreRuleTest {
    private static final int AUTO = 0;
    private static final int ALL = 1;
    private static final int VARIABLE = 2;
    private static final long WIDE = 1_000_000;

    private static int cores(
            int host, int idle, double idleGib, int mode, int min, int max, double gib, boolean threadable, long room) {
        return CoreRule.coreUnits(
                host, idle, gib(idleGib), host == idle, mode, min, max, gib(gib), threadable, false, room);
    }

    private static long gib(double value) {
        return (long) (value * (1 << 20));
    }

    @Test
    void shouldGiveWhatIsAskedFor() {
        assertThat(cores(800, 800, 32, AUTO, 100, 0, 4, false, WIDE)).isEqualTo(100);
        assertThat(cores(800, 800, 64, AUTO, 400, 0, 4, true, WIDE)).isEqualTo(400);
    }

    @Test
    void shouldGiveAFractionAsItIs() {
        assertThat(cores(800, 50, 32, AUTO, 50, 0, 1, false, WIDE)).isEqualTo(50);
        assertThat(cores(800, 40, 32, AUTO, 50, 0, 1, false, WIDE)).isEqualTo(CoreRule.REFUSED);
    }

    @Test
    void shouldGiveOneCoreToWhatIsNotThreadable() {
        assertThat(cores(800, 800, 32, AUTO, 400, 0, 4, false, WIDE)).isEqualTo(100);
        assertThat(cores(800, 800, 32, AUTO, 0, 0, 4, false, WIDE)).isEqualTo(100);
    }

    @Test
    void shouldGrowInProportionToMemory() {
        assertThat(cores(800, 800, 32, AUTO, 100, 0, 8, true, WIDE)).isEqualTo(200);
        assertThat(cores(800, 800, 32, AUTO, 100, 0, 16, true, WIDE)).isEqualTo(400);
    }

    @Test
    void shouldTakeAllCoresThatWouldBeLeftWithoutMemory() {
        assertThat(cores(800, 800, 9.5, AUTO, 100, 0, 8, true, WIDE)).isEqualTo(800);
        assertThat(cores(800, 350, 9.4, AUTO, 100, 0, 8, true, WIDE)).isEqualTo(300);
    }

    @Test
    void shouldRespectTheLayersOwnMaximum() {
        assertThat(cores(800, 800, 9, AUTO, 100, 300, 8, true, WIDE)).isEqualTo(300);
    }

    @Test
    void shouldTakeTheWholeHostWhenItsModeIsAll() {
        assertThat(cores(800, 650, 32, ALL, 100, 0, 1, true, WIDE)).isEqualTo(600);
    }

    @Test
    void shouldGiveTwoCoresAtLeastWhenTheModeIsVariable() {
        assertThat(cores(800, 800, 32, VARIABLE, 100, 0, 1, true, WIDE)).isEqualTo(200);
        assertThat(cores(800, 100, 32, VARIABLE, 100, 0, 1, true, WIDE)).isEqualTo(CoreRule.REFUSED);
        assertThat(cores(800, 100, 32, VARIABLE, 100, 0, 1, false, WIDE)).isEqualTo(100);
    }

    @Test
    void shouldGiveTheWholeHostForZeroAndLessForNegative() {
        assertThat(cores(800, 800, 32, AUTO, 0, 0, 1, true, WIDE)).isEqualTo(800);
        assertThat(cores(800, 800, 32, AUTO, -200, 0, 1, true, WIDE)).isEqualTo(600);
        assertThat(cores(800, 700, 32, AUTO, 0, 0, 1, true, WIDE)).isEqualTo(CoreRule.REFUSED);
        assertThat(cores(800, 800, 32, AUTO, -800, 0, 1, true, WIDE)).isEqualTo(CoreRule.REFUSED);
    }

    @Test
    void shouldGiveAllWholeCoresToSelfishServices() {
        int cores = CoreRule.coreUnits(800, 650, gib(64), false, AUTO, 100, 0, gib(1), true, true, WIDE);
        assertThat(cores).isEqualTo(600);
    }

    @Test
    void shouldGrowNoFurtherThanCapsAllow() {
        assertThat(cores(800, 800, 9, AUTO, 100, 0, 8, true, 250)).isEqualTo(200);
        assertThat(cores(800, 800, 9, AUTO, 200, 0, 8, true, 250)).isEqualTo(200);
        assertThat(cores(800, 800, 9, AUTO, 300, 0, 8, true, 250)).isEqualTo(CoreRule.REFUSED);
        assertThat(cores(800, 800, 32, AUTO, 0, 0, 1, true, 700)).isEqualTo(CoreRule.REFUSED);
    }
}
