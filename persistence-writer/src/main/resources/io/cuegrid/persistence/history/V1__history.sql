-- What happened on the farm, for people who ask. Written by cuegrid's history writer only. Tables that grow are
-- partitioned by month (UTC); the writer makes the months ahead.

CREATE TYPE job_state AS ENUM ('PENDING', 'FINISHED', 'STARTUP', 'SHUTDOWN', 'POSTED');
CREATE TYPE layer_type AS ENUM ('PRE', 'POST', 'RENDER', 'UTIL');
CREATE TYPE frame_state AS ENUM
    ('WAITING', 'SETUP', 'RUNNING', 'SUCCEEDED', 'DEPEND', 'DEAD', 'EATEN', 'CHECKPOINT');
CREATE TYPE stop_cause AS ENUM
    ('COMPLETED', 'KILLED_BY_USER', 'RETRIED', 'EATEN', 'JOB_KILLED', 'TIMEOUT', 'LLU_TIMEOUT', 'MEMORY', 'HOST_LOST',
     'HOST_REBOOTED', 'ORDER_REFUSED', 'NEVER_STARTED', 'UNBOOKED', 'NIMBY');

CREATE TABLE positions (
    incarnation integer     NOT NULL,
    machine     integer     NOT NULL,
    epoch       bigint      NOT NULL,
    sequence    bigint      NOT NULL,
    batch_at    timestamptz,
    written_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (incarnation, machine)
);
COMMENT ON TABLE positions IS 'How far history has come: one row for the directory and for each cell of a grid. Changed in the same transaction as the rows that it stands for, under a lock on the row.';
COMMENT ON COLUMN positions.incarnation IS 'Drawn when the grid''s home was made; tells grids apart that share a database.';
COMMENT ON COLUMN positions.machine IS '0 the directory, else the number of a cell.';
COMMENT ON COLUMN positions.epoch IS 'Of the leader that decided the last batch in history.';
COMMENT ON COLUMN positions.sequence IS 'Of the last batch in history.';
COMMENT ON COLUMN positions.batch_at IS 'When that batch was decided, by the grid''s clock.';
COMMENT ON COLUMN positions.written_at IS 'When it was written here, by the database''s clock.';

CREATE TABLE gaps (
    incarnation   integer     NOT NULL,
    machine       integer     NOT NULL,
    from_sequence bigint      NOT NULL,
    to_sequence   bigint      NOT NULL,
    accepted_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (incarnation, machine, from_sequence)
);
COMMENT ON TABLE gaps IS 'Batches that no journal at hand had, left out after a wait: what they said is missing in all tables. Empty in a healthy grid.';
COMMENT ON COLUMN gaps.incarnation IS 'Of the grid.';
COMMENT ON COLUMN gaps.machine IS '0 the directory, else the number of a cell.';
COMMENT ON COLUMN gaps.from_sequence IS 'First missing batch.';
COMMENT ON COLUMN gaps.to_sequence IS 'Last missing batch.';
COMMENT ON COLUMN gaps.accepted_at IS 'When the writer went on without them.';

CREATE TABLE facilities (
    incarnation       integer NOT NULL,
    facility_number   bigint  NOT NULL,
    directory_version bigint  NOT NULL,
    name              text    NOT NULL,
    cell              integer NOT NULL,
    removed           boolean NOT NULL DEFAULT false,
    PRIMARY KEY (incarnation, facility_number)
);
COMMENT ON TABLE facilities IS 'Names of facilities, as they are now or were last.';
COMMENT ON COLUMN facilities.incarnation IS 'Of the grid.';
COMMENT ON COLUMN facilities.facility_number IS 'Never used again.';
COMMENT ON COLUMN facilities.directory_version IS 'Version of the directory at the last change.';
COMMENT ON COLUMN facilities.name IS 'As people see it.';
COMMENT ON COLUMN facilities.cell IS 'Number of the facility''s cell; the column cell of other tables.';
COMMENT ON COLUMN facilities.removed IS 'Whether it is gone.';

CREATE TABLE shows (
    incarnation       integer NOT NULL,
    show_number       bigint  NOT NULL,
    directory_version bigint  NOT NULL,
    name              text    NOT NULL,
    removed           boolean NOT NULL DEFAULT false,
    PRIMARY KEY (incarnation, show_number)
);
COMMENT ON TABLE shows IS 'Names of shows, as they are now or were last.';
COMMENT ON COLUMN shows.incarnation IS 'Of the grid.';
COMMENT ON COLUMN shows.show_number IS 'Never used again.';
COMMENT ON COLUMN shows.directory_version IS 'Version of the directory at the last change.';
COMMENT ON COLUMN shows.name IS 'As people see it.';
COMMENT ON COLUMN shows.removed IS 'Whether it is gone.';

