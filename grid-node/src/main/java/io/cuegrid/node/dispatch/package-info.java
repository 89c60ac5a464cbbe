/** The dispatch loop: one agent a cell that turns what comes in into batches and sends out what they decided. */
@NullMarked
package io.cuegrid.node.dispatch;

import org.jspecify.annotations.NullMarked;
