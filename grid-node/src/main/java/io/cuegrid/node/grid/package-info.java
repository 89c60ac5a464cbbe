/** The Hazelcast member: its settings, the maps, and who holds which replica. */
@NullMarked
package io.cuegrid.node.grid;

import org.jspecify.annotations.NullMarked;
