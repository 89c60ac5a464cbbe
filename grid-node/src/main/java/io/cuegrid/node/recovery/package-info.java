/** From nothing or from files to led cells: cold start, creation, the directory's first records and its copies. */
@NullMarked
package io.cuegrid.node.recovery;

import org.jspecify.annotations.NullMarked;