CREATE TABLE allocations (
    incarnation       integer NOT NULL,
    allocation_number bigint  NOT NULL,
    directory_version bigint  NOT NULL,
    name              text    NOT NULL,
    tag               text    NOT NULL,
    billable          boolean NOT NULL,
    removed           boolean NOT NULL DEFAULT false,
    PRIMARY KEY (incarnation, allocation_number)
);
COMMENT ON TABLE allocations IS 'Names of allocations, as they are now or were last.';
COMMENT ON COLUMN allocations.incarnation IS 'Of the grid.';
COMMENT ON COLUMN allocations.allocation_number IS 'Never used again.';
COMMENT ON COLUMN allocations.directory_version IS 'Version of the directory at the last change.';
COMMENT ON COLUMN allocations.name IS 'facility.short, for instance local.general.';
COMMENT ON COLUMN allocations.tag IS 'On every host of it.';
COMMENT ON COLUMN allocations.billable IS 'As set by people; cuegrid bills nothing.';
COMMENT ON COLUMN allocations.removed IS 'Whether it is gone.';

CREATE TABLE hosts (
    incarnation       integer     NOT NULL,
    cell              integer     NOT NULL,
    host_number       bigint      NOT NULL,
    name              text        NOT NULL,
    allocation_number bigint      NOT NULL,
    core_units        integer     NOT NULL,
    memory_kib        bigint      NOT NULL,
    gpus              integer     NOT NULL,
    gpu_memory_kib    bigint      NOT NULL,
    os                text        NOT NULL,
    tags              text        NOT NULL,
    registered_at     timestamptz NOT NULL,
    removed_at        timestamptz,
    PRIMARY KEY (incarnation, cell, host_number)
);
COMMENT ON TABLE hosts IS 'Hosts as they announced themselves last.';
COMMENT ON COLUMN hosts.incarnation IS 'Of the grid.';
COMMENT ON COLUMN hosts.cell IS 'Cell that the host belongs to; see facilities.cell.';
COMMENT ON COLUMN hosts.host_number IS 'Within the cell; never used again.';
COMMENT ON COLUMN hosts.name IS 'As the daemon gave it.';
COMMENT ON COLUMN hosts.allocation_number IS 'Allocation that it is in; see allocations.';
COMMENT ON COLUMN hosts.core_units IS 'For booking; 100 is one core.';
COMMENT ON COLUMN hosts.memory_kib IS 'For booking, KiB.';
COMMENT ON COLUMN hosts.gpus IS 'For booking.';
COMMENT ON COLUMN hosts.gpu_memory_kib IS 'For booking, KiB.';
COMMENT ON COLUMN hosts.os IS 'Operating systems, separated by commas.';
COMMENT ON COLUMN hosts.tags IS 'Separated by spaces.';
COMMENT ON COLUMN hosts.registered_at IS 'Last time its daemon was taken in.';
COMMENT ON COLUMN hosts.removed_at IS 'When it was deleted; null while it is known.';

