/** Answers to queries: rows copied out of a cell. */
@NullMarked
package io.cuegrid.core.cell.read;

import org.jspecify.annotations.NullMarked;
