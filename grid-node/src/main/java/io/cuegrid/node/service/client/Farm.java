package io.cuegrid.node.service.client;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.node.access.GridAccess;
import io.cuegrid.node.access.GridAccess.HostVitals;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.service.ServiceConfig;
import io.cuegrid.node.service.catalog.Catalog;
import io.cuegrid.node.service.catalog.Directory;
import io.cuegrid.node.service.mapping.JobMessages;
import io.cuegrid.node.service.rpc.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The whole farm as the services see it.
 *
 * <p>Threading: any thread; nothing in it changes.
 */
public final class Farm {
    private final GridAccess grid;
    private final ServiceConfig config;
    private final Ids ids;
    private final Directory directory;
    private final CatalogCatchUp catchUp;
    private final HostNames hostNames = new HostNames();
    private final JobMessages jobMessages = new JobMessages();

    public Farm(GridAccess grid, ServiceConfig config) {
        this.grid = grid;
        this.config = config;
        this.ids = new Ids(grid.incarnation());
        MachineClient directoryMachine = new MachineClient(grid.directory(), config.timeoutMillis());
        this.directory = new Directory(directoryMachine, ids);
        this.catchUp = new CatalogCatchUp(directoryMachine);
    }

    public ServiceConfig config() {
        return config;
    }

    public Ids ids() {
        return ids;
    }

    public Directory directory() {
        return directory;
    }

    public HostNames hostNames() {
        return hostNames;
    }

    public JobMessages jobMessages() {
        return jobMessages;
    }

    /** Sends commands that name records of the directory. */
    public CatalogCatchUp catchUp() {
        return catchUp;
    }

    /** A fresh view of the configuration, for one request. */
    public Catalog catalog() {
        return new Catalog(directory);
    }

    public long nowMillis() {
        return config.clock().getAsLong();
    }

    /** Every facility's cell, in order of their numbers. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (String facility : grid.facilities()) {
            MachineAccess machine = grid.cell(facility);
            if (machine != null) {
                cells.add(cell(facility, machine));
            }
        }
        return cells;
    }

    /** The cell of a facility, whatever the case of the name, or null. */
    public @Nullable Cell cellOf(String facility) {
        String name = facility.toLowerCase(Locale.ROOT);
        MachineAccess machine = grid.cell(name);
        return machine == null ? null : cell(name, machine);
    }

    /**
     * The cell that an id points to.
     *
     * @throws io.grpc.StatusRuntimeException NOT_FOUND when there is none
     */
    public Cell cellOf(EntityId id) {
        for (String facility : grid.facilities()) {
            MachineAccess machine = grid.cell(facility);
            if (machine != null && machine.cellNumber() == id.cell()) {
                return cell(facility, machine);
            }
        }
        throw Problem.notFound("Not found: " + id + " belongs to a facility that this grid does not have.");
    }

    private Cell cell(String facility, MachineAccess machine) {
        return new Cell(machine.cellNumber(), facility, new MachineClient(machine, config.timeoutMillis()));
    }

    /** The newest heartbeat of a host, or null. */
    public @Nullable HostVitals vitals(int cellNumber, long hostNumber) {
        return grid.vitals(cellNumber, hostNumber);
    }
}
