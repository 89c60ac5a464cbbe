/** The journal: every applied batch of events on the local disk, in segments of Chronicle queues. */
@NullMarked
package io.cuegrid.persistence.journal;

import org.jspecify.annotations.NullMarked;
