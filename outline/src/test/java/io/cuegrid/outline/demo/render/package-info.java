/** Tests of the demo's renderer. */
@NullMarked
package io.cuegrid.outline.demo.render;

import org.jspecify.annotations.NullMarked;
