/** Commands of a cell: what they change, said as events. */
@NullMarked
package io.cuegrid.core.cell.decide;

import org.jspecify.annotations.NullMarked;
