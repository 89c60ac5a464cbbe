/** Tests of the core's benchmarks. */
@NullMarked
package io.cuegrid.bench.core;

import org.jspecify.annotations.NullMarked;
