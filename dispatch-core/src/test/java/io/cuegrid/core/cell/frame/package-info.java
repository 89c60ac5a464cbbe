/** Frames in their rows. */
@NullMarked
package io.cuegrid.core.cell.frame;

import org.jspecify.annotations.NullMarked;
