/** A whole farm: real nodes and a real database as processes, simulated hosts over real streams, and an audit. */
@NullMarked
package io.cuegrid.bench.farm;

import org.jspecify.annotations.NullMarked;
