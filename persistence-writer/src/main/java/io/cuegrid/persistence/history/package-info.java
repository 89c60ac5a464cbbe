/** What happened on the farm, in PostgreSQL: the writer that tails journals, the schema, the reader. */
@NullMarked
package io.cuegrid.persistence.history;

import org.jspecify.annotations.NullMarked;
