/** Procs whose room goes to a certain job or folder when their frames have ended. */
@NullMarked
package io.cuegrid.core.cell.redirect;

import org.jspecify.annotations.NullMarked;
