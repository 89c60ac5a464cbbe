/** Hosts that are kept for wide layers. */
@NullMarked
package io.cuegrid.core.cell.reserve;

import org.jspecify.annotations.NullMarked;
