/** What the gateway counts and times, as one catalogue. */
@NullMarked
package io.cuegrid.gateway.metrics;

import org.jspecify.annotations.NullMarked;