CREATE TABLE jobs (
    incarnation        integer     NOT NULL,
    cell               integer     NOT NULL,
    job_number         bigint      NOT NULL,
    submitted_at       timestamptz NOT NULL,
    launch_id          bigint      NOT NULL,
    show_number        bigint      NOT NULL,
    folder_number      bigint      NOT NULL,
    post_job_of        bigint      NOT NULL,
    name               text        NOT NULL,
    shot               text        NOT NULL,
    user_name          text        NOT NULL,
    os                 text        NOT NULL,
    log_dir            text        NOT NULL,
    priority           integer     NOT NULL,
    max_retries        integer     NOT NULL,
    state              job_state   NOT NULL,
    launched_at        timestamptz,
    finished_at        timestamptz,
    removed_at         timestamptz,
    killed             boolean     NOT NULL,
    layers             integer     NOT NULL,
    frames             integer     NOT NULL,
    succeeded          integer     NOT NULL,
    eaten              integer     NOT NULL,
    dead               integer     NOT NULL,
    waiting            integer     NOT NULL,
    runs               bigint      NOT NULL,
    failed_runs        bigint      NOT NULL,
    core_millis        bigint      NOT NULL,
    failed_core_millis bigint      NOT NULL,
    gpu_millis         bigint      NOT NULL,
    max_rss_kib        bigint      NOT NULL
) PARTITION BY RANGE (submitted_at);
CREATE INDEX jobs_number ON jobs (incarnation, cell, job_number);
CREATE INDEX jobs_name ON jobs (name);
CREATE INDEX jobs_submitted ON jobs (submitted_at DESC);
COMMENT ON TABLE jobs IS 'A row a job, written at its launch and again at its end; counts and times of work are 0 until the job has ended (ask the grid about what runs). By month of submitted_at.';
COMMENT ON COLUMN jobs.incarnation IS 'Of the grid.';
COMMENT ON COLUMN jobs.cell IS 'Cell that ran it; see facilities.cell.';
COMMENT ON COLUMN jobs.job_number IS 'Within the cell; never used again.';
COMMENT ON COLUMN jobs.submitted_at IS 'When the grid took it in.';
COMMENT ON COLUMN jobs.launch_id IS 'Jobs launched together have the same one.';
COMMENT ON COLUMN jobs.show_number IS 'See shows.';
COMMENT ON COLUMN jobs.folder_number IS 'Folder (OpenCue: group) that it was launched into.';
COMMENT ON COLUMN jobs.post_job_of IS 'Number of the job that it follows as its post job; 0 none.';
COMMENT ON COLUMN jobs.name IS 'show-shot-user_name.';
COMMENT ON COLUMN jobs.shot IS 'As submitted.';
COMMENT ON COLUMN jobs.user_name IS 'Who submitted it.';
COMMENT ON COLUMN jobs.os IS 'Operating system that it asks for; empty any.';
COMMENT ON COLUMN jobs.log_dir IS 'Folder of its frames'' logs.';
COMMENT ON COLUMN jobs.priority IS 'At its launch.';
COMMENT ON COLUMN jobs.max_retries IS 'Of a frame, at its launch.';
COMMENT ON COLUMN jobs.state IS 'STARTUP while it is being launched, POSTED while it waits for its parent, PENDING, FINISHED.';
COMMENT ON COLUMN jobs.launched_at IS 'When it became visible.';
COMMENT ON COLUMN jobs.finished_at IS 'When it ended, last; null while it has not, or was retried.';
COMMENT ON COLUMN jobs.removed_at IS 'When it left the grid''s memory.';
COMMENT ON COLUMN jobs.killed IS 'Whether somebody ended it.';
COMMENT ON COLUMN jobs.layers IS 'Number of layers.';
COMMENT ON COLUMN jobs.frames IS 'Number of frames; a chunk of a layer counts once.';
COMMENT ON COLUMN jobs.succeeded IS 'Frames that had succeeded at its end.';
COMMENT ON COLUMN jobs.eaten IS 'Frames that had been eaten at its end.';
COMMENT ON COLUMN jobs.dead IS 'Frames that were dead at its end.';
COMMENT ON COLUMN jobs.waiting IS 'Frames that still waited at its end (of a killed job).';
COMMENT ON COLUMN jobs.runs IS 'Frame runs; see frame_runs.';
COMMENT ON COLUMN jobs.failed_runs IS 'Frame runs that did not succeed.';
COMMENT ON COLUMN jobs.core_millis IS 'Milliseconds of reserved cores: one core for one second is 1000.';
COMMENT ON COLUMN jobs.failed_core_millis IS 'Of those, in runs that did not succeed.';
COMMENT ON COLUMN jobs.gpu_millis IS 'Milliseconds of reserved gpus.';
COMMENT ON COLUMN jobs.max_rss_kib IS 'Largest memory of one frame, KiB.';

