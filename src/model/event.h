/*
 * struct event: one line of what happened, numbered when it is committed, told
 * to the sinks after that. Shared and immutable once committed.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/ack.h"
#include "model/chain_change.h"
#include "model/finding.h"
#include "model/hush.h"
#include "model/report.h"
#include "model/target.h"
#include "model/verdict.h"

enum event_kind {
	EVENT_INCIDENT_OPENED,
	EVENT_INCIDENT_CHANGED,
	EVENT_INCIDENT_RESOLVED,
	EVENT_INCIDENT_REMINDER,
	EVENT_CHAIN_CHANGED,
	EVENT_CHAIN_REGRESSED,
	EVENT_ROLLOUT_STARTED,
	EVENT_ROLLOUT_FINISHED,
	EVENT_ROLLOUT_STALLED,
	EVENT_TRUST_STORE_CHANGED,
	EVENT_CONFIG_RELOADED,
	EVENT_CONFIG_REJECTED,
	EVENT_MONITOR_STARTED,
	EVENT_MONITOR_STOPPED,
	EVENT_FIRST_PASS,    /* the summary of what was broken already */
	EVENT_MONITOR_FAULT, /* network-offline, probing-late, store-failing ...
			      */
	EVENT_SILENCE_SET,
	EVENT_SILENCE_ENDED,
	EVENT_ACK_SET, /* somebody sees to the incident */
	EVENT_ACK_ENDED,
	EVENT_HEARTBEAT, /* to webhooks only, and never kept */
	EVENT_KIND_COUNT,
};

extern const struct names event_kind_names; /* "incident-opened", ... */

const char *event_kind_text(enum event_kind kind);
/* What it tells, in one sentence or two for people. */
const char *event_kind_sentence(enum event_kind kind);
/* journald MESSAGE_ID of the kind, 32 hex digits. */
const char *event_kind_message_id(enum event_kind kind);

#define EVENT_ID_LEN 32 /* hex digits of 128 random bits */

/* What an incident was when the event was made. */
struct event_incident {
	bool is_set;
	char id[EVENT_ID_LEN + 1];
	enum finding_code finding;
	enum severity severity;
	int64_t opened_at;
	int64_t resolved_at; /* 0: open */
	size_t endpoint_count;
	ARRAY(char *) endpoints; /* ids; at most EVENT_MAX_ENDPOINTS */
	struct ack *ack;	 /* NULL: nobody has acknowledged it */
	unsigned openings;	 /* in a short time; 0: one */
};

#define EVENT_MAX_ENDPOINTS 1000

/* One endpoint of a summary. */
struct event_row {
	enum severity severity;
	enum finding_code finding; /* FINDING_COUNT: it cannot be reached */
	char *endpoint;		   /* id */
	char *address; /* one of several that shows it; NULL: all do */
};

#define EVENT_MAX_ROWS 20

/* How far a new certificate has come. */
struct event_rollout {
	size_t done, total; /* addresses; total 0: it is not about a rollout */
	int64_t since;
	bool is_taken_back;
};

struct event {
	uint64_t sequence;	   /* 0: not committed yet */
	char id[EVENT_ID_LEN + 1]; /* given when it is committed; the same at
				    * every delivery */
	int64_t time;
	enum event_kind kind;
	enum severity severity;
	enum finding_code finding; /* FINDING_COUNT: none */
	char *text; /* one sentence for people, without a remedy */
	/* Of a summary, where lines are cheap: the text without its list, and
	 * the list, worst first; NULL and empty for other kinds. */
	char *headline;
	ARRAY(struct event_row) rows; /* at most EVENT_MAX_ROWS */
	size_t more_rows;	      /* left out */

	struct endpoint *endpoint;	 /* NULL: the monitor itself */
	ARRAY(struct place) places;	 /* that show it */
	ARRAY(struct endpoint_via) vias; /* of each; lent by the endpoint */
	struct event_incident incident;
	struct verdict *before, *after; /* of a changed chain; or NULL */
	struct event_rollout rollout;
	struct chain_changes changes; /* between them, the worst first */
	struct report *report;	      /* the judge's, of the target that
				       * triggered it; or NULL */
	char *detail; /* the finding's words for this case; or NULL */
	/* what a fault of the monitor's is about, where it has several of its
	 * kind: a trust store; NULL: its sink, or all of it */
	char *subject;
	char *sink; /* that a fault of the monitor's is about; or NULL */
	/* Not HUSH_NONE: kept and shown, but given to no receiver; in words for
	 * people: whose reason, until when */
	enum hush hush;
	char *hush_words;
	/* Whom it is for, and which of them hear of its incident for the first
	 * time, although others did before: model/sink_names.h. sinks NULL:
	 * for all. */
	char *sinks, *newly_told;
	bool is_unstored; /* told while the store fails: it may be lost yet */
	unsigned refs;
};

/* One reference; sequence and id come with the commit. */
struct event *event_new(enum event_kind kind, int64_t time);
struct event *event_ref(struct event *event);
void event_unref(struct event *event);
CLEANUP_DEFINE(struct event, event_unref)
/* In which variants but the usual one it is shown: VARIANT_BIT of each. */
unsigned event_variants(const struct event *event);
/* Does the i-th place name an address that one before it names? */
bool event_repeats_address(const struct event *event, size_t i);
