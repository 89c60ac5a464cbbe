/** The catalogue against a running node and its page. */
@NullMarked
package io.cuegrid.node.metrics;

import org.jspecify.annotations.NullMarked;
