/** Hosts of a cell as rows. */
@NullMarked
package io.cuegrid.core.cell.host;

import org.jspecify.annotations.NullMarked;
