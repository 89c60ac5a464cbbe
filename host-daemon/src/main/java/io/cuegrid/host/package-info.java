/** The daemon of one render host: it tells the grid what the host is and has, and runs frames when told. */
@NullMarked
package io.cuegrid.host;

import org.jspecify.annotations.NullMarked;
