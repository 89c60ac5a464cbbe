/** From a submission to jobs of a cell, all of them or none. */
@NullMarked
package io.cuegrid.node.service.launch;

import org.jspecify.annotations.NullMarked;
