/** What {@code GET /health} answers, and where it comes from. */
@NullMarked
package io.cuegrid.gateway.health;

import org.jspecify.annotations.NullMarked;
