package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.JobNameRecordDecoder;
import io.cuegrid.core.sbe.JobNameRecordEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.service.client.Sbe;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** A job name in use; it is reserved before the launch and given back when the job has ended. */
public record JobNameEntry(
        DirectBuffer bytes,
        long number,
        long version,
        long facilityNumber,
        long jobNumber,
        long reservedMillis,
        String name)
        implements CatalogEntry {

    static JobNameEntry decode(DirectBuffer bytes) {
        JobNameRecordDecoder record = Sbe.wrap(new JobNameRecordDecoder(), bytes, 0);
        return new JobNameEntry(
                bytes,
                record.number(),
                record.recordVersion(),
                record.facilityNumber(),
                record.jobNumber(),
                record.reservedMillis(),
                record.name());
    }

    /** A new record's bytes; number and version are the directory's to give. */
    public static DirectBuffer encode(long facilityNumber, long jobNumber, long reservedMillis, String name) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        JobNameRecordEncoder record = new JobNameRecordEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .number(0)
                .recordVersion(0)
                .facilityNumber(facilityNumber)
                .jobNumber(jobNumber)
                .reservedMillis(reservedMillis)
                .name(name);
        return RecordBytes.copy(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
    }
}
