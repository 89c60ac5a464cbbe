package io.cuegrid.host.link;

import java.io.IOException;

/** Where the daemon's token comes from; asked at each connect, so that a new token needs no restart. */
@FunctionalInterface
public interface TokenSource {
    /** @throws IOException with a sentence when there is none */
    String token() throws IOException;
}
