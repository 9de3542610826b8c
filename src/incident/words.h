/*
 * The sentences of events: one for each kind, in plain text, for people. Says
 * what, where and how much; what to do about it is the remedy's part. Decides
 * nothing. Everything returned is the caller's to free.
 */
#pragma once

#include "incident/book.h"
#include "model/verdict.h"

/* What a sentence is about. */
struct scene {
	const struct watched *watched;
	const struct place *place;	  /* NULL: the endpoint as a whole */
	const struct open_incident *open; /* NULL: none */
	const struct verdict *before, *after; /* of a changed chain, or NULL */
	const struct verdict *majority;	      /* where addresses differ */
	struct event_rollout rollout;	      /* of a rollout */
	bool is_rollback; /* after was shown shortly before */
	/* further findings that go along with it */
	const enum finding_code *also;
	size_t also_count;
};

char *words_opened(const struct scene *scene);
/* It had gone along with another that is over now. */
char *words_remains(const struct scene *scene);
char *words_down(const struct scene *scene, unsigned failed, unsigned looks);
char *words_regressed(const struct scene *scene);
char *words_chain_changed(const struct scene *scene);
/* The same, of a change that was not told while something flapped. */
char *words_changed_while_flapping(const struct scene *scene);
char *words_severity_changed(const struct scene *scene, enum severity before);
char *words_grown(const struct scene *scene);
/* Open, and unchanged since then, after it came and went. */
char *words_flaps_no_more(
    const struct scene *scene, int64_t since, int64_t now);
/* It was quiet until now, and why. */
char *words_held_back(const struct scene *scene, int64_t now);
/* It is told of, and has changed while it was quiet. */
char *words_changed_unheard(const struct scene *scene);
/* By the acknowledgement that it has. */
char *words_acknowledged(const struct scene *scene);
/* It has none any more: why, as "has ended". */
char *words_ack_ended(const struct scene *scene, const struct ack *ack,
    const char *why, int64_t now);
char *words_reminder(const struct scene *scene, int64_t now);

enum words_end {
	WORDS_FIXED,
	WORDS_MEANT,	    /* it stood for so long that it is meant */
	WORDS_ADDRESS_GONE, /* DNS or the configuration dropped the address */
	WORDS_UNWATCHED,    /* the endpoint left the configuration */
	WORDS_NOT_OFFERED,  /* the server refuses this variant by now */
};

char *words_resolved(
    const struct scene *scene, enum words_end end, int64_t now);
char *words_divergent(const struct scene *scene);
char *words_rollout_started(const struct scene *scene);
/* is_rollback: it was taken back. */
char *words_rollout_finished(const struct scene *scene, int64_t now);
char *words_rollout_stalled(const struct scene *scene, int64_t now);
/* Its file at that path holds another chain since then. */
char *words_not_deployed(const struct scene *scene, const char *path,
    const struct target_state *on_disk, int64_t now);
