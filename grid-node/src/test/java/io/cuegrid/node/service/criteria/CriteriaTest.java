package io.cuegrid.node.service.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.opencue.criterion.GreaterThanIntegerSearchCriterion;
import io.cuegrid.api.opencue.criterion.InRangeIntegerSearchCriterion;
import io.cuegrid.api.opencue.host.HardwareState;
import io.cuegrid.api.opencue.host.HardwareStateSeq;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostSearchCriteria;
import io.cuegrid.api.opencue.host.ProcSearchCriteria;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobSearchCriteria;
import io.cuegrid.api.opencue.job.JobState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CriteriaTest {
    private static final Job JOB = Job.newBuilder()
            .setId("id-1")
            .setName("testing-sh010-ann_comp_v001")
            .setShow("testing")
            .setShot("sh010")
            .setUser("ann")
            .setState(JobState.PENDING)
            .build();

    @Test
    void shouldJoinFieldsByAndAndValuesByOr() {
        assertThat(matches(JobSearchCriteria.newBuilder().addUsers("bob").addUsers("ann")))
                .isTrue();
        assertThat(matches(JobSearchCriteria.newBuilder().addUsers("ann").addShots("sh020")))
                .isFalse();
        assertThat(matches(JobSearchCriteria.newBuilder())).isTrue();
    }

    @Test
    void shouldFindRegexAnywhereInTheNameAndSubstringAsItIs() {
        assertThat(matches(JobSearchCriteria.newBuilder().addRegex("comp_v\\d+$")))
                .isTrue();
        assertThat(matches(JobSearchCriteria.newBuilder().addRegex("^comp"))).isFalse();
        assertThat(matches(JobSearchCriteria.newBuilder().addSubstr("ann_comp")))
                .isTrue();
        assertThat(matches(JobSearchCriteria.newBuilder().addSubstr("ann%comp")))
                .isFalse();
    }

    @Test
    void shouldHideFinishedJobsUnlessAskedForThem() {
        Job finished = JOB.toBuilder().setState(JobState.FINISHED).build();
        JobSearchCriteria.Builder byId = JobSearchCriteria.newBuilder().addIds("id-1");
        assertThat(new JobCriteria(byId.build()).matches(finished)).isFalse();
        assertThat(new JobCriteria(byId.setIncludeFinished(true).build()).matches(finished))
                .isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoRegularExpression() {
        assertThatThrownBy(() -> SafePattern.of("comp("))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("'comp(' is not a regular expression")
                .extracting(e -> Status.fromThrowable(e).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void shouldStopARegularExpressionThatRunsAway() {
        SafePattern pattern = SafePattern.of("^(\\w+\\w*)+\\w*[-]{2}$");
        assertThatThrownBy(() -> pattern.find("a".repeat(60) + "!"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("too many steps");
    }

    @Test
    void shouldMatchHostsByStateAllocationAndName() {
        Host host = Host.newBuilder()
                .setName("node1")
                .setAllocName("local.general")
                .setState(HardwareState.DOWN)
                .build();
        HostSearchCriteria down = HostSearchCriteria.newBuilder()
                .setStates(HardwareStateSeq.newBuilder().addState(HardwareState.DOWN))
                .addAllocs("local.general")
                .addHosts("node1")
                .build();
        assertThat(new HostCriteria(down).matches(host)).isTrue();
        HostSearchCriteria up = HostSearchCriteria.newBuilder()
                .setStates(HardwareStateSeq.newBuilder().addState(HardwareState.UP))
                .build();
        assertThat(new HostCriteria(up).matches(host)).isFalse();
    }

    @Test
    void shouldReadMemoryBoundsOfProcsAsTheyAreNamed() {
        ProcCriteria less = new ProcCriteria(ProcSearchCriteria.newBuilder()
                .addMemoryLessThan(
                        GreaterThanIntegerSearchCriterion.newBuilder().setValue(1000))
                .build());
        assertThat(less.matchesSizes(1000, 0)).isTrue();
        assertThat(less.matchesSizes(1001, 0)).isFalse();
        ProcCriteria range = new ProcCriteria(ProcSearchCriteria.newBuilder()
                .addMemoryRange(
                        InRangeIntegerSearchCriterion.newBuilder().setMin(10).setMax(20))
                .addDurationRange(
                        InRangeIntegerSearchCriterion.newBuilder().setMin(5).setMax(6))
                .build());
        assertThat(range.matchesSizes(20, 5)).isTrue();
        assertThat(range.matchesSizes(20, 7)).isFalse();
        assertThat(range.matchesSizes(9, 5)).isFalse();
    }

    @Test
    void shouldGiveADefaultPageInsteadOfNothing() {
        assertThat(Page.of(0, 0)).isEqualTo(new Page(0, Page.LIMIT_DEFAULT));
        assertThat(Page.of(3, 500)).isEqualTo(new Page(1_000, 500));
        assertThatThrownBy(() -> Page.of(1, Page.LIMIT_MAX + 1)).hasMessageContaining("10000");
        assertThatThrownBy(() -> Page.of(1, -1)).hasMessageContaining("limit of -1");
    }

    @Test
    void shouldReadRangesOfNumbers() {
        assertThat(NumberRange.parse("1.5-4", "x").holds(4)).isTrue();
        assertThat(NumberRange.parse("1.5-4", "x").holds(4.1)).isFalse();
        assertThat(NumberRange.parse("2", "x").holds(1_000)).isTrue();
        assertThatThrownBy(() -> NumberRange.parse("two", "memory range in GB"))
                .hasMessageContaining("'two' is no memory range in GB");
    }

    private static boolean matches(JobSearchCriteria.Builder criteria) {
        return new JobCriteria(criteria.build()).matches(JOB);
    }
}
