/** What a daemon keeps on its disk so that a kill or a power cut loses nothing. */
@NullMarked
package io.cuegrid.host.disk;

import org.jspecify.annotations.NullMarked;
