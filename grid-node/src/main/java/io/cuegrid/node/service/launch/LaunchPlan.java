package io.cuegrid.node.service.launch;

import io.cuegrid.node.service.catalog.FacilityEntry;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Cell;
import java.util.List;

/** A launch with everything decided but the cell's own limits. */
public record LaunchPlan(
        Cell cell, FacilityEntry facility, ShowEntry show, List<PlannedJob> jobs, List<PlannedDepend> depends) {}
