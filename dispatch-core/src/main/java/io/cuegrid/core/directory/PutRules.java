package io.cuegrid.core.directory;

import static io.cuegrid.core.directory.RefusedException.require;

import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a put leads to: checks the record, fills in what the directory decides (numbers, a cell, a root folder)
 * and lists the changes in the order of their events. Reads the catalog, changes nothing.
 */
final class PutRules {
    private final Catalog catalog;
    private final FolderRules folderRules;

    PutRules(Catalog catalog) {
        this.catalog = catalog;
        this.folderRules = new FolderRules(catalog);
    }

    /**
     * @param wanted as it came; number 0 to create
     * @param before what is stored under that number, null to create
     * @return the changes, that of the record itself first; empty when it is stored like this already
     * @throws RefusedException with a sentence
     */
    List<Change> decide(CatalogRecord wanted, @Nullable CatalogRecord before, long timeMillis) {
        List<Change> changes = new ArrayList<>();
        long number = before == null ? catalog.nextNumber(wanted.kind()) : before.number();
        CatalogRecord record = wanted.stamped(number, before == null ? 0 : before.recordVersion());
        NameRules.check(record);
        switch (record.kind()) {
            case FACILITY -> facility((Facility) record, (Facility) before, changes);
            case ALLOCATION -> allocation((Allocation) record, (Allocation) before, changes);
            case SHOW -> show((Show) record, (Show) before, changes);
            case SUBSCRIPTION -> subscription((Subscription) record, (Subscription) before, changes);
            case FOLDER -> changes.add(Change.put(folderRules.check((Folder) record, (Folder) before)));
            case LIMIT -> limit((Limit) record, changes);
            case SERVICE, SERVICE_OVERRIDE -> service((Service) record, (Service) before, changes);
            case OWNER -> owner((Owner) record, changes);
            case DEED -> deed((Deed) record, (Deed) before, changes);
            case JOB_NAME, HOST_NAME -> reservedName((ReservedName) record, (ReservedName) before, timeMillis, changes);
            case FILTER, MATCHER, ACTION, DEPARTMENT, TASK, COMMENT, SETTING ->
                generic((Generic) record, (Generic) before, changes);
            case NONE, NULL_VAL -> throw new RefusedException(ReplyCode.INVALID, "the kind of the record is missing");
        }
        CatalogRecord settled = changes.get(0).record();
        if (settled == null) {
            throw new IllegalStateException("a put begins with its own record");
        }
        unique(settled, timeMillis, changes);
        if (before == null) {
            room(record.kind());
        }
        return settled.equals(before) && changes.size() == 1 ? List.of() : changes;
    }

    private void unique(CatalogRecord record, long timeMillis, List<Change> changes) {
        CatalogRecord other = catalog.sameKey(record);
        if (other == null || other.number() == record.number()) {
            return;
        }
        if (other instanceof ReservedName reserved && Reservations.isExpired(reserved, timeMillis)) {
            changes.add(0, Change.remove(reserved));
            return;
        }
        throw new RefusedException(ReplyCode.ALREADY_EXISTS, Taken.sentence(record, other));
    }

    private void room(RecordKind kind) {
        int max = DirectoryLimits.recordsMax(kind == RecordKind.JOB_NAME || kind == RecordKind.HOST_NAME);
        require(
                catalog.count(kind) < max,
                ReplyCode.EXHAUSTED,
                "the directory holds " + max + " records of kind " + Words.of(kind)
                        + ", its most: remove some that are not used");
    }

    private void facility(Facility record, @Nullable Facility before, List<Change> changes) {
        int cell = record.cell();
        if (before != null) {
            require(
                    cell == 0 || cell == before.cell(),
                    ReplyCode.INVALID,
                    Words.of(record) + ": its cell is " + before.cell() + " for good, ids carry it");
            cell = before.cell();
        } else if (cell == 0) {
            cell = catalog.cellMax() + 1;
        } else {
            require(
                    cell > catalog.cellMax(),
                    ReplyCode.INVALID,
                    Words.of(record) + ": cells up to " + catalog.cellMax()
                            + " are or were in use; give a larger number, or 0 for the next");
        }
        Facility oldDefault = null;
        for (Catalog.Entry entry : catalog.entries(RecordKind.FACILITY)) {
            Facility other = (Facility) entry.record();
            if (other.isDefault() && other.number() != record.number()) {
                oldDefault = other;
            }
        }
        boolean isDefault = record.isDefault() || oldDefault == null;
        changes.add(Change.put(new Facility(record.number(), record.recordVersion(), isDefault, cell, record.name())));
        if (isDefault && oldDefault != null) {
            changes.add(Change.put(new Facility(oldDefault.number(), 0, false, oldDefault.cell(), oldDefault.name())));
        }
        if (before != null && !before.name().equals(record.name())) {
            renameAllocations(record, changes);
        }
    }

