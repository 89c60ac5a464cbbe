/** Jobs as OpenCue's job specification XML. */
@NullMarked
package io.cuegrid.outline.xml;

import org.jspecify.annotations.NullMarked;
