/** The stream to the grid. */
@NullMarked
package io.cuegrid.host.link;

import org.jspecify.annotations.NullMarked;
