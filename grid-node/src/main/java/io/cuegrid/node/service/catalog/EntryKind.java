package io.cuegrid.node.service.catalog;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.core.sbe.RecordKind;
import java.util.function.Function;
import org.agrona.DirectBuffer;

/**
 * A kind of record: how it is decoded and what it is called in sentences.
 *
 * @param noun as a user says it, with a small letter
 */
public record EntryKind<T extends CatalogEntry>(
        RecordKind record, EntityKind entity, String noun, Function<DirectBuffer, T> decode) {
    public static final EntryKind<FacilityEntry> FACILITY =
            new EntryKind<>(RecordKind.FACILITY, EntityKind.FACILITY, "facility", FacilityEntry::decode);
    public static final EntryKind<AllocationEntry> ALLOCATION =
            new EntryKind<>(RecordKind.ALLOCATION, EntityKind.ALLOCATION, "allocation", AllocationEntry::decode);
    public static final EntryKind<ShowEntry> SHOW =
            new EntryKind<>(RecordKind.SHOW, EntityKind.SHOW, "show", ShowEntry::decode);
    public static final EntryKind<SubscriptionEntry> SUBSCRIPTION = new EntryKind<>(
            RecordKind.SUBSCRIPTION, EntityKind.SUBSCRIPTION, "subscription", SubscriptionEntry::decode);
    public static final EntryKind<FolderEntry> FOLDER =
            new EntryKind<>(RecordKind.FOLDER, EntityKind.FOLDER, "group", FolderEntry::decode);
    public static final EntryKind<LimitEntry> LIMIT =
            new EntryKind<>(RecordKind.LIMIT, EntityKind.LIMIT, "limit", LimitEntry::decode);
    public static final EntryKind<ServiceEntry> SERVICE =
            new EntryKind<>(RecordKind.SERVICE, EntityKind.SERVICE, "service", ServiceEntry::decode);
    public static final EntryKind<ServiceEntry> SERVICE_OVERRIDE = new EntryKind<>(
            RecordKind.SERVICE_OVERRIDE, EntityKind.SERVICE_OVERRIDE, "service override", ServiceEntry::decode);
    public static final EntryKind<OwnerEntry> OWNER =
            new EntryKind<>(RecordKind.OWNER, EntityKind.OWNER, "owner", OwnerEntry::decode);
    public static final EntryKind<DeedEntry> DEED =
            new EntryKind<>(RecordKind.DEED, EntityKind.DEED, "deed", DeedEntry::decode);
    public static final EntryKind<GenericEntry> COMMENT =
            new EntryKind<>(RecordKind.COMMENT, EntityKind.COMMENT, "comment", GenericEntry::decode);
    public static final EntryKind<GenericEntry> FILTER =
            new EntryKind<>(RecordKind.FILTER, EntityKind.FILTER, "filter", GenericEntry::decode);
    public static final EntryKind<GenericEntry> MATCHER =
            new EntryKind<>(RecordKind.MATCHER, EntityKind.MATCHER, "matcher", GenericEntry::decode);
    public static final EntryKind<GenericEntry> ACTION =
            new EntryKind<>(RecordKind.ACTION, EntityKind.ACTION, "action", GenericEntry::decode);
    public static final EntryKind<GenericEntry> DEPARTMENT =
            new EntryKind<>(RecordKind.DEPARTMENT, EntityKind.DEPARTMENT, "department", GenericEntry::decode);
    public static final EntryKind<GenericEntry> TASK =
            new EntryKind<>(RecordKind.TASK, EntityKind.TASK, "task", GenericEntry::decode);
    public static final EntryKind<JobNameEntry> JOB_NAME =
            new EntryKind<>(RecordKind.JOB_NAME, EntityKind.NONE, "job name", JobNameEntry::decode);
}
