package io.cuegrid.core.cell;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole farms by chance. A seed that fails is printed with the line that runs it alone:
 * {@code mvn test -pl dispatch-core -am -Dtest=FarmSimulationTest#shouldHoldForOneSeed
 * -Dsurefire.failIfNoSpecifiedTests=false -Dcuegrid.seed=N}.
 */
final class FarmSimulationTest {
    private static final int BATCHES = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 27, 36, 40, 49, 83, 118})
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
                            + " -Dcuegrid.seed=" + seed,
                    failure);
        }
    }
}
