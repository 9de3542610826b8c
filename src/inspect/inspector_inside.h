/* The inside of struct inspector, for inspector.c and inspect.c only. */
#pragma once

#include "base/histogram.h"
#include "inspect/cert_cache.h"
#include "inspect/inspect.h"
#include "inspect/memo.h"
#include "inspect/named_stores.h"

struct inspector {
	struct loop *loop;
	const struct clock *clock;
	struct prober *prober;
	struct judge_options judge;
	struct memo *memo;
	struct cert_cache *certs;
	struct known_issuers *known;
	struct trust_store *given; /* as known issuers; NULL: none */
	uint64_t given_generation;
	struct completion completion;
	struct dane_book *dane; /* NULL: nobody asks */
	int64_t fetch_wait_ms;
	struct named_stores stores;
	struct policy *policy; /* NULL: none */
	struct ct_logs *logs;  /* NULL: none */
	struct inspector_counts counts;
	struct histogram judging;
	struct file_reader *files; /* NULL: none was looked at yet */
};
