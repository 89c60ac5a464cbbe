package io.cuegrid.core.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.directory.TestDirectory.Answer;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.snapshot.SnapshotCapture;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    @Test
    void shouldFillANewFarmOfTwoFacilities() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");

        Facility local = test.get(RecordKind.FACILITY, 1);
        Facility cloud = test.get(RecordKind.FACILITY, 2);
        assertThat(local.isDefault()).isTrue();
        assertThat(local.cell()).isEqualTo(1);
        assertThat(cloud.isDefault()).isFalse();
        assertThat(cloud.cell()).isEqualTo(2);
        assertThat(test.all(RecordKind.ALLOCATION).stream().map(CatalogRecord::name))
                .containsExactly(
                        "local.general",
                        "local.desktop",
                        "local.unassigned",
                        "cloud.general",
                        "cloud.desktop",
                        "cloud.unassigned");
        assertThat(test.all(RecordKind.SUBSCRIPTION)).hasSize(4);
        assertThat(test.all(RecordKind.SERVICE).stream().map(CatalogRecord::name))
                .contains("default", "shell", "arnold")
                .hasSize(10);
        Show show = test.get(RecordKind.SHOW, 1);
        assertThat(show.name()).isEqualTo("testing");
        assertThat(show.aliases()).isEqualTo("test");
        Folder root = test.get(RecordKind.FOLDER, show.rootFolderNumber());
        assertThat(root.parentNumber()).isZero();
        assertThat(root.showNumber()).isEqualTo(1);
    }

    @Test
    void shouldSeedByCommandsAsByRecords() {
        TestDirectory byRecords = TestDirectory.seeded("local");
        Directory byCommands = new Directory();
        for (byte[] command : Seed.commands(List.of("local"))) {
            byCommands.execute(
                    new org.agrona.concurrent.UnsafeBuffer(command),
                    0,
                    command.length,
                    TestDirectory.START_MILLIS,
                    byRecordsSink());
        }
        assertThat(byCommands.digest()).isEqualTo(byRecords.directory.digest());
    }

    private static io.cuegrid.core.DecisionSink byRecordsSink() {
        return new io.cuegrid.core.DecisionSink() {
            @Override
            public void onEvent(org.agrona.DirectBuffer buffer, int offset, int length) {
                assertThat(length).isPositive();
            }

            @Override
            public void onReply(org.agrona.DirectBuffer buffer, int offset, int length) {
                throw new AssertionError("a command without a correlation id got a reply");
            }
        };
    }

    @Test
    void shouldMakeAShowWithItsRootFolderAndTakeBothAwayAgain() {
        TestDirectory test = TestDirectory.seeded("local");

        Answer made = test.put(Show.named("skyfall", ""));
        assertThat(made.events()).isEqualTo(2);
        Show show = test.get(RecordKind.SHOW, made.number());
        assertThat(test.<Folder>get(RecordKind.FOLDER, show.rootFolderNumber()).name())
                .isEqualTo("skyfall");

        Answer gone = test.remove(RecordKind.SHOW, made.number());
        assertThat(gone.code()).isEqualTo(ReplyCode.OK);
        assertThat(gone.events()).isEqualTo(2);
        assertThat(test.directory.record(RecordKind.FOLDER, show.rootFolderNumber()))
                .isNull();

        long again = test.ok(Show.named("skyfall", ""));
        assertThat(again).as("numbers are never used again").isGreaterThan(made.number());
    }

    @Test
    void shouldRefuseBadNamesWithASentence() {
        TestDirectory test = TestDirectory.seeded("local");

        refused(test.put(Show.named("ab", "")), ReplyCode.INVALID, "at least 3");
        refused(test.put(Show.named("a/b/c", "")), ReplyCode.INVALID, "lower-case letters");
        refused(test.put(Show.named("Loud", "")), ReplyCode.INVALID, "lower-case letters");
        refused(test.put(Show.named("tests", "x")), ReplyCode.INVALID, "alias 'x'");
        refused(test.put(Folder.named(1, 0, "up/down", "")), ReplyCode.INVALID, "cannot hold '/'");
        refused(test.put(Folder.named(1, 0, " comp", "")), ReplyCode.INVALID, "spaces at the ends");
        refused(test.put(Folder.named(1, 0, "..", "")), ReplyCode.INVALID, "another");
        refused(test.put(new Limit(0, 0, 3, false, "my limit")), ReplyCode.INVALID, "made of");
        refused(test.put(new Limit(0, 0, 3, false, "x".repeat(129))), ReplyCode.INVALID, "at most 128");
        refused(test.put(new Allocation(0, 0, 1, false, false, "cloud.a", "a")), ReplyCode.INVALID, "'local.'");
        refused(test.put(new Allocation(0, 0, 1, false, false, "local.a", "a b")), ReplyCode.INVALID, "one word");
    }

    @Test
    void shouldRefuseWhatExistsAlready() {
        TestDirectory test = TestDirectory.seeded("local");

        refused(test.put(Show.named("testing", "")), ReplyCode.ALREADY_EXISTS, "testing");
        refused(test.put(Show.named("test", "")), ReplyCode.ALREADY_EXISTS, "alias of show 'testing'");
        refused(test.put(Show.named("other", "testing")), ReplyCode.ALREADY_EXISTS, "'testing'");
        refused(test.put(new Subscription(0, 0, 1, 1, 5, 5)), ReplyCode.ALREADY_EXISTS, "size or burst");
        refused(test.put(new Facility(0, 0, false, 0, "local")), ReplyCode.ALREADY_EXISTS, "number 1");
        long comp = test.ok(Folder.named(1, 0, "comp", ""));
        refused(test.put(Folder.named(1, 0, "comp", "")), ReplyCode.ALREADY_EXISTS, "comp");
        assertThat(test.ok(Folder.named(1, comp, "comp", ""))).isGreaterThan(comp);
    }

    @Test
    void shouldRefuseReferencesToNothing() {
        TestDirectory test = TestDirectory.seeded("local");

        refused(test.put(new Subscription(0, 0, 9, 1, 5, 5)), ReplyCode.NOT_FOUND, "show number 9");
        refused(test.put(new Subscription(0, 0, 1, 99, 5, 5)), ReplyCode.NOT_FOUND, "allocation number 99");
        refused(test.put(Folder.named(1, 50, "comp", "")), ReplyCode.NOT_FOUND, "folder number 50");
        refused(test.put(Folder.named(1, 0, "comp", "Catering")), ReplyCode.NOT_FOUND, "'Catering'");
        refused(test.put(new Owner(0, 0, 9, "ann")), ReplyCode.NOT_FOUND, "show number 9");
        refused(test.put(new Deed(0, 0, 1, 1, 1)), ReplyCode.NOT_FOUND, "owner number 1");
        refused(test.put(generic(RecordKind.MATCHER, 3, "m")), ReplyCode.NOT_FOUND, "filter number 3");
        refused(test.put(Show.named("later", "").stamped(44, 0)), ReplyCode.NOT_FOUND, "show number 44");
        refused(test.remove(RecordKind.LIMIT, 3), ReplyCode.NOT_FOUND, "limit number 3");
    }

    @Test
    void shouldKeepFoldersATree() {
        TestDirectory test = TestDirectory.seeded("local");
        Show show = test.get(RecordKind.SHOW, 1);
        long upper = test.ok(Folder.named(1, 0, "upper", ""));
        long lower = test.ok(Folder.named(1, upper, "lower", ""));
        long other = test.ok(Show.named("other", ""));
        Folder upperFolder = test.get(RecordKind.FOLDER, upper);
        assertThat(upperFolder.parentNumber()).as("0 means the root").isEqualTo(show.rootFolderNumber());

        refused(
                test.put(Folder.named(1, lower, "upper", "").stamped(upper, 0)),
                ReplyCode.FAILED_PRECONDITION,
                "below itself");
        refused(
                test.put(Folder.named(1, upper, "upper", "").stamped(upper, 0)),
                ReplyCode.FAILED_PRECONDITION,
                "below itself");
        refused(test.put(Folder.named(other, lower, "x", "")), ReplyCode.FAILED_PRECONDITION, "another show");
        refused(test.remove(RecordKind.FOLDER, upper), ReplyCode.FAILED_PRECONDITION, "folder 'lower'");
        refused(test.remove(RecordKind.FOLDER, show.rootFolderNumber()), ReplyCode.FAILED_PRECONDITION, "root");

        long parent = lower;
        for (int depth = 4; depth <= DirectoryLimits.FOLDER_DEPTH_MAX; depth++) {
            parent = test.ok(Folder.named(1, parent, "level", ""));
        }
        refused(test.put(Folder.named(1, parent, "level", "")), ReplyCode.INVALID, "levels of folders");
    }

    @Test
    void shouldRefuseCapsThatMakeNoSense() {
        TestDirectory test = TestDirectory.seeded("local");

        refused(test.put(new Subscription(1, 0, 1, 1, -1, 5)), ReplyCode.INVALID, "size");
        refused(test.put(new Limit(0, 0, -1, false, "nuke")), ReplyCode.INVALID, "is -1");
        Folder mad = new Folder(0, 0, 1, 0, 300, 200, 0, -1, -1, -1, -1, -1, -1, "mad", "");
        refused(test.put(mad), ReplyCode.INVALID, "more than the most");
        assertThat(test.put(new Subscription(1, 0, 1, 1, 500, 0)).code())
                .as("a burst of nothing shuts a show off")
                .isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldNotRemoveWhatIsReferredTo() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");

        refused(test.remove(RecordKind.SHOW, 1), ReplyCode.FAILED_PRECONDITION, "subscription");
        refused(test.remove(RecordKind.ALLOCATION, 1), ReplyCode.FAILED_PRECONDITION, "subscription");
        refused(test.remove(RecordKind.FACILITY, 2), ReplyCode.FAILED_PRECONDITION, "cloud.general");
        refused(test.remove(RecordKind.SERVICE, 1), ReplyCode.FAILED_PRECONDITION, "'default'");
    }

    @Test
    void shouldHaveOneDefaultFacilityAndOneDefaultAllocationEach() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");

        Answer moved = test.put(new Facility(2, 0, true, 2, "cloud"));
        assertThat(moved.events()).isEqualTo(2);
        assertThat(test.<Facility>get(RecordKind.FACILITY, 1).isDefault()).isFalse();
        assertThat(test.<Facility>get(RecordKind.FACILITY, 2).isDefault()).isTrue();

        test.ok(new Allocation(2, 0, 1, false, true, "local.desktop", "desktop"));
        assertThat(test.<Allocation>get(RecordKind.ALLOCATION, 1).isDefault()).isFalse();
        assertThat(test.<Allocation>get(RecordKind.ALLOCATION, 4).isDefault())
                .as("of the other facility")
                .isTrue();
    }

    @Test
    void shouldRenameAllocationsWithTheirFacility() {
        TestDirectory test = TestDirectory.seeded("local");

        assertThat(test.put(new Facility(1, 0, true, 0, "vancouver")).events()).isEqualTo(4);

        assertThat(test.all(RecordKind.ALLOCATION).stream().map(CatalogRecord::name))
                .containsExactly("vancouver.general", "vancouver.desktop", "vancouver.unassigned");
    }

    @Test
    void shouldNeverUseACellAgain() {
        TestDirectory test = TestDirectory.seeded("local");
        long second = test.ok(new Facility(0, 0, false, 7, "cloud"));
        assertThat(test.remove(RecordKind.FACILITY, second).code()).isEqualTo(ReplyCode.OK);

        refused(test.put(new Facility(0, 0, false, 7, "cloud")), ReplyCode.INVALID, "up to 7");
        long third = test.ok(new Facility(0, 0, false, 0, "cloud"));

        assertThat(test.<Facility>get(RecordKind.FACILITY, third).cell()).isEqualTo(8);
        refused(test.put(new Facility(third, 0, false, 9, "cloud")), ReplyCode.INVALID, "for good");
    }

    @Test
    void shouldRefuseAChangeOfAnOldVersion() {
        TestDirectory test = TestDirectory.seeded("local");
        long number = test.ok(new Limit(0, 0, 5, false, "nuke"));
        long version = test.get(RecordKind.LIMIT, number).recordVersion();

        Answer first = test.put(new Limit(number, 0, 6, false, "nuke"), version);
        assertThat(first.code()).isEqualTo(ReplyCode.OK);
        assertThat(first.version()).isEqualTo(test.directory.version()).isGreaterThan(version);
        refused(test.put(new Limit(number, 0, 7, false, "nuke"), version), ReplyCode.CONFLICT, "changed meanwhile");
        assertThat(test.<Limit>get(RecordKind.LIMIT, number).maxValue()).isEqualTo(6);
    }

    @Test
    void shouldEmitNothingForAPutThatChangesNothing() {
        TestDirectory test = TestDirectory.seeded("local");
        long number = test.ok(new Limit(0, 0, 5, false, "nuke"));

        Answer again = test.put(new Limit(number, 0, 5, false, "nuke"));

        assertThat(again.code()).isEqualTo(ReplyCode.OK);
        assertThat(again.events()).isZero();
    }

    @Test
    void shouldKeepAJobNameUntilItIsGivenBackOrItsLaunchNeverSettled() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");
        ReservedName wanted = new ReservedName(0, 0, RecordKind.JOB_NAME, 1, 0, 0, "testing-sh1-ann_comp");
        long number = test.ok(wanted);
        assertThat(test.<ReservedName>get(RecordKind.JOB_NAME, number).reservedMillis())
                .isEqualTo(TestDirectory.START_MILLIS);
        refused(test.put(wanted), ReplyCode.ALREADY_EXISTS, "being launched");
        assertThat(test.put(new ReservedName(0, 0, RecordKind.JOB_NAME, 2, 0, 0, wanted.name()))
                        .code())
                .as("another facility")
                .isEqualTo(ReplyCode.OK);

        test.ok(new ReservedName(number, 0, RecordKind.JOB_NAME, 1, 12, 0, wanted.name()));
        test.timeMillis += 2 * DirectoryLimits.RESERVATION_MILLIS;
        refused(test.put(wanted), ReplyCode.ALREADY_EXISTS, "job number 12");
        refused(test.remove(RecordKind.SHOW, 1), ReplyCode.FAILED_PRECONDITION, "in use");

        assertThat(test.remove(RecordKind.JOB_NAME, number).code()).isEqualTo(ReplyCode.OK);
        long second = test.ok(wanted);
        test.timeMillis += DirectoryLimits.RESERVATION_MILLIS;
        Answer third = test.put(wanted);
        assertThat(third.code()).isEqualTo(ReplyCode.OK);
        assertThat(third.events()).as("the old one goes, the new one comes").isEqualTo(2);
        assertThat(third.number()).isGreaterThan(second);

        test.timeMillis += DirectoryLimits.RESERVATION_MILLIS;
        test.tick();
        assertThat(test.all(RecordKind.JOB_NAME)).isEmpty();
    }

    @Test
    void shouldReadInSlicesWithoutMissingOrRepeating() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");
        List<CatalogRecord> whole = test.read(RecordKind.NONE, 0, 0, "", 10_000, 10_000);

        assertThat(test.read(RecordKind.NONE, 0, 0, "", 3, 10_000)).isEqualTo(whole);
        assertThat(test.read(RecordKind.NONE, 0, 0, "", 100, 2)).isEqualTo(whole);
        assertThat(test.read(RecordKind.SHOW, 0, 0, "testing", 10, 10)).hasSize(1);
        assertThat(test.read(RecordKind.SHOW, 0, 0, "test", 10, 10)).isEmpty();
        assertThat(test.read(RecordKind.ALLOCATION, 5, 0, "", 10, 10))
                .extracting(CatalogRecord::name)
                .containsExactly("cloud.desktop");
        assertThat(test.read(RecordKind.ALLOCATION, 99, 0, "", 10, 10)).isEmpty();
    }

    @Test
    void shouldReadRecordsOfOneShow() {
        TestDirectory test = TestDirectory.seeded("local");
        long other = test.ok(Show.named("other", ""));
        test.ok(Folder.named(other, 0, "comp", ""));

        assertThat(test.read(RecordKind.FOLDER, 0, other, "", 10, 10))
                .extracting(CatalogRecord::name)
                .containsExactly("other", "comp");
    }

    @Test
    void shouldComeBackFromASnapshot() {
        TestDirectory test = TestDirectory.seeded("local", "cloud");
        long gone = test.ok(new Limit(0, 0, 5, false, "nuke"));
        test.ok(generic(RecordKind.FILTER, 1, "first"));
        test.remove(RecordKind.LIMIT, gone);

        ByteSnapshot bytes = new ByteSnapshot();
        test.directory.snapshot(bytes);
        Directory restored = new Directory();
        restored.restore(bytes);

        assertThat(restored.digest()).isEqualTo(test.directory.digest());
        assertThat(restored.version()).isEqualTo(test.directory.version());
        assertThat(bytes.isAtEnd()).isTrue();
    }

    @Test
    void shouldCaptureTheStateOfTheStartWhileItChanges() {
        TestDirectory test = TestDirectory.seeded("local");
        for (int i = 0; i < 200; i++) {
            test.ok(new Limit(0, 0, i, false, "limit" + i));
        }
        long digest = test.directory.digest();
        ByteSnapshot bytes = new ByteSnapshot();
        SnapshotCapture capture = test.directory.capture();
        int slices = 0;
        while (!capture.step(1, bytes)) {
            test.ok(new Limit(200 - slices, 0, 1_000 + slices, false, "changed" + slices));
            slices++;
        }
        assertThat(slices).isPositive();

        Directory restored = new Directory();
        restored.restore(bytes);

        assertThat(restored.digest()).isEqualTo(digest).isNotEqualTo(test.directory.digest());
    }

    @Test
    void shouldRefuseARecordThatCannotBeRead() {
        TestDirectory test = TestDirectory.seeded("local");

        refused(
                test.change(CatalogOperation.PUT, RecordKind.LIMIT, 0, -1, new byte[3]),
                ReplyCode.INVALID,
                "record is missing");
        refused(
                test.change(CatalogOperation.PUT, RecordKind.LIMIT, 0, -1, new byte[12]),
                ReplyCode.INVALID,
                "cannot be read");
        refused(
                test.change(CatalogOperation.PUT, RecordKind.LIMIT, 0, -1, test.codec.encode(Show.named("abc", ""))),
                ReplyCode.INVALID,
                "its record is a show");
    }

    private static Generic generic(RecordKind kind, long parent, String name) {
        return new Generic(0, 0, kind, parent, name, new byte[] {1, 2, 3});
    }

    private static void refused(Answer answer, ReplyCode code, String said) {
        assertThat(answer.code()).as(answer.detail()).isEqualTo(code);
        assertThat(answer.detail()).contains(said);
        assertThat(answer.events()).isZero();
    }
}
