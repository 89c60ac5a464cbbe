-- Who asked is kept for every change, not only for kills: what the columns mean since then.
COMMENT ON TABLE audit IS 'Who did what: kills, actions on frames, changed settings of jobs, layers and hosts, changes of the directory. By month of happened_at.';
COMMENT ON COLUMN audit.what IS 'KILL_JOB, KILL_RUN, SET, PUT, REMOVE, UNBOOK, REORDER_FRAMES; and RETRY_FRAMES, EAT_FRAMES, KILL_FRAMES, MARK_DONE_FRAMES, MARK_AS_WAITING_FRAMES, MARK_AS_DEPEND_FRAMES: one row a command, whatever number of frames.';
COMMENT ON COLUMN audit.target_kind IS 'JOB, LAYER, HOST, DEPEND, PROC, SHOW (its work mode), or a kind of the directory''s records.';
COMMENT ON COLUMN audit.user_name IS 'Subject of the token that the call came with; of a kill, the user that the request names. Empty when the grid did it by itself.';
COMMENT ON COLUMN audit.reason IS 'As given by the user: in the request of a kill, or as metadata cuegrid-reason of any gRPC call.';
