package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaunchQueueTest {
    private static final long SEED = 7;

    @Test
    void shouldGiveEveryOrderBackAsItCameWhileItGrowsAndWraps() {
        SplittableRandom random = new SplittableRandom(SEED);
        LaunchQueue queue = new LaunchQueue();
        ArrayDeque<LaunchQueue.Launch> expected = new ArrayDeque<>();
        for (int i = 0; i < 5_000; i++) {
            if (expected.isEmpty() || random.nextInt(100) < 55) {
                LaunchQueue.Launch order = new LaunchQueue.Launch(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextBoolean());
                expected.addLast(order);
                queue.add(
                        order.procNumber(),
                        order.jobNumber(),
                        order.layerIndex(),
                        order.frameIndex(),
                        order.frameOrdinal(),
                        order.attempt(),
                        order.coreUnits(),
                        order.memoryKib(),
                        order.gpus(),
                        order.gpuMemoryKib(),
                        order.ignoreNimby());
            } else {
                assertThat(queue.first()).as("seed %s, step %s", SEED, i).isEqualTo(expected.removeFirst());
                queue.removeFirst();
            }
            assertThat(queue.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void shouldBeEmptyAndTakeOrdersAfterItWasCleared() {
        LaunchQueue queue = new LaunchQueue();
        for (int proc = 1; proc <= 100; proc++) {
            queue.add(proc, 1, 0, 0, 0, 1, 100, 1, 0, 0, false);
            if (proc % 3 == 0) {
                queue.removeFirst();
            }
        }

        queue.clear();

        assertThat(queue.size()).isZero();
        queue.add(7, 1, 0, 0, 0, 1, 100, 1, 0, 0, false);
        assertThat(queue.first().procNumber()).isEqualTo(7);
    }
}
