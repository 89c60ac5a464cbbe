/** A whole node's start and bounds. */
@NullMarked
package io.cuegrid.node;

import org.jspecify.annotations.NullMarked;
