package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.ThreadMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** States of hosts: which take work, what ends a state, and what a daemon's report changes. */
final class HostStateTest {
    private final FarmFixture farm = FarmFixture.simple();
    private final long host = farm.host("node1", 2, 8);

    private HardwareState state() {
        return farm.hostRow(host).hardwareState();
    }

    private void set(HardwareState state) {
        farm.change(host, HostSetting.HARDWARE_STATE, state.value());
    }

    private void sayHello(String bootId, int incarnation) {
        farm.register("node1", "node1".hashCode(), bootId, 2, 8, 0, "general", "linux", incarnation);
    }

    @ParameterizedTest
    @EnumSource(
            value = HardwareState.class,
            names = {"DOWN", "REBOOTING", "REBOOT_WHEN_IDLE", "REPAIR"})
    void shouldBookNothingOnAHostThatIsNotUp(HardwareState state) {
        set(state);
        farm.launch(farm.job("a").layer("render", 2));
        assertThat(farm.running).isEmpty();
        set(HardwareState.UP);
        assertThat(farm.running).hasSize(2);
    }

    @Test
    void shouldRaiseAHostThatIsDownWhenItIsHeardOf() {
        set(HardwareState.DOWN);
        sayHello("boot1", 2);
        assertThat(state()).isEqualTo(HardwareState.UP);
    }

    @ParameterizedTest
    @EnumSource(
            value = HardwareState.class,
            names = {"REBOOTING", "REBOOT_WHEN_IDLE"})
    void shouldRaiseAHostThatWasToRebootOnlyWhenItHas(HardwareState state) {
        set(state);
        sayHello("boot1", 2);
        assertThat(state()).isEqualTo(state);
        sayHello("boot2", 3);
        assertThat(state()).isEqualTo(HardwareState.UP);
    }

    @Test
    void shouldLeaveAHostInRepairUntilSomebodySaysThatItIsWell() {
        set(HardwareState.REPAIR);
        sayHello("boot1", 2);
        farm.report(host, false, 0);
        sayHello("boot2", 3);
        assertThat(state()).isEqualTo(HardwareState.REPAIR);
    }

    @Test
    void shouldBookNothingWhileTheTemporaryFolderIsFullOrMemoryIsShort() {
        farm.reportRoom(host, true, false);
        farm.launch(farm.job("a").layer("render", 1));
        assertThat(farm.running).isEmpty();
        farm.reportRoom(host, false, true);
        assertThat(farm.running).isEmpty();
        farm.reportRoom(host, false, false);
        assertThat(farm.running).hasSize(1);
        assertThat(state()).as("the state is the administrator's").isEqualTo(HardwareState.UP);
    }

    @Test
    void shouldGiveADesktopToOneThreadableFrameAtATime() {
        farm.desktops = true;
        long desktop = farm.host("desk1", 4, 16);
        assertThat(farm.hostRow(desktop).threadMode()).isEqualTo(ThreadMode.ALL);
        set(HardwareState.DOWN);
        farm.launch(farm.job("a").layer("render", 2, JobSpec.LayerSpec::threadable));
        assertThat(farm.running.values()).extracting(Run::coreUnits).containsExactly(400);
    }

    @Test
    void shouldLetRunsGoOnWhenAHostIsLocked() {
        long job = farm.launch(farm.job("a").layer("render", 3));
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        assertThat(farm.runsOf(job)).hasSize(2);
        assertThat(farm.kills).isEmpty();
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.runsOf(job)).hasSize(1);
    }

    @Test
    void shouldNotUnlockByAReportWhatAnAdministratorHasLocked() {
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        farm.report(host, true, 0);
        farm.report(host, false, 0);
        assertThat(farm.hostRow(host).lockState()).isEqualTo(LockState.LOCKED);
    }
}
