@NullMarked
package io.cuegrid.node.partner;

import org.jspecify.annotations.NullMarked;
