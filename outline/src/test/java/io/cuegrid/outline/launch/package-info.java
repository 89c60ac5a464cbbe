/** Tests of process supervision, with real processes. */
@NullMarked
package io.cuegrid.outline.launch;

import org.jspecify.annotations.NullMarked;
