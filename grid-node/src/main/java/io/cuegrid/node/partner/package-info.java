/** What a node remembers of the nodes that it shared a grid with, and what follows from it at a start. */
@NullMarked
package io.cuegrid.node.partner;

import org.jspecify.annotations.NullMarked;
