/** Storage of a cell: records in pages of fixed size that can be captured while they change, and what rows are free. */
@NullMarked
package io.cuegrid.core.cell.columns;

import org.jspecify.annotations.NullMarked;
