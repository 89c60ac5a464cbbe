/** Storage of a cell, alone. */
@NullMarked
package io.cuegrid.core.cell.columns;

import org.jspecify.annotations.NullMarked;
