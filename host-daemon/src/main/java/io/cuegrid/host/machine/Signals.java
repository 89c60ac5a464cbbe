package io.cuegrid.host.machine;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** kill(2), which Java does not offer: any signal, whole groups, and no process started for it. */
public final class Signals {
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int TERM = 15;
    public static final int CONT = 18;
    public static final int STOP = 19;

    /** The C library. */
    interface C extends Library {
        int kill(int pid, int signal);
    }

    private final C c = Native.load("c", C.class);

    /**
     * Signals a process if it is still the one meant.
     *
     * @return false when it has gone
     */
    public boolean send(long pid, long startTicks, int signal) {
        return ProcessStat.read(pid, startTicks) != null && pid > 1 && c.kill((int) pid, signal) == 0;
    }

    /**
     * Signals a process group whose leader is still there (running or ended), so that the number is surely the group's.
     *
     * @return false when the leader has gone
     */
    public boolean sendToGroup(long leader, long startTicks, int signal) {
        return ProcessStat.read(leader, startTicks) != null && leader > 1 && c.kill((int) -leader, signal) == 0;
    }
}
