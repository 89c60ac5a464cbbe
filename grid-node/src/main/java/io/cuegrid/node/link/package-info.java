/** Reaching a state machine wherever it is led: here, or on another node over NodeLink. */
@NullMarked
package io.cuegrid.node.link;

import org.jspecify.annotations.NullMarked;
