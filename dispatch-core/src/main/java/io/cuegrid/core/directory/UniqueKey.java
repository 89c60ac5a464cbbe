package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import org.jspecify.annotations.Nullable;

/** What only one record of a kind may have: usually its scope and its name. */
final class UniqueKey {
    private UniqueKey() {}

    /** @return null when records of this kind may be alike */
    static @Nullable String of(CatalogRecord record) {
        if (record instanceof Subscription subscription) {
            return subscription.showNumber() + "/" + subscription.allocationNumber();
        }
        if (record instanceof Deed deed) {
            return deed.facilityNumber() + "/" + deed.hostNumber();
        }
        if (record instanceof Folder folder) {
            return folder.showNumber() + "/" + folder.parentNumber() + "/" + folder.name();
        }
        if (record instanceof Service service) {
            return service.showNumber() + "/" + service.name();
        }
        if (record instanceof ReservedName reserved) {
            return reserved.facilityNumber() + "/" + reserved.name();
        }
        if (record instanceof Generic generic) {
            return mayRepeat(generic.kind()) ? null : generic.parentNumber() + "/" + generic.name();
        }
        return record.name();
    }

    private static boolean mayRepeat(RecordKind kind) {
        return kind == RecordKind.MATCHER || kind == RecordKind.ACTION || kind == RecordKind.COMMENT;
    }
}