CREATE TABLE layers (
    incarnation        integer     NOT NULL,
    cell               integer     NOT NULL,
    job_number         bigint      NOT NULL,
    layer_index        integer     NOT NULL,
    submitted_at       timestamptz NOT NULL,
    name               text        NOT NULL,
    layer_type         layer_type  NOT NULL,
    range_text         text        NOT NULL,
    chunk_size         integer     NOT NULL,
    frames             integer     NOT NULL,
    min_core_units     integer     NOT NULL,
    max_core_units     integer     NOT NULL,
    memory_kib         bigint      NOT NULL,
    min_gpus           integer     NOT NULL,
    gpu_memory_kib     bigint      NOT NULL,
    tags               text        NOT NULL,
    services           text        NOT NULL,
    finished_at        timestamptz,
    runs               bigint      NOT NULL,
    failed_runs        bigint      NOT NULL,
    core_millis        bigint      NOT NULL,
    failed_core_millis bigint      NOT NULL,
    cpu_millis         bigint      NOT NULL,
    gpu_millis         bigint      NOT NULL,
    max_rss_kib        bigint      NOT NULL
) PARTITION BY RANGE (submitted_at);
CREATE INDEX layers_number ON layers (incarnation, cell, job_number, layer_index);
COMMENT ON TABLE layers IS 'A row a layer, written at the launch of its job; sums of its runs are written when the job ends. By month of submitted_at.';
COMMENT ON COLUMN layers.incarnation IS 'Of the grid.';
COMMENT ON COLUMN layers.cell IS 'Cell that ran it.';
COMMENT ON COLUMN layers.job_number IS 'See jobs.';
COMMENT ON COLUMN layers.layer_index IS 'Position in the job, from 0, in dispatch order.';
COMMENT ON COLUMN layers.submitted_at IS 'Of its job.';
COMMENT ON COLUMN layers.name IS 'Unique within the job.';
COMMENT ON COLUMN layers.layer_type IS 'As submitted.';
COMMENT ON COLUMN layers.range_text IS 'Frame range as submitted.';
COMMENT ON COLUMN layers.chunk_size IS 'Frame numbers of one run.';
COMMENT ON COLUMN layers.frames IS 'Number of frames (chunks).';
COMMENT ON COLUMN layers.min_core_units IS 'Asked for at launch; 100 is one core; 0 or less: all cores of a host but so many.';
COMMENT ON COLUMN layers.max_core_units IS 'At launch; 0 no cap.';
COMMENT ON COLUMN layers.memory_kib IS 'Asked for at launch, KiB.';
COMMENT ON COLUMN layers.min_gpus IS 'Asked for at launch.';
COMMENT ON COLUMN layers.gpu_memory_kib IS 'Asked for at launch, KiB.';
COMMENT ON COLUMN layers.tags IS 'At launch, separated by spaces.';
COMMENT ON COLUMN layers.services IS 'At launch, separated by commas.';
COMMENT ON COLUMN layers.finished_at IS 'When none of its frames waited, ran or was dead, last.';
COMMENT ON COLUMN layers.runs IS 'Frame runs until the end of the job.';
COMMENT ON COLUMN layers.failed_runs IS 'Of those, runs that did not succeed.';
COMMENT ON COLUMN layers.core_millis IS 'Milliseconds of reserved cores.';
COMMENT ON COLUMN layers.failed_core_millis IS 'Of those, in runs that did not succeed.';
COMMENT ON COLUMN layers.cpu_millis IS 'Processor time that its frames used.';
COMMENT ON COLUMN layers.gpu_millis IS 'Milliseconds of reserved gpus.';
COMMENT ON COLUMN layers.max_rss_kib IS 'Largest memory of one frame, KiB.';

