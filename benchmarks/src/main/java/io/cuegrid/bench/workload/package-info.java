/** The farms and jobs that benchmarks run: OpenCue's published simulator workloads, drawn from a seed. */
@NullMarked
package io.cuegrid.bench.workload;

import org.jspecify.annotations.NullMarked;
