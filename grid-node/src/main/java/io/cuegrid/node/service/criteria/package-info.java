/** OpenCue's search criteria. */
@NullMarked
package io.cuegrid.node.service.criteria;

import org.jspecify.annotations.NullMarked;
