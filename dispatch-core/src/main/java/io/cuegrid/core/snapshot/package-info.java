/** How a state machine is written out and read back: a plain stream of primitives and arrays. */
@NullMarked
package io.cuegrid.core.snapshot;

import org.jspecify.annotations.NullMarked;
