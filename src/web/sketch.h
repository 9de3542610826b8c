/*
 * What a picture of a chain consists of, as the judge's JSON (render_json.h)
 * says it: certificates in the order sent, those that are missing behind the
 * one that they sign, the anchors last; and who signed whom. It decides nothing
 * and has no measures: drawn by draw_chain.h, told by list_chain.h.
 */
#pragma once

#include <jansson.h>

#include "base/array.h"
#include "model/severity.h"

#define SKETCH_MAX_NODES 40
#define SKETCH_MAX_EDGES 80
#define SKETCH_MAX_CODES 8 /* of findings about one certificate */

enum sketch_kind {
	SKETCH_SENT,
	SKETCH_MISSING, /* known, and not sent */
	SKETCH_UNKNOWN, /* missing, and nobody has it */
	SKETCH_ANCHOR,	/* out of a trust store */
};

struct sketch_node {
	enum sketch_kind kind;
	const char *label;	 /* lent by the report, as all texts are */
	const char *fingerprint; /* 64 digits; "": not known */
	const char *origin;	 /* as in a path: "fleet", "aia" ... */
	const char *not_before, *not_after; /* RFC 3339; "": not known */
	int index;	      /* in what was sent; -1: it was not */
	int again;	      /* index at which it was sent before; -1 */
	bool is_label_shared; /* by another certificate of the picture */
	bool is_unneeded;     /* what was sent would be no worse without */
	const char *codes[SKETCH_MAX_CODES]; /* findings about it */
	size_t code_count;
	enum severity severity; /* the worst of them */
	const json_t *stores;	/* that have it as an anchor; NULL: none */
};

/* The issuer signed the subject. */
struct sketch_edge {
	size_t subject, issuer; /* nodes */
	bool is_valid;		/* on a path that is */
};

struct sketch {
	ARRAY(struct sketch_node) nodes;
	ARRAY(struct sketch_edge) edges;
	bool has_more; /* paths or certificates are left out */
};

/* The report is lent for the sketch's life. */
void sketch_make(const json_t *report, struct sketch *ret_sketch);
void sketch_clear(struct sketch *sketch);
