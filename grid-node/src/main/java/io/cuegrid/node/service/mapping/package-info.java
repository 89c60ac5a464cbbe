/** Rows of a cell and records of the directory as OpenCue's messages, one class a noun. */
@NullMarked
package io.cuegrid.node.service.mapping;

import org.jspecify.annotations.NullMarked;
