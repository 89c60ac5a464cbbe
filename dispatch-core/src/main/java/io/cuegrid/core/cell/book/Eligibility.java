package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.Object2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which classes of hosts may run which lanes of layers: kept as lists on both sides, changed when a class or a lane
 * appears or goes, so that choosing a frame touches matching lanes only.
 *
 * <p>Threading: that of the cell.
 */
final class Eligibility {
    private static final int ALL_MODE = 1;
    private static final List<Lane> NO_LANES = List.of();

    final TagSets tags = new TagSets();
    final IntSets limitSets = new IntSets();
    final FitForest groupForest;
    final FitForest hostForest;
    /** In canonical order. */
    final List<HostClass> hostClasses = new ArrayList<>();

    final List<Lane> lanes = new ArrayList<>();

    private final CatalogTable catalog;
    private final Object2ObjectHashMap<String, HostClass> hostClassOfKey = new Object2ObjectHashMap<>();
    private final Long2ObjectHashMap<LayerClass> layerClasses = new Long2ObjectHashMap<>();
    private final Object2ObjectHashMap<Lane.Key, Lane> laneOfKey = new Object2ObjectHashMap<>();
    private final Int2ObjectHashMap<List<LayerClass>> classesOfTag = new Int2ObjectHashMap<>();
    /** Host row by the symbol of its name. */
    private final Int2ObjectHashMap<Integer> hostOfSymbol = new Int2ObjectHashMap<>();

    private int[] symbolOfHost = new int[0];
    private HostClass[] classOfHost = new HostClass[0];
    private List<Lane>[] pinnedOfHost;
    private int pins;

    @SuppressWarnings("unchecked")
    Eligibility(CatalogTable catalog, FitForest groupForest, FitForest hostForest) {
        this.catalog = catalog;
        this.groupForest = groupForest;
        this.hostForest = hostForest;
        pinnedOfHost = new List[0];
    }

    LayerClass layerClass(int osSymbol, int tagSet, boolean threadable, boolean gpu) {
        long key = (long) (osSymbol + 1) << 32 | (long) tagSet << 2 | (threadable ? 2 : 0) | (gpu ? 1 : 0);
        LayerClass known = layerClasses.get(key);
        if (known == null) {
            known = new LayerClass(osSymbol, tagSet, threadable, gpu);
            layerClasses.put(key, known);
            for (int symbol : tags.members(tagSet)) {
                List<LayerClass> classes = classesOfTag.get(symbol);
                if (classes == null) {
                    classes = new ArrayList<>();
                    classesOfTag.put(symbol, classes);
                }
                classes.add(known);
            }
        }
        return known;
    }

    Lane lane(LayerClass layerClass, int showRow, int folderRow, int[] limitRows) {
        Lane.Key key = new Lane.Key(layerClass, showRow, folderRow, limitSets.intern(limitRows, limitRows.length));
        Lane lane = laneOfKey.get(key);
        if (lane == null) {
            lane = new Lane(key, limitSets.members(key.limitSet()), groupForest.newTree());
            laneOfKey.put(key, lane);
            layerClass.lanes.add(lane);
            lanes.add(lane);
            refreshFolders(lane);
            for (HostClass hostClass : hostClasses) {
                if (matches(layerClass, hostClass, true)) {
                    hostClass.add(lane, groupForest.need(lane.tree));
                }
            }
            pinLane(lane);
        }
        return lane;
    }

    /** Forgets a lane that no job group is in. */
    void release(Lane lane) {
        laneOfKey.remove(lane.key);
        lane.layerClass.lanes.remove(lane);
        lanes.remove(lane);
        for (int i = 0; i < hostClasses.size(); i++) {
            hostClasses.get(i).remove(lane);
        }
        for (int i = 0; i < lane.pinnedHosts.size(); i++) {
            pinnedOfHost[lane.pinnedHosts.getInt(i)].remove(lane);
            pins--;
        }
        groupForest.freeTree(lane.tree);
    }

    /** Finds out again which folders of a lane have caps. */
    void refreshFolders(Lane lane) {
        int[] capped = new int[4];
        int count = 0;
        for (int folder = lane.folderRow; folder >= 0; folder = catalog.parentRow(folder)) {
            if (catalog.capCoreUnits(folder) >= 0 || catalog.capGpus(folder) >= 0) {
                if (count == capped.length) {
                    capped = Arrays.copyOf(capped, count * 2);
                }
                capped[count++] = folder;
            }
        }
        lane.cappedFolders = Arrays.copyOf(capped, count);
    }

    /** The class of a host, or null when the host is not known here. */
    @Nullable
    HostClass classOf(int hostRow) {
        return hostRow < classOfHost.length ? classOfHost[hostRow] : null;
    }

    /** Lanes that fit a host only because they name it. */
    List<Lane> pinned(int hostRow) {
        List<Lane> pinned = pins > 0 && hostRow < pinnedOfHost.length ? pinnedOfHost[hostRow] : null;
        return pinned == null ? NO_LANES : pinned;
    }

    /** Whether any lane fits any host by its name only. */
    boolean hasPins() {
        return pins > 0;
    }

