/** Ids of entities: UUIDs that say by themselves what they name and where it is kept. */
@NullMarked
package io.cuegrid.api.id;

import org.jspecify.annotations.NullMarked;
