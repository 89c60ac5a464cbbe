package io.cuegrid.node.service.criteria;

import io.cuegrid.api.opencue.host.HardwareState;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostSearchCriteria;
import io.cuegrid.api.opencue.host.LockState;
import java.util.Set;

/** What GetHosts asks for. */
public final class HostCriteria {
    private final Set<String> ids;
    private final NameCriteria names;
    private final Set<String> allocations;
    private final Set<HardwareState> states;
    private final Set<LockState> lockStates;

    public HostCriteria(HostSearchCriteria criteria) {
        ids = Set.copyOf(criteria.getIdsList());
        names = new NameCriteria(criteria.getHostsList(), criteria.getRegexList(), criteria.getSubstrList());
        allocations = Set.copyOf(criteria.getAllocsList());
        states = Set.copyOf(criteria.getStates().getStateList());
        lockStates = Set.copyOf(criteria.getLockStates().getStateList());
    }

    public boolean matches(Host host) {
        return (ids.isEmpty() || ids.contains(host.getId()))
                && (allocations.isEmpty() || allocations.contains(host.getAllocName()))
                && (states.isEmpty() || states.contains(host.getState()))
                && (lockStates.isEmpty() || lockStates.contains(host.getLockState()))
                && names.matches(host.getName());
    }
}
