/** How services reach the state machines of the grid, wherever they are led. */
@NullMarked
package io.cuegrid.node.access;

import org.jspecify.annotations.NullMarked;
