package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.ChangeCatalogEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.RecordKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What a new farm begins with: facilities with their allocations, the show {@code testing}, services, departments. The
 * numbers that the directory will give out are known, because it is empty: the first facility of the list is facility 1
 * with cell 1 and the default, and so on.
 */
public final class Seed {
    /** The facility of a farm that names none. */
    public static final String DEFAULT_FACILITY = "local";
    /** The service of layers that name none; cannot be removed. */
    public static final String DEFAULT_SERVICE = "default";
    /** Department of folders that name none. */
    public static final String DEFAULT_DEPARTMENT = "Unknown";
    /** The show that every new farm has. */
    public static final String SHOW = "testing";

    private static final long SHOW_NUMBER = 1;
    private static final int SUBSCRIPTION_CORE_UNITS = 100_000;
    private static final List<String> ALLOCATION_TAGS = List.of("general", "desktop", "unassigned");
    private static final List<String> DEPARTMENTS =
            List.of("Lighting", "Animation", "Hair", "Cloth", "Layout", "FX", "Pipeline", DEFAULT_DEPARTMENT);
    private static final int ONE_CORE_UNITS = 100;
    private static final int TENTH_CORE_UNITS = 10;
    private static final long MEMORY_INCREASE_KIB = 2_097_152;

    private Seed() {}

    /**
     * The records of a new farm, in an order in which each may refer to those before it.
     *
     * @param facilities one or more names, lower case; the first is the default
     */
    public static List<CatalogRecord> records(List<String> facilities) {
        List<CatalogRecord> records = new ArrayList<>();
        for (String department : DEPARTMENTS) {
            records.add(new Generic(0, 0, RecordKind.DEPARTMENT, 0, department, new byte[0]));
        }
        for (int i = 0; i < facilities.size(); i++) {
            records.add(new Facility(0, 0, i == 0, i + 1, facilities.get(i)));
        }
        records.add(Show.named(SHOW, "test"));
        long allocationNumber = 0;
        for (int i = 0; i < facilities.size(); i++) {
            for (String tag : ALLOCATION_TAGS) {
                allocationNumber++;
                boolean isDefault = tag.equals(ALLOCATION_TAGS.get(0));
                String name = facilities.get(i) + "." + tag;
                records.add(new Allocation(0, 0, i + 1, false, isDefault, name, tag));
                if (!tag.equals("unassigned")) {
                    records.add(new Subscription(
                            0, 0, SHOW_NUMBER, allocationNumber, SUBSCRIPTION_CORE_UNITS, SUBSCRIPTION_CORE_UNITS));
                }
            }
        }
        services(records);
        return records;
    }

    private static void services(List<CatalogRecord> records) {
        records.add(service(DEFAULT_SERVICE, false, ONE_CORE_UNITS, 3_355_443, "general desktop"));
        records.add(service("prman", false, ONE_CORE_UNITS, 3_355_443, "general desktop"));
        records.add(service("arnold", true, ONE_CORE_UNITS, 3_355_443, "general desktop"));
        records.add(service("shell", false, ONE_CORE_UNITS, 3_355_443, "general util"));
        records.add(service("maya", false, ONE_CORE_UNITS, 2_097_152, "general desktop"));
        records.add(service("houdini", false, ONE_CORE_UNITS, 3_355_443, "general desktop"));
        records.add(service("katana", true, ONE_CORE_UNITS, 2_097_152, "general desktop util"));
        records.add(service("nuke", false, ONE_CORE_UNITS, 2_097_152, "general desktop"));
        records.add(service("preprocess", false, TENTH_CORE_UNITS, 393_216, "util"));
        records.add(service("postprocess", false, TENTH_CORE_UNITS, 524_288, "util"));
    }

    private static Service service(String name, boolean threadable, int coreUnits, long memoryKib, String tags) {
        return new Service(
                0, 0, 0, threadable, coreUnits, 0, memoryKib, 0, 0, 0, 0, 0, MEMORY_INCREASE_KIB, false, name, tags);
    }

    /** The same as encoded {@code ChangeCatalog} commands, correlation id 0, to be executed in order. */
    public static List<byte[]> commands(List<String> facilities) {
        RecordCodec codec = new RecordCodec();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        List<byte[]> commands = new ArrayList<>();
        for (CatalogRecord record : records(facilities)) {
            byte[] command = new byte[putCommand(codec, record, buffer, 0, 0)];
            buffer.getBytes(0, command);
            commands.add(command);
        }
        return commands;
    }

    /**
     * Encodes a command that puts a record (creates it when its number is 0), whatever its version is.
     *
     * @return bytes written, header included
     */
    public static int putCommand(
            RecordCodec codec, CatalogRecord record, MutableDirectBuffer buffer, int offset, long correlationId) {
        byte[] encoded = codec.encode(record);
        ChangeCatalogEncoder command = new ChangeCatalogEncoder();
        command.wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .operation(CatalogOperation.PUT)
                .kind(record.kind())
                .number(record.number())
                .expectedVersion(-1)
                .putRecord(encoded, 0, encoded.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }
}
