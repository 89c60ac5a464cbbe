/** Batches of commands and events: framing, positions, and the one replica that executes or applies them. */
@NullMarked
package io.cuegrid.core.batch;

import org.jspecify.annotations.NullMarked;
