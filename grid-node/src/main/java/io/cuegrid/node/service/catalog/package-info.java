/** The farm's configuration as values: one record a kind, read from and written to the directory. */
@NullMarked
package io.cuegrid.node.service.catalog;

import org.jspecify.annotations.NullMarked;
