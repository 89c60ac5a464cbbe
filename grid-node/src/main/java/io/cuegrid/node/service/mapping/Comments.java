package io.cuegrid.node.service.mapping;

import io.cuegrid.node.service.catalog.Catalog;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.GenericEntry;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs and hosts have comments. A comment's record is named after the id that it belongs to.
 *
 * <p>Threading: one request.
 */
public final class Comments {
    private final Catalog catalog;
    private @Nullable Set<String> commented;

    Comments(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @param id of a job or a host */
    public boolean any(String id) {
        Set<String> known = commented;
        if (known == null) {
            known = new HashSet<>();
            for (GenericEntry comment : catalog.all(EntryKind.COMMENT)) {
                known.add(comment.name());
            }
            commented = known;
        }
        return !known.isEmpty() && known.contains(id);
    }
}
