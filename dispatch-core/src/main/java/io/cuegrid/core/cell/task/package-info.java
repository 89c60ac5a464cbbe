/** Long work of a cell that goes on over batches. */
@NullMarked
package io.cuegrid.core.cell.task;

import org.jspecify.annotations.NullMarked;
