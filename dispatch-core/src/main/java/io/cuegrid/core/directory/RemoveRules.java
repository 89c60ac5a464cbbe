package io.cuegrid.core.directory;

import static io.cuegrid.core.directory.RefusedException.require;

import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides what a removal leads to: nothing that is referred to can go; what belongs to a record goes with it. Whether
 * hosts or jobs of a cell use a record is asked of the cells by the caller, the directory does not know them. Reads the
 * catalog, changes nothing.
 */
final class RemoveRules {
    private final Catalog catalog;

    RemoveRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @return the changes, that of the record itself last
     * @throws RefusedException with a sentence
     */
    List<Change> decide(CatalogRecord record) {
        List<Change> changes = new ArrayList<>();
        switch (record.kind()) {
            case FACILITY -> facility((Facility) record);
            case ALLOCATION -> allocation((Allocation) record);
            case SHOW -> show((Show) record, changes);
            case FOLDER -> folder((Folder) record);
            case SERVICE ->
                require(
                        !record.name().equals(Seed.DEFAULT_SERVICE),
                        ReplyCode.FAILED_PRECONDITION,
                        "service 'default' cannot be removed: layers without a service of their own use it");
            case OWNER -> unused(record, RecordKind.DEED, other -> ((Deed) other).ownerNumber() == record.number());
            case FILTER -> {
                children(record, RecordKind.MATCHER, changes);
                children(record, RecordKind.ACTION, changes);
            }
            case DEPARTMENT -> department((Generic) record, changes);
            case SUBSCRIPTION,
                    LIMIT,
                    SERVICE_OVERRIDE,
                    DEED,
                    MATCHER,
                    ACTION,
                    TASK,
                    COMMENT,
                    JOB_NAME,
                    HOST_NAME,
                    SETTING,
                    NONE,
                    NULL_VAL -> {
                // nothing refers to these
            }
        }
        changes.add(Change.remove(record));
        return changes;
    }

    private void facility(Facility record) {
        unused(record, RecordKind.ALLOCATION, other -> ((Allocation) other).facilityNumber() == record.number());
        unused(record, RecordKind.DEED, other -> ((Deed) other).facilityNumber() == record.number());
        unused(record, RecordKind.JOB_NAME, other -> ((ReservedName) other).facilityNumber() == record.number());
        unused(record, RecordKind.HOST_NAME, other -> ((ReservedName) other).facilityNumber() == record.number());
        require(
                !record.isDefault() || catalog.count(RecordKind.FACILITY) == 1,
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + " is the default: make another facility the default first");
    }

    private void allocation(Allocation record) {
        unused(record, RecordKind.SUBSCRIPTION, other -> ((Subscription) other).allocationNumber() == record.number());
        boolean last = true;
        for (Catalog.Entry entry : catalog.entries(RecordKind.ALLOCATION)) {
            Allocation other = (Allocation) entry.record();
            last &= other.number() == record.number() || other.facilityNumber() != record.facilityNumber();
        }
        require(
                !record.isDefault() || last,
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + " is its facility's default: make another allocation the default first");
    }

    private void show(Show record, List<Change> changes) {
        long number = record.number();
        unused(record, RecordKind.SUBSCRIPTION, other -> ((Subscription) other).showNumber() == number);
        unused(record, RecordKind.SERVICE_OVERRIDE, other -> ((Service) other).showNumber() == number);
        unused(record, RecordKind.OWNER, other -> ((Owner) other).showNumber() == number);
        unused(record, RecordKind.FILTER, other -> ((Generic) other).parentNumber() == number);
        unused(record, RecordKind.DEPARTMENT, other -> ((Generic) other).parentNumber() == number);
        unused(record, RecordKind.JOB_NAME, other -> other.name().startsWith(record.name() + "-"));
        unused(
                record,
                RecordKind.FOLDER,
                other -> ((Folder) other).showNumber() == number && other.number() != record.rootFolderNumber());
        Folder root = catalog.folder(record.rootFolderNumber());
        if (root != null) {
            changes.add(Change.remove(root));
        }
    }

    private void folder(Folder record) {
        require(
                record.parentNumber() != 0,
                ReplyCode.FAILED_PRECONDITION,
                Words.of(record) + " is the root folder of its show: it goes with the show");
        unused(record, RecordKind.FOLDER, other -> ((Folder) other).parentNumber() == record.number());
    }

    private void department(Generic record, List<Change> changes) {
        if (record.parentNumber() == 0) {
            unused(
                    record,
                    RecordKind.FOLDER,
                    other -> ((Folder) other).department().equals(record.name()));
        }
        children(record, RecordKind.TASK, changes);
    }

    private void children(CatalogRecord record, RecordKind kind, List<Change> changes) {
        for (Catalog.Entry entry : catalog.entries(kind)) {
            if (((Generic) entry.record()).parentNumber() == record.number()) {
                changes.add(Change.remove(entry.record()));
            }
        }
    }

    private void unused(CatalogRecord record, RecordKind kind, Predicate<CatalogRecord> refers) {
        for (Catalog.Entry entry : catalog.entries(kind)) {
            require(
                    !refers.test(entry.record()),
                    ReplyCode.FAILED_PRECONDITION,
                    Words.of(record) + " is in use by " + Words.of(entry.record()) + " (number "
                            + entry.record().number() + "): remove or change that first");
        }
    }
}
