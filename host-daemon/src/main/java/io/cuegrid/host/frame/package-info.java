/** Frames on this host, from order to completion. */
@NullMarked
package io.cuegrid.host.frame;

import org.jspecify.annotations.NullMarked;