    private void renameAllocations(Facility facility, List<Change> changes) {
        for (Catalog.Entry entry : catalog.entries(RecordKind.ALLOCATION)) {
            Allocation a = (Allocation) entry.record();
            if (a.facilityNumber() == facility.number()) {
                String renamed = facility.name() + a.name().substring(a.name().indexOf('.'));
                changes.add(Change.put(new Allocation(
                        a.number(), 0, a.facilityNumber(), a.billable(), a.isDefault(), renamed, a.tag())));
            }
        }
    }

    private void allocation(Allocation record, @Nullable Allocation before, List<Change> changes) {
        Facility facility = catalog.facility(record.facilityNumber());
        if (facility == null) {
            throw missing(record, RecordKind.FACILITY, record.facilityNumber());
        }
        require(
                before == null || before.facilityNumber() == record.facilityNumber(),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": an allocation cannot move to another facility; create one there");
        require(
                record.name().startsWith(facility.name() + "."),
                ReplyCode.INVALID,
                Words.of(record) + ": its name must begin with its facility's, '" + facility.name() + ".'");
        NameRules.tag(record, record.tag());
        Allocation oldDefault = null;
        for (Catalog.Entry entry : catalog.entries(RecordKind.ALLOCATION)) {
            Allocation other = (Allocation) entry.record();
            if (other.isDefault()
                    && other.facilityNumber() == record.facilityNumber()
                    && other.number() != record.number()) {
                oldDefault = other;
            }
        }
        boolean isDefault = record.isDefault() || oldDefault == null;
        changes.add(Change.put(new Allocation(
                record.number(),
                record.recordVersion(),
                record.facilityNumber(),
                record.billable(),
                isDefault,
                record.name(),
                record.tag())));
        if (isDefault && oldDefault != null) {
            changes.add(Change.put(new Allocation(
                    oldDefault.number(),
                    0,
                    oldDefault.facilityNumber(),
                    oldDefault.billable(),
                    false,
                    oldDefault.name(),
                    oldDefault.tag())));
        }
    }

    private void show(Show record, @Nullable Show before, List<Change> changes) {
        String aliases = NameRules.words(record, "aliases", record.aliases(), ',');
        for (String alias : aliases.isEmpty() ? new String[0] : aliases.split(",")) {
            NameRules.alias(record, alias);
            aliasIsFree(record, alias);
        }
        aliasIsFree(record, record.name());
        Caps.cores(record, "default cores", record.defaultMinCoreUnits(), record.defaultMaxCoreUnits(), 0);
        Caps.gpus(record, "default gpus", record.defaultMinGpus(), record.defaultMaxGpus(), 0);
        require(
                record.commentEmail().length() <= DirectoryLimits.TEXT_LENGTH_MAX,
                ReplyCode.INVALID,
                Words.of(record) + ": its e-mail addresses take more than " + DirectoryLimits.TEXT_LENGTH_MAX
                        + " characters");
        long root = before == null ? catalog.nextNumber(RecordKind.FOLDER) : before.rootFolderNumber();
        changes.add(Change.put(new Show(
                record.number(),
                record.recordVersion(),
                record.active(),
                record.bookingEnabled(),
                record.dispatchEnabled(),
                record.defaultMinCoreUnits(),
                record.defaultMaxCoreUnits(),
                record.defaultMinGpus(),
                record.defaultMaxGpus(),
                root,
                record.name(),
                aliases,
                record.commentEmail())));
        if (before == null) {
            room(RecordKind.FOLDER);
            changes.add(Change.put(
                    Folder.named(record.number(), 0, record.name(), "").stamped(root, 0)));
        }
    }

    private void aliasIsFree(Show record, String alias) {
        for (Catalog.Entry entry : catalog.entries(RecordKind.SHOW)) {
            Show other = (Show) entry.record();
            boolean taken = other.name().equals(alias) || ("," + other.aliases() + ",").contains("," + alias + ",");
            require(
                    other.number() == record.number() || !taken,
                    ReplyCode.ALREADY_EXISTS,
                    Words.of(record) + ": '" + alias + "' is a name or an alias of " + Words.of(other)
                            + "; choose another");
        }
    }

    private void subscription(Subscription record, @Nullable Subscription before, List<Change> changes) {
        exists(record, RecordKind.SHOW, record.showNumber());
        exists(record, RecordKind.ALLOCATION, record.allocationNumber());
        require(
                before == null
                        || (before.showNumber() == record.showNumber()
                                && before.allocationNumber() == record.allocationNumber()),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": its show and allocation stay; create another subscription instead");
        Caps.range(record, "size", record.sizeCoreUnits(), 0, DirectoryLimits.CORE_UNITS_MAX);
        Caps.range(record, "burst", record.burstCoreUnits(), 0, DirectoryLimits.CORE_UNITS_MAX);
        changes.add(Change.put(record));
    }

