/** A cell's journal and snapshots on disk. */
@NullMarked
package io.cuegrid.node.store;

import org.jspecify.annotations.NullMarked;
