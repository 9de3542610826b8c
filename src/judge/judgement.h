/*
 * struct judgement: one call of judge() in progress; what the checks see.
 * Inside this folder only.
 */
#pragma once

#include "judge/gap.h"
#include "judge/judge.h"
#include "judge/path.h"
#include "judge/sources.h"
#include "model/issuer_answer.h"

/* What was served, position by position. */
struct served {
	int leaf;	   /* index of the server's own certificate; -1: none */
	bool is_misplaced; /* ... which is not the first */
	bool is_absent;	   /* leaf is a CA's, and no server's is there */
	int fitting;	   /* another server's, which covers the name where
			    * the leaf does not; -1: none */
	bool *is_needed;   /* of each presented certificate */
};

struct judgement {
	const struct evidence *evidence;
	const struct judge_options *options;
	int64_t now;
	struct signature_cache *signatures;
	struct verifier *verifier;
	struct report *report;
	struct served served;
	const struct cert *leaf; /* NULL: none that can be judged */
	bool is_name_covered;	 /* by the leaf; true when none is asked for */
	struct sources sources;	 /* of revocation */
	struct path_set paths;	 /* best first */
	const struct path *best; /* what the findings speak of; NULL: no leaf */
	struct gap gap;		 /* why it reaches no anchor */
	/* with known issuers too, where what is sent ends before the leaf */
	struct path_set later;
	const struct path *successor; /* the best of them to take over; NULL */
	/* of each of client_profiles; NULL: none was asked */
	struct client_forecast *forecasts;
	bool is_part;		  /* by one of several stores alone */
	int64_t parts_hold_until; /* of all such; 0: there are none */
};

/* The same again by other evidence, for a part of the answer: with the
 * signatures that are known, and without what is asked once. One reference. */
struct report *judgement_part(
    const struct judgement *judgement, const struct evidence *evidence);

/*
 * A check sees single paths, the whole, or both.
 *   path    adds faults: what keeps clients from accepting that path
 *   report  adds findings about what was served
 * One file and one row in judge.c each.
 */
struct check {
	const char *name;
	void (*path)(const struct judgement *judgement, struct path *path);
	void (*report)(struct judgement *judgement);
	bool is_for_whole; /* not for parts */
};

extern const struct check check_aia;
extern const struct check check_chain;
extern const struct check check_clients;
extern const struct check check_constraints;
extern const struct check check_dane;
extern const struct check check_expectation;
extern const struct check check_hostname;
extern const struct check check_key;
extern const struct check check_key_ids;
extern const struct check check_leftover;
extern const struct check check_name_constraints;
extern const struct check check_names;
extern const struct check check_policy;
extern const struct check check_profile;
extern const struct check check_protocol;
extern const struct check check_refusal;
extern const struct check check_revocation;
extern const struct check check_signature;
extern const struct check check_size;
extern const struct check check_staple;
extern const struct check check_stores;
extern const struct check check_transparency;
extern const struct check check_trust;
extern const struct check check_validity;
