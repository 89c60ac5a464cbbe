/** Snapshots: whole states in checked files, written beside the loop. */
@NullMarked
package io.cuegrid.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
