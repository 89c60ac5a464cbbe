/** A small path tracer: what the demo's job renders, with the mains that its frames call. */
@NullMarked
package io.cuegrid.outline.demo.render;

import org.jspecify.annotations.NullMarked;
