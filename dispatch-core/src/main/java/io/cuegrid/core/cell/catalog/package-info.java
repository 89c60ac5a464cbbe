/** The cell's copy of the farm's configuration and the counters of what is in use. */
@NullMarked
package io.cuegrid.core.cell.catalog;

import org.jspecify.annotations.NullMarked;
