/** Tests of the farm benchmark: its audit against planted faults, and one short run of everything. */
@NullMarked
package io.cuegrid.bench.farm;

import org.jspecify.annotations.NullMarked;
