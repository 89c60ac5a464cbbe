/** Rebuilds a replica from its newest valid snapshot and the journal after it. */
@NullMarked
package io.cuegrid.persistence.recovery;

import org.jspecify.annotations.NullMarked;
