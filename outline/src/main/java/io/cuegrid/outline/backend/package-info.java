/** Where jobs run: on a grid, or on this machine alone. */
@NullMarked
package io.cuegrid.outline.backend;

import org.jspecify.annotations.NullMarked;
