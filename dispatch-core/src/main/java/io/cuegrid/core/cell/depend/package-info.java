/** Depends of a cell: rows, which frame waits for which, cycles. */
@NullMarked
package io.cuegrid.core.cell.depend;

import org.jspecify.annotations.NullMarked;
