/** What could be booked where: classes of hosts and layers, ordered indexes, the choice of the next frame. */
@NullMarked
package io.cuegrid.core.cell.book;

import org.jspecify.annotations.NullMarked;
