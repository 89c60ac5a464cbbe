/** End-to-end tests: real processes, started through the launcher script as a user starts them. */
@NullMarked
package io.cuegrid.outline.e2e;

import org.jspecify.annotations.NullMarked;
