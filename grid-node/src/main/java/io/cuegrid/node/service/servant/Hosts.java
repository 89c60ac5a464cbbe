package io.cuegrid.node.service.servant;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostSearchCriteria;
import io.cuegrid.core.sbe.HostRowDecoder;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.RowQuery;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.criteria.HostCriteria;
import io.cuegrid.node.service.mapping.HostMapper;
import io.cuegrid.node.service.mapping.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds hosts. Threading: any thread. */
final class Hosts {
    private final Farm farm;

    Hosts(Farm farm) {
        this.farm = farm;
    }

    /** The id of a host that a request names. */
    EntityId require(Host host) {
        return farm.ids().require(host.getId(), EntityKind.HOST, "host");
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND */
    Host get(View view, EntityId id) {
        List<Host> found = read(
                view,
                farm.cellOf(id),
                RowQuery.host(id.number()),
                host -> host.getId().equals(id.toString()));
        if (found.isEmpty()) {
            throw Ids.missing("host", id.toString());
        }
        return found.get(0);
    }

    /** The host of this name, or null. */
    @Nullable
    Host named(View view, String name) {
        for (Cell cell : farm.cells()) {
            Host found = named(view, cell, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The host of this name in one cell, or null. */
    @Nullable
    Host named(View view, Cell cell, String name) {
        if (name.isEmpty()) {
            return null;
        }
        List<Host> found = read(
                view,
                cell,
                RowQuery.hosts().withName(name),
                host -> host.getName().equals(name));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Those that match, ordered by name. */
    List<Host> search(View view, HostSearchCriteria request) {
        HostCriteria criteria = new HostCriteria(request);
        return where(view, criteria::matches);
    }

    List<Host> where(View view, Predicate<Host> wanted) {
        List<Host> found = new ArrayList<>();
        for (Cell cell : farm.cells()) {
            found.addAll(read(view, cell, RowQuery.hosts(), wanted));
        }
        found.sort(Comparator.comparing(Host::getName).thenComparing(Host::getId));
        return found;
    }

    private static List<Host> read(View view, Cell cell, RowQuery query, Predicate<Host> wanted) {
        List<Host> found = new ArrayList<>();
        HostRowDecoder row = new HostRowDecoder();
        cell.machine().read(query, (buffer, offset, length) -> {
            Host host = HostMapper.map(view, cell, Sbe.wrap(row, buffer, offset));
            if (wanted.test(host)) {
                found.add(host);
            }
            return true;
        });
        return found;
    }
}
