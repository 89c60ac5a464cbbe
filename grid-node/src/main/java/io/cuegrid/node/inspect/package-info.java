/** Looking at what a node keeps on disk: positions, digests, batches. */
@NullMarked
package io.cuegrid.node.inspect;

import org.jspecify.annotations.NullMarked;
