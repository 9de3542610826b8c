/*
 * A sink that takes so many events or lines, then is full.
 */
#pragma once

#include "base/strbuf.h"
#include "notify/sink.h"

struct fake_sink {
	struct sink sink;    /* first */
	struct strbuf taken; /* "one|two|"; clear it */
	size_t room;
	bool is_closed;
};

struct fake_sink fake_sink_of(size_t room);