    /** Files a host under its class, or another class than before. */
    HostClass join(
            int hostRow,
            int allocationRow,
            String os,
            String tagTexts,
            int threadMode,
            boolean gpu,
            String hostName,
            long memoryKib) {
        leave(hostRow);
        int osSet = tags.set(os);
        int tagSet = tags.set(tagTexts);
        String key = (gpu ? "1 " : "0 ") + catalog.number(allocationRow) + " " + threadMode + " ["
                + tags.canonical(osSet) + "] " + tags.canonical(tagSet);
        HostClass hostClass = hostClassOfKey.get(key);
        if (hostClass == null) {
            hostClass = new HostClass(allocationRow, osSet, tagSet, threadMode, gpu, key, hostForest.newTree());
            hostClassOfKey.put(key, hostClass);
            int at = 0;
            while (at < hostClasses.size() && hostClasses.get(at).canonicalKey.compareTo(key) < 0) {
                at++;
            }
            hostClasses.add(at, hostClass);
            for (Lane lane : lanes) {
                if (matches(lane.layerClass, hostClass, true)) {
                    hostClass.add(lane, groupForest.need(lane.tree));
                }
            }
        }
        grow(hostRow);
        classOfHost[hostRow] = hostClass;
        hostClass.hosts++;
        if (hostClass.largestMemoryKib >= 0) {
            hostClass.largestMemoryKib = Math.max(hostClass.largestMemoryKib, memoryKib);
        }
        int symbol = tags.symbol(hostName);
        symbolOfHost[hostRow] = symbol;
        hostOfSymbol.put(symbol, Integer.valueOf(hostRow));
        List<LayerClass> named = classesOfTag.get(symbol);
        if (named != null) {
            for (LayerClass layerClass : named) {
                for (Lane lane : layerClass.lanes) {
                    pin(lane, hostRow, hostClass);
                }
            }
        }
        return hostClass;
    }

    /** Takes a host out of its class. @return the class it was in, if any */
    @Nullable
    HostClass leave(int hostRow) {
        HostClass hostClass = classOf(hostRow);
        if (hostClass == null) {
            return null;
        }
        classOfHost[hostRow] = null;
        hostOfSymbol.remove(symbolOfHost[hostRow]);
        List<Lane> pinned = pinnedOfHost[hostRow];
        if (pinned != null) {
            for (Lane lane : pinned) {
                lane.pinnedHosts.removeInt(hostRow);
                pins--;
            }
            pinned.clear();
        }
        hostClass.hosts--;
        hostClass.largestMemoryKib = HostClass.UNKNOWN;
        if (hostForest.contains(hostRow)) {
            hostForest.remove(hostClass.tree, hostRow);
        }
        if (hostClass.hosts == 0) {
            hostClasses.remove(hostClass);
            hostClassOfKey.remove(hostClass.canonicalKey);
            hostForest.freeTree(hostClass.tree);
        }
        return hostClass;
    }

    private void pinLane(Lane lane) {
        for (int symbol : tags.members(lane.layerClass.tagSet)) {
            Integer hostRow = hostOfSymbol.get(symbol);
            if (hostRow != null) {
                HostClass hostClass = classOf(hostRow);
                if (hostClass != null) {
                    pin(lane, hostRow, hostClass);
                }
            }
        }
    }

    private void pin(Lane lane, int hostRow, HostClass hostClass) {
        boolean onlyByName = matches(lane.layerClass, hostClass, false) && !matches(lane.layerClass, hostClass, true);
        if (onlyByName && !lane.pinnedHosts.containsInt(hostRow)) {
            lane.pinnedHosts.addInt(hostRow);
            pins++;
            if (pinnedOfHost[hostRow] == null) {
                pinnedOfHost[hostRow] = new ArrayList<>();
            }
            pinnedOfHost[hostRow].add(lane);
        }
    }

    private boolean matches(LayerClass layerClass, HostClass hostClass, boolean withTags) {
        return (layerClass.osSymbol == LayerClass.ANY_OS || tags.contains(hostClass.osSet, layerClass.osSymbol))
                && (hostClass.threadMode != ALL_MODE || layerClass.threadable)
                && (!layerClass.gpu || hostClass.gpu)
                && (!withTags
                        || layerClass.tagSet == TagSets.EMPTY
                        || tags.intersect(layerClass.tagSet, hostClass.tagSet));
    }

    /** Whether a host may run a lane: by its class, or because the lane names it. */
    boolean mayRun(Lane lane, HostClass hostClass, int hostRow) {
        return matches(lane.layerClass, hostClass, true) || lane.pinnedHosts.containsInt(hostRow);
    }

    /** Memory of the largest host that may run a lane, by kind alone; 0 when there is none. */
    long largestMemoryKib(Lane lane, HostMemory memory) {
        long largest = 0;
        for (HostClass hostClass : hostClasses) {
            if (matches(lane.layerClass, hostClass, true)) {
                largest = Math.max(largest, largestMemoryKib(hostClass, memory));
            }
        }
        for (int i = 0; i < lane.pinnedHosts.size(); i++) {
            largest = Math.max(largest, memory.of(lane.pinnedHosts.getInt(i)));
        }
        return largest;
    }

    private long largestMemoryKib(HostClass hostClass, HostMemory memory) {
        if (hostClass.largestMemoryKib == HostClass.UNKNOWN) {
            long largest = 0;
            for (int row = 0; row < classOfHost.length; row++) {
                if (classOfHost[row] == hostClass) {
                    largest = Math.max(largest, memory.of(row));
                }
            }
            hostClass.largestMemoryKib = largest;
        }
        return hostClass.largestMemoryKib;
    }

    /** Says what memory a host has. */
    interface HostMemory {
        long of(int hostRow);
    }

    private void grow(int hostRow) {
        if (hostRow >= classOfHost.length) {
            int length = Math.max(64, Math.max(hostRow + 1, classOfHost.length * 2));
            classOfHost = Arrays.copyOf(classOfHost, length);
            symbolOfHost = Arrays.copyOf(symbolOfHost, length);
            pinnedOfHost = Arrays.copyOf(pinnedOfHost, length);
        }
    }
}
