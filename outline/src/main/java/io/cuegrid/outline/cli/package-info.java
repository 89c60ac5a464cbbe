/** The command line: what users type after {@code ./cuegrid}. */
@NullMarked
package io.cuegrid.outline.cli;

import org.jspecify.annotations.NullMarked;
