package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole farms by chance: a fixed set of seeds with every build, thousands with {@code mvn -Pnightly}. A seed that fails is
 * printed with the line that runs it alone.
 */
final class FarmSimulationTest {
    private static final int BATCHES = 100;
    private static final int NIGHTLY_SEEDS = 2_000;
    private static final long NIGHTLY_FIRST = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 27, 36, 40, 49, 83, 118, 10_388, 20_087, 20_195, 100_009, 4, 6, 10, 12})
    void shouldKeepInvariantsThroughFaults(long seed) {
        FarmSimulation simulation = run(seed, BATCHES);
        if (seed % 2 == 0) {
            assertThat(simulation.checks.ordersChecked())
                    .as("bookings looked at, seed " + seed)
                    .isPositive();
            assertThat(simulation.checks.reasonsChecked())
                    .as("reasons looked at, seed " + seed)
                    .isPositive();
        }
    }

    @Test
    void shouldHoldForOneSeed() {
        run(Long.getLong("cuegrid.seed", 42), Integer.getInteger("cuegrid.batches", BATCHES));
    }

    @Test
    @Tag("nightly")
    void shouldHoldForThousandsOfSeeds() {
        long first = Long.getLong("cuegrid.seed.first", NIGHTLY_FIRST);
        int seeds = Integer.getInteger("cuegrid.seeds", NIGHTLY_SEEDS);
        long events = 0;
        long faults = 0;
        long orders = 0;
        long reasons = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            FarmSimulation simulation = run(seed, BATCHES);
            events += simulation.farm.events.size();
            faults += simulation.faults;
            orders += simulation.checks.ordersChecked();
            reasons += simulation.checks.reasonsChecked();
        }
        System.out.printf(
                "seeds %d to %d: %,d events, %,d faults, %,d bookings and %,d reasons found right%n",
                first, first + seeds - 1, events, faults, orders, reasons);
    }

    private static FarmSimulation run(long seed, int batches) {
        try {
            FarmSimulation simulation = new FarmSimulation(seed);
            simulation.run(batches);
            return simulation;
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + " fails; run it alone with: mvn test -pl dispatch-core -am"
                            + " -Dtest=FarmSimulationTest#shouldHoldForOneSeed -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dcuegrid.seed=" + seed + " -Dcuegrid.batches=" + batches,
                    failure);
        }
    }
}
