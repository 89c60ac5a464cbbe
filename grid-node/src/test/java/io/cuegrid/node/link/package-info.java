/** Tests of what reaches a machine that another node leads. */
@NullMarked
package io.cuegrid.node.link;

import org.jspecify.annotations.NullMarked;
