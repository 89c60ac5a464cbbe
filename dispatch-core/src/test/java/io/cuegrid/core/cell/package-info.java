/** Scenarios of a cell on a small farm, and a simulation of whole farms. */
@NullMarked
package io.cuegrid.core.cell;

import org.jspecify.annotations.NullMarked;
