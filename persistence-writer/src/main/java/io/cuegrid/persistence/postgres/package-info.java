/** The real PostgreSQL server as a process of the home: prepared, started, found again, stopped. */
@NullMarked
package io.cuegrid.persistence.postgres;

import org.jspecify.annotations.NullMarked;
