/** The parts that booking is made of, against obvious twins. */
@NullMarked
package io.cuegrid.core.cell.book;

import org.jspecify.annotations.NullMarked;
