/** Frames of a cell as rows, and the frame numbers of a layer. */
@NullMarked
package io.cuegrid.core.cell.frame;

import org.jspecify.annotations.NullMarked;
