/** Tests of launches. */
@NullMarked
package io.cuegrid.node.service.launch;

import org.jspecify.annotations.NullMarked;
