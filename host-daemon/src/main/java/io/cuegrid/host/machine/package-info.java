/** What the operating system tells and does: inventory, processes, signals. */
@NullMarked
package io.cuegrid.host.machine;

import org.jspecify.annotations.NullMarked;
