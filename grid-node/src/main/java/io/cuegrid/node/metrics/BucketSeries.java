package io.cuegrid.node.metrics;

import io.cuegrid.node.counters.Buckets;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One histogram of the catalogue with a series a cell, read from buckets that the loops fill. Micrometer's own histograms
 * would allocate in the loop.
 *
 * <p>Threading: any thread.
 */
final class BucketSeries implements Collector {
    private final NodeMetric metric;
    private final double scale;
    private final Map<String, Buckets> cells = new ConcurrentSkipListMap<>();

    /** @param scale what one unit of the buckets is in the metric's unit */
    BucketSeries(NodeMetric metric, double scale, PrometheusRegistry registry) {
        this.metric = metric;
        this.scale = scale;
        registry.register(this);
    }

    void put(String cell, Buckets buckets) {
        cells.put(cell, buckets);
    }

    @Override
    public String getPrometheusName() {
        return metric.prometheusName();
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder series =
                HistogramSnapshot.builder().name(metric.prometheusName()).help(metric.sentence());
        cells.forEach((cell, buckets) -> series.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of(metric.tagNames().get(0), cell))
                .classicHistogramBuckets(ranges(buckets))
                .sum(buckets.sum() * scale)
                .build()));
        return series.build();
    }

    private ClassicHistogramBuckets ranges(Buckets buckets) {
        long[] bounds = buckets.bounds();
        long[] counts = buckets.counts();
        ClassicHistogramBuckets.Builder ranges = ClassicHistogramBuckets.builder();
        for (int i = 0; i < bounds.length; i++) {
            ranges.bucket(bounds[i] * scale, counts[i]);
        }
        return ranges.bucket(Double.POSITIVE_INFINITY, counts[bounds.length]).build();
    }
}
