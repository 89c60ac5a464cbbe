/** Amounts of memory and cores: their texts and the numbers that the grid counts with. */
@NullMarked
package io.cuegrid.api.unit;

import org.jspecify.annotations.NullMarked;
