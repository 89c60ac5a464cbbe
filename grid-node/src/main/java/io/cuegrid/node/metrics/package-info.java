/** The catalogue of a node's metrics and what reads their figures at each scrape. */
@NullMarked
package io.cuegrid.node.metrics;

import org.jspecify.annotations.NullMarked;
