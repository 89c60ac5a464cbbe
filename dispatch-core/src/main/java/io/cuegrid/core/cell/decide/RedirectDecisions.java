package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.Booking;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.RedirectTargets;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.redirect.RedirectTable;
import io.cuegrid.core.cell.reserve.ReservationTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.ClearRedirectDecoder;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostReservedEncoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.RedirectHostDecoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * Redirects: people say where the room of a proc goes when its frame has ended. It is offered to that job, or to the jobs of
 * that folder in their order, before anybody else, within all caps. Procs of one host that are redirected together are
 * killed, and the host is held: it takes nothing until all of them have ended, and then that job's frames first, so that a
 * wide frame finds room that small ones would have taken one by one.
 *
 * <p>Threading: that of the cell.
 */
final class RedirectDecisions {
    /** A redirect of a frame that does not end is forgotten, milliseconds. */
    static final long EXPIRY_MILLIS = 43_200_000;
    /** A host is held no longer, milliseconds. */
    static final long HELD_MILLIS = 300_000;
    /** Hosts held at one time. */
    static final int HELD_HOSTS_MAX = 256;
    /** How often hosts that are held are looked at, milliseconds. */
    static final long LOOK_MILLIS = 10_000;
    /** Frames booked on one host before others are looked at; more than a host has room for. */
    private static final int OFFER_FRAMES = 512;
    /** Jobs looked at for the price of one step. */
    private static final int JOBS_OF_STEP = 64;

    private static final byte[] NOTHING = new byte[0];

    private final CellState state;
    private final BookingIndex index;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final JobEmitter jobEvents;
    private final Booking booking;
    private final RedirectTargets targets;
    private final HostReservedEncoder reserved = new HostReservedEncoder();
    /** Where the room goes of the proc whose frame is about to end. */
    private long endingJob;

    private long endingFolder;

    RedirectDecisions(
            CellState state,
            BookingIndex index,
            Emitter out,
            FrameEmitter frameEvents,
            JobEmitter jobEvents,
            Booking booking) {
        this.state = state;
        this.index = index;
        this.out = out;
        this.frameEvents = frameEvents;
        this.jobEvents = jobEvents;
        this.booking = booking;
        targets = new RedirectTargets(state, index);
    }

    /** Redirects one proc, to a job or to a folder. */
    void redirect(int proc, long jobNumber, long folderNumber) {
        if (jobNumber != 0 && folderNumber != 0) {
            throw Refused.invalid("a proc is redirected to a job or to a folder, not to both");
        }
        int host = state.procs.hostRow(proc);
        requireOpen(host);
        if (jobNumber != 0) {
            requireFits(job(jobNumber), host);
        } else {
            requireFolderFits(folderNumber, host);
        }
        int before = state.redirects.ofProc(state.procs.number(proc));
        boolean grouped = before >= 0 && state.redirects.grouped(before);
        frameEvents.procChanged(proc, true, jobNumber, folderNumber, false);
        if (grouped) {
            groupLeft(host);
        }
    }

    /** A proc is no longer one that its host is held for: when it was the last one the host is held no more. */
    private void groupLeft(int host) {
        if (index.reservations.isHeld(host) && index.reservations.isFreed(host)) {
            hold(host, 0);
        }
    }

