/*
 * struct offline: is it the servers that cannot be reached, or is it this
 * monitor's own network? A decision over a sample of the fleet's looks.
 *
 * It is the monitor's when all, or nearly all, that answered until now fails
 * at once, at several endpoints in several networks, and hardly anything
 * answers since: of a large fleet at least 20 in a row, or nine of ten of 30;
 * of a small one four of five of all there are, at three endpoints at least.
 * Fewer are enough where this machine has no way to them itself (no route, no
 * address). What was down before says nothing.
 *
 * Of a large fleet that must have been so for some seconds: where many looks
 * are under way at once, as at a start, those that are refused end before any
 * handshake does, and stand in a row that means nothing.
 *
 * It is over when a quarter of what is looked at answers, a minute after the
 * first that did; longer where that has been so a short while ago, so that a
 * network that comes and goes is one fault and not many.
 */
#pragma once

#include "incident/sample.h"
#include "model/outage.h"

#define OFFLINE_WINDOW_S 600 /* "at once" */
#define OFFLINE_RUN 20	     /* so many in a row, none that answers */
#define OFFLINE_MANY 30	     /* nine of ten of so many */
#define OFFLINE_LATELY_S 5   /* "some seconds" */
#define OFFLINE_ENDPOINTS 3
#define OFFLINE_NETWORKS 3
#define OFFLINE_ONE_NETWORK 5	   /* endpoints, when they share one */
#define OFFLINE_CALM_S 60	   /* answers for so long: it is over */
#define OFFLINE_CALM_DOUBLINGS 5   /* of that, when it comes and goes */
#define OFFLINE_AGAIN_S (6 * 3600) /* "a short while ago" */
#define OFFLINE_OTHERS 10	   /* to be looked at in doubt */
#define OFFLINE_OTHERS_FRESH_S \
	5			 /* no doubt after an answer, or question, \
				  * so short ago */
#define OFFLINE_UNKNOWN SIZE_MAX /* answering targets: too many to count */

/* What is "at once", and how many in a row are enough. */
struct offline_rule {
	int64_t window_s;
	size_t run;
	size_t networks; /* so many must fail, always */
};

/* Looks of a few seconds; the sample may be the work of one. */
struct offline_span {
	int64_t at; /* its first look; 0: none */
	size_t looks, bad;
};

struct offline {
	struct sample sample;
	struct offline_span spans[2]; /* the newest, and the one before it */
	struct offline_rule rule;     /* zeros: those of a network, above */
	int64_t since;		      /* 0: the network is there */
	int64_t back_since; /* while since: the first answer; 0: none */
	unsigned kept_looks, kept_bad; /* since then, before a restart */
	bool is_unsure; /* nobody has looked since a restart, for too long */
	int64_t ended_at, was_back_at; /* the last one, and its back_since */
	int64_t asked_at;	       /* for other targets to be looked at */
	unsigned asked;	  /* of those so many have not failed, too */
	unsigned returns; /* times that it came back lately */
};

enum offline_change {
	OFFLINE_SAME,
	OFFLINE_BEGAN,
	OFFLINE_ANSWERED, /* something does again: look at the others */
	OFFLINE_ENDED,
};

/* What a look came to. was_failing: it failed already when it was looked at
 * last. answering: how many targets of the fleet answered at their last look,
 * this one included; or OFFLINE_UNKNOWN. */
enum offline_change offline_note(struct offline *offline,
    const struct sample_look *look, bool was_failing, size_t answering);
/* Failures seen before this may be the monitor's own: there is an outage, or
 * was one. 0: there was none; INT64_MAX: nothing answers. */
int64_t offline_doubt_until(const struct offline *offline);
/* What lasts of it. */
struct outage offline_outage(const struct offline *offline, enum outage_of of);
/* While something answers again: the looks from then on. */
struct sample_count offline_answers(const struct offline *offline);
/* Back from there. Of the one that is there now only if since is set: who was
 * told that it began will be told that it ends. */
void offline_restore(
    struct offline *offline, const struct outage *outage, int64_t now);
/* Time alone. */
enum offline_change offline_tick(struct offline *offline, int64_t now);
/* How many others should be looked at now to know more; 0: none. Asked for
 * after one that answered has failed, and remembered as asked. */
size_t offline_ask_others(struct offline *offline, int64_t now);
