/** A node of the grid: one process, one Hazelcast member. */
@NullMarked
package io.cuegrid.node;

import org.jspecify.annotations.NullMarked;
