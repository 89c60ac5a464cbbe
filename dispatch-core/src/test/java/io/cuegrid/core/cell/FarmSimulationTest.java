package io.cuegrid.core.cell;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole farms by chance. A seed that fails is printed with the line that runs it alone:
 * {@code mvn test -pl dispatch-core -am -Dtest=FarmSimulationTest#shouldHoldForOneSeed -Dcuegrid.seed=N}.
 */
final class FarmSimulationTest {
    private static final int BATCHES = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldKeepInvariantsThroughFaults(long seed) {
        run(seed, BATCHES);
    }

    @Test
    void shouldHoldForOneSeed() {
        run(Long.getLong("cuegrid.seed", 42), Integer.getInteger("cuegrid.batches", BATCHES));
    }

    private static void run(long seed, int batches) {
        try {
            new FarmSimulation(seed).run(batches);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + " fails; run it alone with: mvn test -pl dispatch-core -am"
                            + " -Dtest=FarmSimulationTest#shouldHoldForOneSeed -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -DargLine.seed= -Dcuegrid.seed=" + seed,
                    failure);
        }
    }
}
