/** Tests of the search criteria. */
@NullMarked
package io.cuegrid.node.service.criteria;

import org.jspecify.annotations.NullMarked;
