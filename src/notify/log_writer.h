/*
 * The program's log through a sink's queue and thread: it never blocks the
 * loop, and stands in order among the sink's events. Lines that find the queue
 * full are dropped, counted, and the count is said when there is room again.
 */
#pragma once

#include "notify/sink.h"

/* From now on the log goes to this sink, which must have a place for it. */
void log_writer_begin(struct sink *sink);
/* Back to the default writer. Before the sink is closed. */
void log_writer_end(void);
