/** Jobs as people and programs write them: outlines of layers, which become one {@code SpecDocument}. */
@NullMarked
package io.cuegrid.outline;

import org.jspecify.annotations.NullMarked;
