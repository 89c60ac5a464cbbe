/** The whole state of a cell: its tables, the texts beside them, and the maps that are made from them. */
@NullMarked
package io.cuegrid.core.cell.state;

import org.jspecify.annotations.NullMarked;
