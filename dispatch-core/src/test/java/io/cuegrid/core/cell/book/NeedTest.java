package io.cuegrid.core.cell.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NeedTest {
    @Test
    void shouldNeverMissWhatFitsExactly() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            int cores = 10 + random.nextInt(20_000);
            long memory = random.nextLong(1L << 40);
            int gpus = random.nextInt(12);
            long gpuMemory = random.nextLong(1L << 30);
            long need = Need.of(cores, memory, gpus, gpuMemory, false);
            long room = Need.of(
                    cores + random.nextInt(3), memory + random.nextInt(3), gpus, gpuMemory, random.nextBoolean());
            assertThat(Need.fits(need, room)).isTrue();
        }
    }

    @Test
    void shouldTellEachShortage() {
        long need = Need.of(200, 4 << 20, 2, 1 << 20, true);
        assertThat(Need.fits(need, Need.of(200, 4 << 20, 2, 1 << 20, true))).isTrue();
        assertThat(Need.fits(need, Need.of(190, 4 << 20, 2, 1 << 20, true))).isFalse();
        assertThat(Need.fits(need, Need.of(200, 2 << 20, 2, 1 << 20, true))).isFalse();
        assertThat(Need.fits(need, Need.of(200, 4 << 20, 1, 1 << 20, true))).isFalse();
        assertThat(Need.fits(need, Need.of(200, 4 << 20, 2, 1 << 19, true))).isFalse();
        assertThat(Need.fits(need, Need.of(200, 4 << 20, 2, 1 << 20, false))).isFalse();
    }

    @Test
    void shouldTakeTheSmallerOfEachNumber() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            int[] cores = {random.nextInt(9_000), random.nextInt(9_000)};
            int[] gpus = {random.nextInt(100), random.nextInt(100)};
            long[] memory = {random.nextLong(1L << 38), random.nextLong(1L << 38)};
            long smaller = Need.min(
                    Need.of(cores[0], memory[0], gpus[0], memory[1], true),
                    Need.of(cores[1], memory[1], gpus[1], memory[0], false));
            long least = Math.min(memory[0], memory[1]);
            assertThat(smaller)
                    .isEqualTo(Need.of(Math.min(cores[0], cores[1]), least, Math.min(gpus[0], gpus[1]), least, false));
        }
    }

    @Test
    void shouldCutRoom() {
        long room = Need.of(800, 1 << 20, 4, 0, true);
        assertThat(Need.capCores(room, 250)).isEqualTo(Need.of(250, 1 << 20, 4, 0, true));
        assertThat(Need.capCores(room, 900)).isEqualTo(room);
        assertThat(Need.capCores(room, -50)).isEqualTo(Need.of(0, 1 << 20, 4, 0, true));
        assertThat(Need.capGpus(room, 1)).isEqualTo(Need.of(800, 1 << 20, 1, 0, true));
    }
}
