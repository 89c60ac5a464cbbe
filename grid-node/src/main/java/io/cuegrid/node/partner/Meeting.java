package io.cuegrid.node.partner;

import io.cuegrid.api.nodelink.MeetRequest;
import io.cuegrid.api.nodelink.MeetResponse;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.node.link.NodeChannels;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, before a node's member starts, whose grid it belongs to. Whom it remembers, and the addresses that it was
 * told to join, are asked until one of them has a grid, until all partners are here and wait as well, or until the time
 * is over. A node never begins a grid of its own while another may have one.
 *
 * <p>Threading: the node's main thread.
 */
public final class Meeting {
    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);
    /** One question; a machine that is up answers in milliseconds. */
    private static final int ASK_MILLIS_MAX = 1_000;

    private static final long PAUSE_MILLIS = 200;
    /** With these bytes a member greets, and is greeted. */
    private static final byte[] MEMBER_GREETING = "HZC".getBytes(StandardCharsets.US_ASCII);

    private final Standing standing;
    private final NodeChannels channels;
    private final Partner self;
    private final String incarnation;

    /** @param incarnation of the grid that this node's home belongs to; empty: of none yet */
    public Meeting(Standing standing, NodeChannels channels, Partner self, String incarnation) {
        this.standing = standing;
        this.channels = channels;
        this.self = self;
        this.incarnation = incarnation;
    }

    private enum Kind {
        SILENT,
        STRANGER,
        WAITING,
        MEMBER
    }

    /** @param partner with what the answer added */
    private record Answer(Kind kind, Partner partner, String words, boolean alone, long epoch) {}

    /**
     * Waits for a grid to join.
     *
     * @param join addresses of members given by the operator
     * @param alone the operator says that the partners are gone for good
     * @param waitMillis how long to ask
     * @return member addresses to join; empty: this node begins, or goes on, by itself
     * @throws IOException with a sentence when it must not start
     */
    public List<String> addressesToJoin(List<String> join, boolean alone, long waitMillis)
            throws IOException, InterruptedException {
        List<Partner> asked = new ArrayList<>(standing.partners());
        for (String address : join) {
            if (asked.stream().noneMatch(partner -> partner.memberAddress().equals(address))) {
                asked.add(Partner.at(address));
            }
        }
        if (standing.isMajorityRule()) {
            return asked.stream().map(Partner::memberAddress).toList();
        }
        return alone
                ? leaveBehind(asked)
                : gather(asked, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis));
    }

    private List<String> leaveBehind(List<Partner> asked) throws IOException {
        for (Partner partner : asked) {
            Answer answer = ask(partner);
            if (answer.kind() == Kind.MEMBER || answer.kind() == Kind.WAITING) {
                throw new IOException(
                        answer.partner().text() + " answers: it is not gone. Start this node without --alone");
            }
        }
        LOG.warn("--alone: {} forgotten, this node's own state counts as the newest", standing.partners());
        standing.forget();
        return List.of();
    }

    private List<String> gather(List<Partner> asked, long deadlineNanos) throws IOException, InterruptedException {
        boolean said = false;
        while (!asked.isEmpty()) {
            List<Answer> answers = asked.stream().map(this::ask).toList();
            for (Answer answer : answers) {
                if (answer.kind() == Kind.MEMBER) {
                    return List.of(join(answer));
                }
            }
            if (standing.mayGoOnAlone() && standing.hasPartners()) {
                LOG.info("{}; this node went on alone before it ended, so it leads", words(answers));
                return List.of();
            }
            if (isFirst(answers)) {
                LOG.info("all partners wait: this node begins, and the newest state of all wins");
                return List.of();
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IOException(refusal(answers));
            }
            if (!said) {
                LOG.info("waiting: {}", words(answers));
                said = true;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return List.of();
    }

    private String join(Answer answer) throws IOException {
        if (answer.epoch() < standing.epoch()) {
            LOG.warn(
                    "{} leads at epoch {}, but this node has seen epoch {}: what was decided here since then is left out",
                    answer.partner().text(),
                    answer.epoch(),
                    standing.epoch());
        }
        standing.joining(answer.partner());
        return answer.partner().memberAddress();
    }

    /** All partners wait like this node, and it is its turn to begin: the others join. */
    private boolean isFirst(List<Answer> answers) {
        for (Partner partner : standing.partners()) {
            boolean waits = answers.stream()
                    .anyMatch(answer -> answer.kind() == Kind.WAITING
                            && !answer.alone()
                            && answer.partner().isSameAs(partner)
                            && self.memberAddress().compareTo(partner.memberAddress()) < 0);
            if (!waits) {
                return false;
            }
        }
        return standing.hasPartners();
    }

    private Answer ask(Partner partner) {
        if (partner.grpcAddress().isEmpty()) {
            return knock(partner);
        }
        ManagedChannel channel = channels.channel(partner.grpcAddress());
        channel.resetConnectBackoff();
        try {
            MeetResponse answer = NodeLinkGrpc.newBlockingStub(channel)
                    .withCallCredentials(channels.credentials())
                    .withDeadlineAfter(ASK_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .meet(MeetRequest.newBuilder().setIncarnation(incarnation).build());
            Partner here =
                    new Partner(answer.getId(), answer.getName(), answer.getMemberAddress(), partner.grpcAddress());
            if (!answer.getIncarnation().isEmpty()
                    && !incarnation.isEmpty()
                    && !answer.getIncarnation().equals(incarnation)) {
                return new Answer(
                        Kind.STRANGER,
                        partner,
                        partner.text() + " is of another grid (" + answer.getIncarnation() + ") now",
                        false,
                        0);
            }
            return new Answer(
                    answer.getMember() ? Kind.MEMBER : Kind.WAITING,
                    here,
                    here.text() + " waits as well",
                    answer.getAlone(),
                    answer.getEpoch());
        } catch (StatusRuntimeException silent) {
            return silence(partner, silent.getStatus());
        }
    }

    private static Answer silence(Partner partner, Status status) {
        boolean refused = status.getCode() == Status.Code.UNAUTHENTICATED
                || status.getCode() == Status.Code.PERMISSION_DENIED
                || status.getCode() == Status.Code.UNIMPLEMENTED;
        String words = partner.text() + " (gRPC " + partner.grpcAddress() + ") "
                + (refused ? "answers " + status.getCode() + " " + status.getDescription() : "does not answer");
        return new Answer(refused ? Kind.STRANGER : Kind.SILENT, partner, words, false, 0);
    }

    /** Only a member's address is known: who greets like a member there is one. */
    private static Answer knock(Partner partner) {
        @Nullable InetSocketAddress address = parse(partner.memberAddress());
        try (Socket socket = new Socket()) {
            if (address == null || address.isUnresolved()) {
                return new Answer(
                        Kind.SILENT, partner, partner.text() + " cannot be found: no such host:port", false, 0);
            }
            socket.connect(address, ASK_MILLIS_MAX);
            socket.setSoTimeout(ASK_MILLIS_MAX);
            socket.getOutputStream().write(MEMBER_GREETING);
            boolean greeted =
                    Arrays.equals(socket.getInputStream().readNBytes(MEMBER_GREETING.length), MEMBER_GREETING);
            return greeted
                    ? new Answer(Kind.MEMBER, partner, partner.text() + " is a member", false, Long.MAX_VALUE)
                    : stranger(partner);
        } catch (SocketTimeoutException mute) {
            return stranger(partner);
        } catch (IOException silent) {
            return new Answer(Kind.SILENT, partner, partner.text() + " does not answer", false, 0);
        }
    }

    private static Answer stranger(Partner partner) {
        String words = "what listens at " + partner.memberAddress() + " is not the member port of a node";
        return new Answer(Kind.STRANGER, partner, words, false, 0);
    }

    private static @Nullable InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return colon <= 0
                    ? null
                    : new InetSocketAddress(
                            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        } catch (IllegalArgumentException noPort) {
            return null;
        }
    }

    private static String words(List<Answer> answers) {
        return answers.stream().map(Answer::words).collect(Collectors.joining("; "));
    }

    private String refusal(List<Answer> answers) {
        return standing.hasPartners()
                ? words(answers)
                        + ": it may have gone on after this node ended, so this node must not lead with its own state."
                        + " Start the other node too, and the newer state wins; if it is gone for good, start this"
                        + " one with --alone"
                : words(answers) + ": there is no grid to join. Start that node first, or mend --join; without --join"
                        + " this node begins a grid of its own";
    }
}
