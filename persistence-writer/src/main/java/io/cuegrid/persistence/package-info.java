/** What outlives a process: the journal, snapshots, recovery, and history in PostgreSQL. */
@NullMarked
package io.cuegrid.persistence;

import org.jspecify.annotations.NullMarked;
