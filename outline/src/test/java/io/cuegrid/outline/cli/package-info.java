/** Tests of the command line. */
@NullMarked
package io.cuegrid.outline.cli;

import org.jspecify.annotations.NullMarked;
