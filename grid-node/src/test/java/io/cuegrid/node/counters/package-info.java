/** What the dispatch loop counts, and that counting costs nothing. */
@NullMarked
package io.cuegrid.node.counters;

import org.jspecify.annotations.NullMarked;
