/** The cell: one facility's scheduling domain as a state machine. */
@NullMarked
package io.cuegrid.core.cell;

import org.jspecify.annotations.NullMarked;
