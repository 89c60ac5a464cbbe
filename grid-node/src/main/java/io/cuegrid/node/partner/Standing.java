package io.cuegrid.node.partner;

import io.cuegrid.node.grid.AloneRule;
import io.cuegrid.node.grid.GridMember.Peer;
import io.cuegrid.node.grid.MemberConfig;
import io.cuegrid.node.partner.PartnersFile.Memory;
import io.cuegrid.node.recovery.RecoveryRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node may decide without the others. In a grid of one or two there is no majority to ask; instead each
 * node keeps in a file who its partners are and whether it is <em>alone</em>, which means: whatever was acknowledged is
 * in this node's own files. The file of at most one of two nodes may say so, and this order of writing keeps it true:
 *
 * <ol>
 *   <li>who joins writes "not alone" before its member starts;
 *   <li>once it holds every cell it introduces itself, and the other writes "not alone" before it answers;
 *   <li>only who was answered may write "alone" when it is left by itself, and only then goes on.
 * </ol>
 *
 * <p>So a node that was killed finds "not alone" and knows that the other may have gone on; whoever was left finds
 * "alone" and may lead at once. From three configured members on a majority decides, and nothing of this is asked.
 *
 * <p>Threading: any thread. The one writer of the file "partners".
 */
public final class Standing implements AloneRule, RecoveryRule {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final PartnersFile file;
    private final int configuredMembers;
    private final Set<String> answered = new HashSet<>();
    private volatile Memory memory;
    private @Nullable Memory beforeJoin;

    private Standing(PartnersFile file, Memory memory, int configuredMembers) {
        this.file = file;
        this.memory = memory;
        this.configuredMembers = configuredMembers;
    }

    /** @throws IOException with a sentence when the file is damaged */
    public static Standing open(Path path, int configuredMembers) throws IOException {
        PartnersFile file = new PartnersFile(path);
        return new Standing(file, file.read(), configuredMembers);
    }

    /** Of this node's folder. */
    public String id() {
        return memory.id();
    }

    public boolean alone() {
        return memory.alone();
    }

    public long epoch() {
        return memory.epoch();
    }

    public List<Partner> partners() {
        return memory.partners();
    }

    /** Whether a majority decides, so that no node ever asks what it may do by itself. */
    public boolean isMajorityRule() {
        return configuredMembers >= MemberConfig.MEMBERS_FOR_MAJORITY;
    }

    @Override
    public boolean mayGoOnAlone() {
        Memory now = memory;
        return !isMajorityRule() && (now.alone() || (now.partners().isEmpty() && configuredMembers == 1));
    }

    @Override
    public boolean hasPartners() {
        return !memory.partners().isEmpty();
    }

    @Override
    public @Nullable String waitReason(List<Peer> peers) {
        if (mayGoOnAlone()) {
            return null;
        }
        int majority = MemberConfig.majority(configuredMembers);
        if (peers.size() < majority) {
            return peers.size() + " of " + configuredMembers + " members are here; " + majority
                    + " must be, to know what is the newest";
        }
        if (isMajorityRule()) {
            return null;
        }
        String away = partners().stream()
                .filter(partner ->
                        peers.stream().noneMatch(peer -> peer.memberAddress().equals(partner.memberAddress())))
                .map(Partner::text)
                .collect(Collectors.joining(", "));
        return away.isEmpty() ? null : away + " is away, and may have gone on without this node";
    }

    /** This node is about to join the grid of a partner: from now on its own files may be older. */
    synchronized void joining(Partner partner) throws IOException {
        Memory now = memory;
        beforeJoin = now;
        save(new Memory(now.id(), false, now.epoch(), with(now.alone() ? List.of() : now.partners(), partner)));
    }

    /** The partner did not take this node in: nothing has changed for it. */
    public synchronized void joinFailed() throws IOException {
        @Nullable Memory before = beforeJoin;
        if (before != null) {
            save(before);
            beforeJoin = null;
        }
    }

    /** This node is a member of its partner's grid. */
    public synchronized void joined() {
        beforeJoin = null;
    }

    /** The operator says that the partners are gone for good. */
    synchronized void forget() throws IOException {
        Memory now = memory;
        save(new Memory(now.id(), true, now.epoch(), List.of()));
    }

    /** A partner holds every cell: from now on it may go on without this node. */
    public synchronized void told(Partner partner) throws IOException {
        Memory now = memory;
        // whom this node went on without has no claim any more
        List<Partner> known = with(now.alone() ? List.of() : now.partners(), partner);
        if (now.alone() || !known.equals(now.partners())) {
            save(new Memory(now.id(), false, now.epoch(), known));
            LOG.info("{} holds a copy of every cell", partner.text());
        }
    }

    /** A partner has written down that this node may go on without it. */
    synchronized void answered(Partner partner) throws IOException {
        Memory now = memory;
        if (now.alone()) {
            return; // it was told by nobody yet: this node still has all there is
        }
        answered.add(partner.memberAddress());
        List<Partner> known = with(now.partners(), partner);
        if (!known.equals(now.partners())) {
            save(new Memory(now.id(), false, now.epoch(), known));
        }
    }

    /** Whether a partner has written down that this node may go on without it. */
    public synchronized boolean isAnswered(String memberAddress) {
        return answered.contains(memberAddress);
    }

    /** The member restarts its services after a cut: what was known of copies here does not count any more. */
    public synchronized void reset() {
        answered.clear();
    }

    /** This node is the only member left: writes down that it goes on alone, if it may. */
    synchronized void left() throws IOException {
        Memory now = memory;
        if (now.alone() || isMajorityRule() || now.partners().isEmpty()) {
            return;
        }
        for (Partner partner : now.partners()) {
            if (!answered.contains(partner.memberAddress())) {
                return;
            }
        }
        answered.clear();
        save(new Memory(now.id(), true, now.epoch(), now.partners()));
        LOG.warn("{} left: this node goes on alone, and syncs every batch to its disk", now.partners());
    }

    /** The newest epoch of any cell here. A node without partners writes nothing. */
    synchronized void epoch(long epoch) throws IOException {
        Memory now = memory;
        if (epoch > now.epoch() && !now.partners().isEmpty()) {
            save(new Memory(now.id(), now.alone(), epoch, now.partners()));
        }
    }

    private static List<Partner> with(List<Partner> partners, Partner partner) {
        List<Partner> result = new ArrayList<>(partners);
        int index = 0;
        while (index < result.size() && !result.get(index).isSameAs(partner)) {
            index++;
        }
        if (index == result.size()) {
            result.add(partner);
        } else if (!partner.id().isEmpty() || result.get(index).id().isEmpty()) {
            result.set(index, partner);
        }
        return result;
    }

    private void save(Memory next) throws IOException {
        if (!next.equals(memory)) {
            file.write(next);
            memory = next;
        }
    }
}
