package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import java.util.Locale;

/** How refusals call things. Stateless. */
final class Words {
    private Words() {}

    static String of(RecordKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** For instance: show 'testing'. */
    static String of(CatalogRecord record) {
        return record.name().isEmpty()
                ? of(record.kind(), record.number())
                : of(record.kind()) + " '" + record.name() + "'";
    }

    static String of(RecordKind kind, long number) {
        return of(kind) + " number " + number;
    }
}