    private static void limit(Limit record, List<Change> changes) {
        Caps.range(record, "its value", record.maxValue(), 0, DirectoryLimits.LIMIT_MAX);
        changes.add(Change.put(record));
    }

    private void service(Service record, @Nullable Service before, List<Change> changes) {
        if (record.showNumber() != 0) {
            exists(record, RecordKind.SHOW, record.showNumber());
        }
        require(
                before == null || before.showNumber() == record.showNumber(),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": an override stays with its show; create another one");
        require(
                before == null
                        || !before.name().equals(Seed.DEFAULT_SERVICE)
                        || before.name().equals(record.name())
                        || before.showNumber() != 0,
                ReplyCode.FAILED_PRECONDITION,
                "service 'default' cannot be renamed: layers without a service of their own use it");
        int most = DirectoryLimits.CORE_UNITS_MAX;
        Caps.range(record, "cores", record.minCoreUnits(), -most, most);
        Caps.range(record, "most cores", record.maxCoreUnits(), 0, most);
        Caps.gpus(record, "gpus", record.minGpus(), record.maxGpus(), 0);
        Caps.range(record, "memory in KiB", record.memoryKib(), 0, DirectoryLimits.MEMORY_KIB_MAX);
        Caps.range(record, "gpu memory in KiB", record.gpuMemoryKib(), 0, DirectoryLimits.MEMORY_KIB_MAX);
        Caps.range(record, "memory increase in KiB", record.memoryIncreaseKib(), 0, DirectoryLimits.MEMORY_KIB_MAX);
        Caps.range(record, "timeout in minutes", record.timeoutMinutes(), 0, Integer.MAX_VALUE);
        Caps.range(record, "log timeout in minutes", record.timeoutLluMinutes(), 0, Integer.MAX_VALUE);
        changes.add(Change.put(new Service(
                record.number(),
                record.recordVersion(),
                record.showNumber(),
                record.threadable(),
                record.minCoreUnits(),
                record.maxCoreUnits(),
                record.memoryKib(),
                record.gpuMemoryKib(),
                record.minGpus(),
                record.maxGpus(),
                record.timeoutMinutes(),
                record.timeoutLluMinutes(),
                record.memoryIncreaseKib(),
                record.selfish(),
                record.name(),
                NameRules.words(record, "tags", record.tags(), ' '))));
    }

    private void owner(Owner record, List<Change> changes) {
        exists(record, RecordKind.SHOW, record.showNumber());
        changes.add(Change.put(record));
    }

    private void deed(Deed record, @Nullable Deed before, List<Change> changes) {
        exists(record, RecordKind.OWNER, record.ownerNumber());
        exists(record, RecordKind.FACILITY, record.facilityNumber());
        require(record.hostNumber() > 0, ReplyCode.INVALID, "a deed names a host by its number, from 1");
        require(
                before == null
                        || (before.hostNumber() == record.hostNumber()
                                && before.facilityNumber() == record.facilityNumber()),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": a deed stays with its host; create another one");
        changes.add(Change.put(record));
    }

    private void reservedName(
            ReservedName record, @Nullable ReservedName before, long timeMillis, List<Change> changes) {
        exists(record, RecordKind.FACILITY, record.facilityNumber());
        require(
                before == null
                        || (before.name().equals(record.name()) && before.facilityNumber() == record.facilityNumber()),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": a reserved name is given back and another one taken, not changed");
        require(record.entityNumber() >= 0, ReplyCode.INVALID, Words.of(record) + ": its number is negative");
        changes.add(Change.put(new ReservedName(
                record.number(),
                record.recordVersion(),
                record.kind(),
                record.facilityNumber(),
                record.entityNumber(),
                before == null ? timeMillis : before.reservedMillis(),
                record.name())));
    }

    private void generic(Generic record, @Nullable Generic before, List<Change> changes) {
        RecordKind parent = GenericParents.of(record);
        if (parent != RecordKind.NONE) {
            exists(record, parent, record.parentNumber());
        }
        require(
                before == null || before.parentNumber() == record.parentNumber(),
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + ": it stays where it was made; create another one");
        require(
                record.content().length <= DirectoryLimits.CONTENT_BYTES_MAX,
                ReplyCode.INVALID,
                Words.of(record) + ": its content has " + record.content().length + " bytes, use at most "
                        + DirectoryLimits.CONTENT_BYTES_MAX);
        changes.add(Change.put(record));
    }

    private void exists(CatalogRecord record, RecordKind kind, long number) {
        if (catalog.get(kind, number) == null) {
            throw missing(record, kind, number);
        }
    }

    static RefusedException missing(CatalogRecord record, RecordKind kind, long number) {
        return new RefusedException(
                ReplyCode.NOT_FOUND,
                Words.of(record) + " refers to " + Words.of(kind, number) + ", which does not exist: create it first");
    }
}
