/** Hosts that are kept for wide layers, or for jobs that their procs were redirected to. */
@NullMarked
package io.cuegrid.core.cell.reserve;

import org.jspecify.annotations.NullMarked;
