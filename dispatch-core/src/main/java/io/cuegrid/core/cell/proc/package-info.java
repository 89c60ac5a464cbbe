/** Procs of a cell as rows. */
@NullMarked
package io.cuegrid.core.cell.proc;

import org.jspecify.annotations.NullMarked;
