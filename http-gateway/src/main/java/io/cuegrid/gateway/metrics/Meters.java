package io.cuegrid.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers metrics of a catalogue whose figures are kept elsewhere: they are asked for at each scrape.
 *
 * <p>Threading: any thread.
 */
public final class Meters {
    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param tagValues one for each of the metric's tag names, in their order */
    public void counter(MetricDescription metric, DoubleSupplier figure, String... tagValues) {
        // a counter holds its object weakly, its function for good: the figure must be in the function
        FunctionCounter.builder(metric.metricName(), registry, held -> figure.getAsDouble())
                .baseUnit(unit(metric))
                .description(metric.sentence())
                .tags(tags(metric, tagValues))
                .register(registry);
    }

    /** @param tagValues one for each of the metric's tag names, in their order */
    public void gauge(MetricDescription metric, DoubleSupplier figure, String... tagValues) {
        Gauge.builder(metric.metricName(), figure, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .baseUnit(unit(metric))
                .description(metric.sentence())
                .tags(tags(metric, tagValues))
                .register(registry);
    }

    /** Micrometer takes an empty unit for one. */
    private static @Nullable String unit(MetricDescription metric) {
        return metric.unit().isEmpty() ? null : metric.unit();
    }

    private static Tags tags(MetricDescription metric, String... values) {
        List<String> names = metric.tagNames();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    metric.metricName() + " has the tags " + names + ", not " + List.of(values));
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(names.get(i), values[i]);
        }
        return tags;
    }
}