CREATE TABLE frame_runs (
    stopped_at         timestamptz NOT NULL,
    started_at         timestamptz NOT NULL,
    job_number         bigint      NOT NULL,
    proc_number        bigint      NOT NULL,
    host_number        bigint      NOT NULL,
    run_millis         bigint      NOT NULL,
    cpu_millis         bigint      NOT NULL,
    memory_kib         bigint      NOT NULL,
    gpu_memory_kib     bigint      NOT NULL,
    max_rss_kib        bigint      NOT NULL,
    max_pss_kib        bigint      NOT NULL,
    max_gpu_memory_kib bigint      NOT NULL,
    incarnation        integer     NOT NULL,
    cell               integer     NOT NULL,
    layer_index        integer     NOT NULL,
    frame_index        integer     NOT NULL,
    frame_ordinal      integer     NOT NULL,
    frame_number       integer     NOT NULL,
    attempt            integer     NOT NULL,
    core_units         integer     NOT NULL,
    gpus               integer     NOT NULL,
    exit_status        integer     NOT NULL,
    exit_signal        integer     NOT NULL,
    outcome            frame_state NOT NULL,
    cause              stop_cause  NOT NULL
) PARTITION BY RANGE (stopped_at);
CREATE INDEX frame_runs_job ON frame_runs (incarnation, cell, job_number, frame_ordinal);
CREATE INDEX frame_runs_stopped ON frame_runs USING brin (stopped_at);
COMMENT ON TABLE frame_runs IS 'A row for each run of a frame on a host, written once, when the run has ended. By month of stopped_at; give a range of stopped_at when you do not ask by job.';
COMMENT ON COLUMN frame_runs.stopped_at IS 'When the grid learnt of the end.';
COMMENT ON COLUMN frame_runs.started_at IS 'When the grid booked it.';
COMMENT ON COLUMN frame_runs.job_number IS 'See jobs.';
COMMENT ON COLUMN frame_runs.proc_number IS 'The reservation of this run; never used again within the cell: one row for each.';
COMMENT ON COLUMN frame_runs.host_number IS 'See hosts.';
COMMENT ON COLUMN frame_runs.run_millis IS 'How long the process ran, by the host''s clock; 0 when it never reported.';
COMMENT ON COLUMN frame_runs.cpu_millis IS 'Processor time used.';
COMMENT ON COLUMN frame_runs.memory_kib IS 'Reserved, KiB.';
COMMENT ON COLUMN frame_runs.gpu_memory_kib IS 'Reserved, KiB.';
COMMENT ON COLUMN frame_runs.max_rss_kib IS 'Largest resident memory of its processes together, KiB.';
COMMENT ON COLUMN frame_runs.max_pss_kib IS 'The same, shared memory divided by its users, KiB.';
COMMENT ON COLUMN frame_runs.max_gpu_memory_kib IS 'Largest gpu memory, KiB.';
COMMENT ON COLUMN frame_runs.incarnation IS 'Of the grid.';
COMMENT ON COLUMN frame_runs.cell IS 'Cell that ran it.';
COMMENT ON COLUMN frame_runs.layer_index IS 'See layers.';
COMMENT ON COLUMN frame_runs.frame_index IS 'Position in the layer, from 0.';
COMMENT ON COLUMN frame_runs.frame_ordinal IS 'Position in the job, from 0.';
COMMENT ON COLUMN frame_runs.frame_number IS 'Frame number; of a chunk, its first.';
COMMENT ON COLUMN frame_runs.attempt IS 'Rises with each run of the frame.';
COMMENT ON COLUMN frame_runs.core_units IS 'Reserved; 100 is one core.';
COMMENT ON COLUMN frame_runs.gpus IS 'Reserved.';
COMMENT ON COLUMN frame_runs.exit_status IS 'Of the process, or OpenCue''s number for what happened instead.';
COMMENT ON COLUMN frame_runs.exit_signal IS 'Signal that ended it; 0 none.';
COMMENT ON COLUMN frame_runs.outcome IS 'State of the frame after this run; WAITING: it will run again.';
COMMENT ON COLUMN frame_runs.cause IS 'Why the run ended.';

CREATE TABLE host_changes (
    changed_at  timestamptz NOT NULL,
    incarnation integer     NOT NULL,
    cell        integer     NOT NULL,
    host_number bigint      NOT NULL,
    what        text        NOT NULL,
    value       text        NOT NULL,
    reason      text        NOT NULL
) PARTITION BY RANGE (changed_at);
CREATE INDEX host_changes_host ON host_changes (incarnation, cell, host_number, changed_at);
COMMENT ON TABLE host_changes IS 'What became of hosts: registered, state, lock, allocation, tags, lost, deleted. By month of changed_at.';
COMMENT ON COLUMN host_changes.changed_at IS 'When it changed.';
COMMENT ON COLUMN host_changes.incarnation IS 'Of the grid.';
COMMENT ON COLUMN host_changes.cell IS 'Cell of the host.';
COMMENT ON COLUMN host_changes.host_number IS 'See hosts.';
COMMENT ON COLUMN host_changes.what IS 'REGISTERED, LOCK_STATE, HARDWARE_STATE, THREAD_MODE, ALLOCATION, NIMBY_ENABLED, TAGS, OS, LOST, REMOVED.';
COMMENT ON COLUMN host_changes.value IS 'The new value as OpenCue names it; of REGISTERED the boot id; of ALLOCATION its number.';
COMMENT ON COLUMN host_changes.reason IS 'Why, as far as the grid was told.';

