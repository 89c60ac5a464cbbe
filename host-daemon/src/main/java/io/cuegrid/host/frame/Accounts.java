package io.cuegrid.host.frame;

import io.cuegrid.api.document.JobDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Finds the account a job's frames run as. No account is ever made, and uid 0 is never taken. */
public final class Accounts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final long LOOKUP_SECONDS = 10;

    private final boolean runAsJobUser;

    public Accounts(boolean runAsJobUser) {
        this.runAsJobUser = runAsJobUser;
    }

    public FrameAccount accountOf(JobDocument job) throws PlanException {
        if (!runAsJobUser) {
            return FrameAccount.own();
        }
        String user = job.getUser();
        if (!NAME.matcher(user).matches()) {
            throw new PlanException("the job's user \"" + user + "\" is not a login name");
        }
        String[] fields = lookUp(user).split(":", -1);
        if (fields.length < 7 || !fields[0].equals(user)) {
            throw new PlanException("the job's user " + user + " is not known on this host; add the account there");
        }
        int uid = Integer.parseInt(fields[2]);
        int gid = Integer.parseInt(fields[3]);
        if (uid == 0 || gid == 0) {
            throw new PlanException("frames never run as root, and the job's user " + user + " is root on this host");
        }
        if (job.hasUid() && job.getUid() != uid) {
            throw new PlanException("the job's user " + user + " has uid " + uid
                    + " on this host, but the job was sent by uid " + job.getUid());
        }
        return new FrameAccount(user, uid, gid, fields[5]);
    }

    private static String lookUp(String user) throws PlanException {
        try {
            Process getent = new ProcessBuilder("getent", "passwd", user)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            getent.getOutputStream().close();
            if (!getent.waitFor(LOOKUP_SECONDS, TimeUnit.SECONDS)) {
                getent.destroyForcibly();
                throw new PlanException("looking up the user " + user + " took longer than " + LOOKUP_SECONDS + " s");
            }
            return new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new PlanException("the user " + user + " cannot be looked up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("the daemon is stopping");
        }
    }
}
