/** Starts, watches, takes up again and ends the processes of a farm on this machine. */
@NullMarked
package io.cuegrid.outline.launch;

import org.jspecify.annotations.NullMarked;
