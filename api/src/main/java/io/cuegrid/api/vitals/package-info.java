/** What a daemon says of the runs on its host, as both sides of HostLink read and write it. */
@NullMarked
package io.cuegrid.api.vitals;

import org.jspecify.annotations.NullMarked;