CREATE TABLE usage_by_day (
    day               date    NOT NULL,
    incarnation       integer NOT NULL,
    cell              integer NOT NULL,
    show_number       bigint  NOT NULL,
    allocation_number bigint  NOT NULL,
    runs              bigint  NOT NULL,
    failed_runs       bigint  NOT NULL,
    core_millis       bigint  NOT NULL,
    failed_core_millis bigint NOT NULL,
    gpu_millis        bigint  NOT NULL,
    PRIMARY KEY (day, incarnation, cell, show_number, allocation_number)
) PARTITION BY RANGE (day);
COMMENT ON TABLE usage_by_day IS 'What each show used of each allocation, a row a day (UTC). A run counts on the day on which it ends.';
COMMENT ON COLUMN usage_by_day.day IS 'UTC.';
COMMENT ON COLUMN usage_by_day.incarnation IS 'Of the grid.';
COMMENT ON COLUMN usage_by_day.cell IS 'Cell of the hosts.';
COMMENT ON COLUMN usage_by_day.show_number IS 'See shows; 0 when the job was not known any more.';
COMMENT ON COLUMN usage_by_day.allocation_number IS 'Of the host when the run ended; see allocations; 0 when the host was not known any more.';
COMMENT ON COLUMN usage_by_day.runs IS 'Frame runs.';
COMMENT ON COLUMN usage_by_day.failed_runs IS 'Of those, runs that did not succeed.';
COMMENT ON COLUMN usage_by_day.core_millis IS 'Milliseconds of reserved cores: one core for one second is 1000.';
COMMENT ON COLUMN usage_by_day.failed_core_millis IS 'Of those, in runs that did not succeed.';
COMMENT ON COLUMN usage_by_day.gpu_millis IS 'Milliseconds of reserved gpus.';

CREATE TABLE audit (
    happened_at   timestamptz NOT NULL,
    incarnation   integer     NOT NULL,
    machine       integer     NOT NULL,
    what          text        NOT NULL,
    target_kind   text        NOT NULL,
    target_number bigint      NOT NULL,
    user_name     text        NOT NULL,
    reason        text        NOT NULL,
    detail        text        NOT NULL
) PARTITION BY RANGE (happened_at);
CREATE INDEX audit_target ON audit (incarnation, machine, target_kind, target_number);
COMMENT ON TABLE audit IS 'Who did what: kills, changed settings of jobs and layers, changes of the directory. By month of happened_at.';
COMMENT ON COLUMN audit.happened_at IS 'When it was decided.';
COMMENT ON COLUMN audit.incarnation IS 'Of the grid.';
COMMENT ON COLUMN audit.machine IS '0 the directory, else the number of a cell.';
COMMENT ON COLUMN audit.what IS 'KILL_JOB, KILL_RUN, SET, PUT, REMOVE.';
COMMENT ON COLUMN audit.target_kind IS 'JOB, LAYER, PROC, or a kind of the directory''s records.';
COMMENT ON COLUMN audit.target_number IS 'Of the target; of a layer, its job''s.';
COMMENT ON COLUMN audit.user_name IS 'Who asked for it; empty when the request did not say.';
COMMENT ON COLUMN audit.reason IS 'As given by the user.';
COMMENT ON COLUMN audit.detail IS 'What changed to what.';

CREATE VIEW frame_run_details AS
SELECT r.incarnation, f.name AS facility, s.name AS show, j.name AS job, l.name AS layer,
       CASE WHEN r.frame_number < 0 THEN '-' ELSE '' END
           || lpad(abs(r.frame_number)::text,
                   greatest(CASE WHEN r.frame_number < 0 THEN 3 ELSE 4 END, length(abs(r.frame_number)::text)), '0')
           || '-' || l.name AS frame,
       h.name AS host, a.name AS allocation, j.user_name, r.started_at, r.stopped_at, r.run_millis, r.cpu_millis,
       r.attempt, r.core_units / 100.0 AS cores, r.gpus, r.exit_status, r.exit_signal, r.outcome, r.cause,
       r.max_rss_kib, r.cell, r.job_number, r.layer_index, r.frame_number, r.proc_number
FROM frame_runs r
LEFT JOIN jobs j ON (j.incarnation, j.cell, j.job_number) = (r.incarnation, r.cell, r.job_number)
LEFT JOIN layers l ON (l.incarnation, l.cell, l.job_number, l.layer_index)
                    = (r.incarnation, r.cell, r.job_number, r.layer_index)
LEFT JOIN hosts h ON (h.incarnation, h.cell, h.host_number) = (r.incarnation, r.cell, r.host_number)
LEFT JOIN allocations a ON (a.incarnation, a.allocation_number) = (h.incarnation, h.allocation_number)
LEFT JOIN shows s ON (s.incarnation, s.show_number) = (j.incarnation, j.show_number)
LEFT JOIN facilities f ON (f.incarnation, f.cell) = (r.incarnation, r.cell);
COMMENT ON VIEW frame_run_details IS 'frame_runs with names in place of numbers, for people. The allocation is the one that the host is in now.';