    private int job(long number) {
        int job = state.jobs.row(number);
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + number);
        }
        return job;
    }

    private void requireOpen(int host) {
        boolean open = state.hosts.hardwareState(host) == HardwareState.UP.value()
                && state.hosts.lockState(host) == LockState.OPEN.value()
                && !state.hosts.lost(host);
        if (!open) {
            throw Refused.precondition("host " + state.hostName(host)
                    + " is down or locked: it takes no frames, so nothing can be redirected there");
        }
    }

    private void requireFits(int job, int host) {
        if (!targets.fits(job, host)) {
            throw Refused.precondition("job " + state.jobName(job) + " has no waiting frame that host "
                    + state.hostName(host) + " could run");
        }
    }

    private void requireFolderFits(long number, int host) {
        int folder = state.catalogIndex.present(RecordKind.FOLDER, number);
        if (folder < 0) {
            throw Refused.notFound("there is no folder " + number);
        }
        out.step(1 + state.jobs.rowCount() / JOBS_OF_STEP);
        if (!targets.folderFits(folder, host)) {
            throw Refused.precondition(
                    "no job of the folder has a waiting frame that host " + state.hostName(host) + " could run");
        }
    }

    void decide(ClearRedirectDecoder command) {
        int proc = state.procs.row(command.procNumber());
        if (proc < 0) {
            throw Refused.notFound("there is no proc " + command.procNumber());
        }
        int redirect = state.redirects.ofProc(command.procNumber());
        if (redirect < 0) {
            throw Refused.precondition("proc " + command.procNumber() + " is not redirected");
        }
        boolean grouped = state.redirects.grouped(redirect);
        int host = state.procs.hostRow(proc);
        frameEvents.procChanged(proc, false, 0, 0, false);
        if (grouped) {
            groupLeft(host);
        }
        out.ok(command.correlationId(), command.procNumber());
    }

    void decide(RedirectHostDecoder command) {
        int host = state.hosts.row(command.hostNumber());
        if (host < 0) {
            throw Refused.notFound("there is no host " + command.hostNumber());
        }
        requireOpen(host);
        requireFits(job(command.jobNumber()), host);
        if (!index.reservations.isHeld(host) && heldHosts() >= HELD_HOSTS_MAX) {
            throw Refused.exhausted("host " + state.hostName(host) + " cannot be held: " + HELD_HOSTS_MAX
                    + " hosts are held for redirected procs already; wait until some of those have ended");
        }
        int[] procs = procs(command.procs(), host);
        for (int before = index.reservations.grouped(host); before >= 0; before = index.reservations.grouped(host)) {
            ungroup(before);
        }
        hold(host, command.jobNumber());
        for (int proc : procs) {
            frameEvents.procChanged(proc, true, command.jobNumber(), 0, true);
        }
        for (int proc : procs) {
            if (!state.procs.killRequested(proc)) {
                frameEvents.killRequested(proc, StopCause.UNBOOKED, NOTHING, NOTHING);
            }
        }
        out.step(procs.length);
        out.ok(command.correlationId(), command.hostNumber());
    }

    /** The procs of a host that have not ended. */
    private int[] procs(RedirectHostDecoder.ProcsDecoder named, int host) {
        int[] procs = new int[named.count()];
        int count = 0;
        while (named.hasNext()) {
            long number = named.next().procNumber();
            int proc = state.procs.row(number);
            if (proc >= 0 && state.procs.hostRow(proc) != host) {
                throw Refused.invalid("proc " + number + " runs on host " + state.hostName(state.procs.hostRow(proc))
                        + ", not on " + state.hostName(host));
            }
            if (proc >= 0) {
                procs[count++] = proc;
            }
        }
        if (count == 0) {
            throw Refused.precondition("none of the procs runs any more: there is nothing to redirect");
        }
        return java.util.Arrays.copyOf(procs, count);
    }

    private void ungroup(int proc) {
        int redirect = state.redirects.ofProc(state.procs.number(proc));
        frameEvents.procChanged(
                proc, true, state.redirects.jobNumber(redirect), state.redirects.folderNumber(redirect), false);
    }

    private int heldHosts() {
        int count = 0;
        for (int row = 0; row < state.reservations.rowCount(); row++) {
            count += state.reservations.isHeld(row) ? 1 : 0;
        }
        return count;
    }

    // ---- the room

    /** The frame of a proc is about to end: where its room goes is remembered until {@link #offer}. */
    void ending(int proc) {
        endingJob = 0;
        endingFolder = 0;
        int redirect = state.redirects.ofProc(state.procs.number(proc));
        if (redirect >= 0) {
            endingJob = state.redirects.jobNumber(redirect);
            endingFolder = state.redirects.folderNumber(redirect);
        }
    }

    /** A frame has ended on a host: its room is offered to whom it was redirected. */
    void offer(int host) {
        if (index.reservations.isHeld(host)) {
            offerHeld(host);
        }
        if ((endingJob != 0 || endingFolder != 0) && !index.reservations.isHeld(host)) {
            int job = state.jobs.row(endingJob);
            int folder = endingFolder == 0 ? -1 : state.catalogIndex.present(RecordKind.FOLDER, endingFolder);
            if (job >= 0 || folder >= 0) {
                booking.bookOf(host, job, folder, OFFER_FRAMES);
                out.step(booking.booked());
            }
        }
        endingJob = 0;
        endingFolder = 0;
    }

    /** Booking goes on: what is held is looked at before all else. */
    void offerHeldHosts() {
        ReservationTable table = state.reservations;
        for (int row = 0; row < table.rowCount() && table.live() > 0; row++) {
            if (table.isHeld(row)) {
                offerHeld(state.hosts.row(table.hostNumber(row)));
            }
        }
    }

    /** Once the job has had the room it is everybody's again. */
    private void offerHeld(int host) {
        if (!index.reservations.isFreed(host)) {
            return;
        }
        boolean all = booking.bookOf(host, index.reservations.heldJob(host), -1, OFFER_FRAMES);
        out.step(1 + booking.booked());
        if (!all) {
            jobEvents.bookingWanted(host);
        } else if (booking.booked() > 0) {
            hold(host, 0);
        }
    }

    private void hold(int host, long jobNumber) {
        reserved.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(state.hosts.number(host))
                .jobNumber(jobNumber)
                .layerIndex(ReservationTable.ANY_LAYER)
                .timeMillis(out.now());
        out.emit(HostReservedEncoder.BLOCK_LENGTH);
    }

    // ---- time

    /** Whether it is time to look: some redirect is old, or hosts are held and have not been looked at for a while. */
    boolean isDue() {
        boolean held = out.now() / LOOK_MILLIS != state.globals.dueMillis() / LOOK_MILLIS
                && state.reservations.live() > 0
                && heldHosts() > 0;
        return held || isAnyOld();
    }

    private boolean isAnyOld() {
        RedirectTable redirects = state.redirects;
        for (int row = 0; row < redirects.rowCount() && redirects.live() > 0; row++) {
            if (isOld(row)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOld(int row) {
        return state.redirects.number(row) != 0 && out.now() - state.redirects.sinceMillis(row) >= EXPIRY_MILLIS;
    }

    /** Forgets redirects that are old, and lets go of hosts that are held in vain. */
    void look() {
        RedirectTable redirects = state.redirects;
        for (int row = 0; row < redirects.rowCount(); row++) {
            if (isOld(row)) {
                frameEvents.procChanged(state.procs.row(redirects.number(row)), false, 0, 0, false);
            }
        }
        ReservationTable table = state.reservations;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.isHeld(row)) {
                int host = state.hosts.row(table.hostNumber(row));
                boolean lasts = out.now() - table.sinceMillis(row) < HELD_MILLIS
                        && targets.fits(index.reservations.heldJob(host), host);
                if (!lasts) {
                    hold(host, 0);
                }
            }
        }
        out.step(1 + redirects.live());
    }
}
