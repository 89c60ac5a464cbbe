/** Jobs and layers of a cell as rows. */
@NullMarked
package io.cuegrid.core.cell.job;

import org.jspecify.annotations.NullMarked;
