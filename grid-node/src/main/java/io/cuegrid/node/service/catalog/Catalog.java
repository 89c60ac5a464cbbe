package io.cuegrid.node.service.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as one request sees it: each kind is read when it is first asked for, and only once.
 *
 * <p>Threading: one request.
 */
public final class Catalog {
    private final Directory directory;
    private final Map<EntryKind<?>, Table<?>> tables = new HashMap<>();
    private final Map<EntryKind<?>, Supplier<Table<?>>> asked = new HashMap<>();
    /** Asked for last: a list of jobs names the same ones row after row. */
    private @Nullable ShowEntry lastShow;

    private @Nullable FolderEntry lastFolder;

    public Catalog(Directory directory) {
        this.directory = directory;
    }

    /** Asks for kinds that will be needed, all at the same time, instead of one after the other when each is. */
    public Catalog ahead(EntryKind<?>... kinds) {
        for (EntryKind<?> kind : kinds) {
            ask(kind);
        }
        return this;
    }

    private <T extends CatalogEntry> void ask(EntryKind<T> kind) {
        Supplier<List<T>> reading = directory.readAhead(kind);
        asked.put(kind, () -> Table.of(reading.get()));
    }

    /** Every record of a kind, in order of their numbers. */
    public <T extends CatalogEntry> List<T> all(EntryKind<T> kind) {
        return table(kind).entries();
    }

    public <T extends CatalogEntry> @Nullable T find(EntryKind<T> kind, long number) {
        return table(kind).byNumber().get(number);
    }

    /** The first record that fits, or null. */
    public <T extends CatalogEntry> @Nullable T first(EntryKind<T> kind, Predicate<T> fits) {
        for (T entry : all(kind)) {
            if (fits.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    /** The show's name, "" when there is none of this number. */
    public String showName(long number) {
        ShowEntry show = lastShow;
        if (show == null || show.number() != number) {
            show = find(EntryKind.SHOW, number);
            lastShow = show;
        }
        return show == null ? "" : show.name();
    }

    /** The group's name, "" when there is none of this number. */
    public String folderName(long number) {
        FolderEntry folder = lastFolder;
        if (folder == null || folder.number() != number) {
            folder = find(EntryKind.FOLDER, number);
            lastFolder = folder;
        }
        return folder == null ? "" : folder.name();
    }

    /** The facility's name, "" when there is none of this number. */
    public String facilityName(long number) {
        FacilityEntry facility = find(EntryKind.FACILITY, number);
        return facility == null ? "" : facility.name();
    }

    /** The allocation's full name, {@code facility.name}; "" when there is none of this number. */
    public String allocationName(long number) {
        AllocationEntry allocation = find(EntryKind.ALLOCATION, number);
        return allocation == null ? "" : allocation.name();
    }

    /** The subscription's name, {@code facility.allocation.show}. */
    public String subscriptionName(SubscriptionEntry subscription) {
        return allocationName(subscription.allocationNumber()) + "." + showName(subscription.showNumber());
    }

    private <T extends CatalogEntry> Table<T> table(EntryKind<T> kind) {
        // filled here only, with the kind's own entries
        @SuppressWarnings("unchecked")
        Table<T> table = (Table<T>) tables.computeIfAbsent(kind, any -> read(kind));
        return table;
    }

    private Table<?> read(EntryKind<?> kind) {
        Supplier<Table<?>> reading = asked.get(kind);
        return reading == null ? Table.of(directory.read(kind)) : reading.get();
    }

    private record Table<T extends CatalogEntry>(List<T> entries, Long2ObjectHashMap<T> byNumber) {
        static <T extends CatalogEntry> Table<T> of(List<T> entries) {
            Long2ObjectHashMap<T> byNumber = new Long2ObjectHashMap<>();
            entries.forEach(entry -> byNumber.put(entry.number(), entry));
            return new Table<>(List.copyOf(entries), byNumber);
        }
    }
}
