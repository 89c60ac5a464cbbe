package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.ReplyCode;

/** The reply to a command. */
record Answer(long correlationId, ReplyCode code, long number, String detail) {}
