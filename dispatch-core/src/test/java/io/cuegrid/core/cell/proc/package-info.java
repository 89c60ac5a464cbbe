/** Procs in their rows. */
@NullMarked
package io.cuegrid.core.cell.proc;

import org.jspecify.annotations.NullMarked;
