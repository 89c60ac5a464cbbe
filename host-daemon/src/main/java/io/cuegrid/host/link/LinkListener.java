package io.cuegrid.host.link;

import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.Welcome;
import java.io.IOException;

/** The daemon's side of the stream; all calls come on the daemon's loop. */
public interface LinkListener {
    /** What this host is and runs, at this moment. */
    Hello hello();

    /** The leader of this host's cell takes this host. @return false to leave this stream and try again later */
    boolean welcomed(String target, Welcome welcome) throws IOException;

    /** One message after the welcome; its orders must be on disk when this returns. */
    void received(GridMessage message) throws IOException;

    /**
     * Adds what is to be said; called when there is room on the stream.
     *
     * @param number of the message, should it be sent
     * @param heartbeatDue the message must hold a heartbeat
     * @return false when there is nothing to say
     */
    boolean fill(HostMessage.Builder message, long number, boolean heartbeatDue);

    /** All that was said in messages up to this number is in the grid. */
    void acknowledged(long number) throws IOException;

    /** The stream has ended; unacknowledged content is to be said again on the next. */
    void disconnected();

    /** The grid does not want this daemon: no further attempt is made. */
    void refused(int exitStatus, String sentence);
}
