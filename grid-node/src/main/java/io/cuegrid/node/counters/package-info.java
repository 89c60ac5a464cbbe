/** What this member counts of each cell, cheap enough for the dispatch loop; nothing here knows who reads it. */
@NullMarked
package io.cuegrid.node.counters;

import org.jspecify.annotations.NullMarked;
