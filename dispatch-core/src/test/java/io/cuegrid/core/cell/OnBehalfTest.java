package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.ActOnFramesEncoder;
import io.cuegrid.core.sbe.ChangeJobEncoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameChangedEncoder;
import io.cuegrid.core.sbe.JobChangedEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OnBehalfEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.UserActedEncoder;
import java.util.function.ToIntFunction;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Commands that say who asked for them. */
final class OnBehalfTest {
    private static final int ACTED = UserActedEncoder.TEMPLATE_ID;

    private final FarmFixture farm = FarmFixture.simple();
    private final long job = farm.launch(farm.job("test-shot-a").layer("render", 3));

    private Answer onBehalf(ToIntFunction<MutableDirectBuffer> command) {
        ExpandableArrayBuffer inner = new ExpandableArrayBuffer();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + command.applyAsInt(inner);
        farm.events.clear();
        return farm.send(b -> new OnBehalfEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .user("ann")
                .reason("dailies")
                .putCommand(inner, 0, length)
                .encodedLength());
    }

    private int change(MutableDirectBuffer buffer, long number, JobSetting setting, long value) {
        return new ChangeJobEncoder()
                .wrapAndApplyHeader(buffer, 0, farm.header())
                .correlationId(0)
                .jobNumber(number)
                .setting(setting)
                .value(value)
                .encodedLength();
    }

    @Test
    void shouldPutTheUsersNameAroundWhatItChanges() {
        Answer answer = onBehalf(b -> change(b, job, JobSetting.PRIORITY, 7));
        assertThat(answer.code()).isEqualTo(ReplyCode.OK);
        assertThat(farm.events).startsWith(ACTED, JobChangedEncoder.TEMPLATE_ID, ACTED);
    }

    @Test
    void shouldSayNothingOfACommandThatIsRefused() {
        assertThat(onBehalf(b -> change(b, 999, JobSetting.PRIORITY, 7)).code()).isEqualTo(ReplyCode.NOT_FOUND);
        assertThat(farm.events).isEmpty();
    }

    @Test
    void shouldRefuseAnEmptyCommandAndOneWithinAnother() {
        assertThat(onBehalf(b -> -MessageHeaderEncoder.ENCODED_LENGTH).code()).isEqualTo(ReplyCode.INVALID);
        assertThat(onBehalf(b -> new OnBehalfEncoder()
                                .wrapAndApplyHeader(b, 0, farm.header())
                                .correlationId(0)
                                .user("bob")
                                .reason("")
                                .putCommand(new byte[0], 0, 0)
                                .encodedLength())
                        .code())
                .isEqualTo(ReplyCode.INVALID);
        assertThat(farm.events).isEmpty();
    }

    @Test
    void shouldActOnFramesAsItDoesWithoutAUser() {
        Answer answer = onBehalf(b -> {
            ActOnFramesEncoder command = new ActOnFramesEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(0)
                    .jobNumber(job)
                    .action(FrameAction.EAT)
                    .stateMask(-1);
            command.rangesCount(1).next().fromOrdinal(0).toOrdinal(1);
            return command.user("ann").reason("").encodedLength();
        });
        assertThat(answer.code()).isEqualTo(ReplyCode.OK);
        assertThat(farm.events)
                .startsWith(ACTED)
                .contains(FrameChangedEncoder.TEMPLATE_ID)
                .filteredOn(template -> template == ACTED)
                .hasSize(2);
    }
}
