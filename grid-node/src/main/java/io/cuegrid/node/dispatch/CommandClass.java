package io.cuegrid.node.dispatch;

import io.cuegrid.core.sbe.ActOnFramesDecoder;
import io.cuegrid.core.sbe.CatalogUpdateDecoder;
import io.cuegrid.core.sbe.FrameCompleteDecoder;
import io.cuegrid.core.sbe.HostLostDecoder;
import io.cuegrid.core.sbe.HostReportDecoder;
import io.cuegrid.core.sbe.KillJobDecoder;
import io.cuegrid.core.sbe.LaunchAbortDecoder;
import io.cuegrid.core.sbe.LaunchCommitDecoder;
import io.cuegrid.core.sbe.LaunchJobDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OnBehalfDecoder;
import io.cuegrid.core.sbe.OrderRefusedDecoder;
import io.cuegrid.core.sbe.ProcStartedDecoder;
import io.cuegrid.core.sbe.RedirectHostDecoder;
import io.cuegrid.core.sbe.RegisterHostDecoder;
import io.cuegrid.core.sbe.RelieveHostDecoder;
import io.cuegrid.core.sbe.StopProcDecoder;
import io.cuegrid.core.sbe.UnbookProcDecoder;
import io.cuegrid.node.counters.Pushback;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** What is refused first when the inbound ring fills up, and how full it may be for each. */
public enum CommandClass {
    /** New work. */
    LAUNCH(0.50, Pushback.RING_LAUNCH),
    /** Changes by people and tools. */
    CHANGE(0.75, Pushback.RING_CHANGE),
    /** What hosts, timers and the directory say: it waits where it is and comes again. */
    REPORT(0.90, Pushback.RING_REPORT),
    /** Kills, and the ends of launches that have begun. */
    KILL(1.0, Pushback.RING_KILL);

    private final double fillMax;
    private final Pushback pushback;

    CommandClass(double fillMax, Pushback pushback) {
        this.fillMax = fillMax;
        this.pushback = pushback;
    }

    /** How it is counted when there is no room. */
    Pushback pushback() {
        return pushback;
    }

    /** The part of the ring's capacity up to which this class is taken in. */
    double fillMax() {
        return fillMax;
    }

    private static int template(DirectBuffer command, int offset) {
        return command.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }

    /** The class of an encoded command. */
    public static CommandClass of(DirectBuffer command, int offset) {
        int template = template(command, offset);
        return switch (template) {
            case OnBehalfDecoder.TEMPLATE_ID -> {
                OnBehalfDecoder whole =
                        new OnBehalfDecoder().wrapAndApplyHeader(command, offset, new MessageHeaderDecoder());
                whole.skipUser();
                whole.skipReason();
                int inner = whole.limit() + OnBehalfDecoder.commandHeaderLength();
                yield template(command, inner) == OnBehalfDecoder.TEMPLATE_ID ? CHANGE : of(command, inner);
            }
            case LaunchJobDecoder.TEMPLATE_ID -> LAUNCH;
            case KillJobDecoder.TEMPLATE_ID,
                    ActOnFramesDecoder.TEMPLATE_ID,
                    UnbookProcDecoder.TEMPLATE_ID,
                    RedirectHostDecoder.TEMPLATE_ID,
                    LaunchCommitDecoder.TEMPLATE_ID,
                    LaunchAbortDecoder.TEMPLATE_ID -> KILL;
            case RegisterHostDecoder.TEMPLATE_ID,
                    HostReportDecoder.TEMPLATE_ID,
                    HostLostDecoder.TEMPLATE_ID,
                    ProcStartedDecoder.TEMPLATE_ID,
                    FrameCompleteDecoder.TEMPLATE_ID,
                    OrderRefusedDecoder.TEMPLATE_ID,
                    StopProcDecoder.TEMPLATE_ID,
                    RelieveHostDecoder.TEMPLATE_ID,
                    CatalogUpdateDecoder.TEMPLATE_ID -> REPORT;
            default -> CHANGE;
        };
    }
}
