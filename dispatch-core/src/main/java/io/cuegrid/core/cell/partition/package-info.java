/** Parts of locked hosts that their owners have given to a job, a layer or a frame. */
@NullMarked
package io.cuegrid.core.cell.partition;

import org.jspecify.annotations.NullMarked;
