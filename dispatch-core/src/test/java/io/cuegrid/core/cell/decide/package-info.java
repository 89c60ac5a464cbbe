/** What decisions are said with, alone. */
@NullMarked
package io.cuegrid.core.cell.decide;

import org.jspecify.annotations.NullMarked;
