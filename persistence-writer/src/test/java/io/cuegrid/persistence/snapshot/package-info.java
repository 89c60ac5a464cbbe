/** Tests of what snapshots are made with. */
@NullMarked
package io.cuegrid.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
