package io.cuegrid.host.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.host.ExitStatus;
import io.cuegrid.host.HostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayWhatThisMachineHas() throws Exception {
        Machine machine = new Machine(folder);

        assertThat(machine.coreUnits()).isBetween(100, Runtime.getRuntime().availableProcessors() * 100);
        assertThat(machine.totalMemoryKib()).isGreaterThan(100_000);
        assertThat(machine.vitals().freeMemoryKib()).isBetween(1L, machine.totalMemoryKib());
        assertThat(machine.vitals().freeTempKib()).isPositive().isLessThanOrEqualTo(machine.totalTempKib());
        assertThat(machine.osNames()).first().isEqualTo("linux");
        assertThat(machine.bootId())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip());
        assertThat(Uptime.centis()).isPositive();
    }

    @Test
    void shouldNameThePackagesOfMissingPrograms() {
        assertThatThrownBy(() -> Programs.find(folder.toString(), false))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.MACHINE))
                .hasMessageContaining("setsid (package util-linux)")
                .hasMessageContaining("sh (package dash or bash)")
                .hasMessageContaining(folder.toString());
    }
}
