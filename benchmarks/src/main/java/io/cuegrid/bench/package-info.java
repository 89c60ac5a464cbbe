/** How fast cuegrid is and whether it stays right while it is: benchmarks of the core and of a whole farm. */
@NullMarked
package io.cuegrid.bench;

import org.jspecify.annotations.NullMarked;
