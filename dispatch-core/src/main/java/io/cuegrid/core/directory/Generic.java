package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the directory keeps for the services and never decides with: filters, their matchers and actions, departments, tasks, comments, settings. Equality is by content.
 *
 * @param parentNumber the record it belongs to: a show for filters and for a show's department, a filter for matchers and actions, a department for tasks; 0 none
 * @param content the service's own encoding; not to be changed
 */
public record Generic(long number, long recordVersion, RecordKind kind, long parentNumber, String name, byte[] content)
        implements CatalogRecord {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Generic that
                && number == that.number
                && recordVersion == that.recordVersion
                && kind == that.kind
                && parentNumber == that.parentNumber
                && name.equals(that.name)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content) * 31 + Long.hashCode(number) + name.hashCode();
    }

    @Override
    public String toString() {
        return kind + " " + number + " " + name + " (" + content.length + " bytes)";
    }

    @Override
    public Generic stamped(long newNumber, long newVersion) {
        return new Generic(newNumber, newVersion, kind, parentNumber, name, content);
    }
}
