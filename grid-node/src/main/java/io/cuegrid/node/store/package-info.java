/** Journals and snapshots of this member's replicas, over the persistence module. */
@NullMarked
package io.cuegrid.node.store;

import org.jspecify.annotations.NullMarked;
