/** Events of a cell: the only code that changes its state. */
@NullMarked
package io.cuegrid.core.cell.apply;

import org.jspecify.annotations.NullMarked;
