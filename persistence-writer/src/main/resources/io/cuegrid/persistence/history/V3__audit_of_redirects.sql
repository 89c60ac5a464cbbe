-- Redirects of procs and render partitions are audited too: what the columns mean since then.
COMMENT ON COLUMN audit.what IS 'KILL_JOB, KILL_RUN, SET, PUT, REMOVE, UNBOOK, REDIRECT, CLEAR_REDIRECT, REORDER_FRAMES; and RETRY_FRAMES, EAT_FRAMES, KILL_FRAMES, MARK_DONE_FRAMES, MARK_AS_WAITING_FRAMES, MARK_AS_DEPEND_FRAMES: one row a command, whatever number of frames.';
COMMENT ON COLUMN audit.target_kind IS 'JOB, LAYER, HOST, DEPEND, PROC, RENDER_PARTITION, SHOW (its work mode), or a kind of the directory''s records.';
