/*
 * What is said of one certificate beside the tree: until when, trusted by
 * whom, what is wrong with it, or that it is missing.
 */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"
#include "render/render_text.h"
#include "render/text_layout.h"

struct text_remark_of {
	const struct cert *cert; /* NULL: known by name only */
	const char *missing;	 /* that name */
	enum report_origin origin;
	int index;	    /* in presented, -1: not sent */
	const char *stores; /* it is an anchor of these; or NULL */
	const char *error;  /* why the path that ends here does not do */
	bool is_unknown;    /* nobody has it */
	bool is_dead_end;   /* a root that no store has */
	bool is_apart;	    /* sent, but part of no path that is drawn */
	int first_index;    /* when apart: where it was sent first */
};

/* Not sent by the server, and needed. */
bool text_remark_is_missing(const struct text_remark_of *what);
/* Its label; with the start of its fingerprint where the label alone would
 * mean two certificates of this report. */
void text_remark_label(struct strbuf *buf, const struct text_remark_of *what,
    const struct report *report);
/* Gives the colour that fits. */
enum text_colour text_remark(struct strbuf *buf,
    const struct text_remark_of *what, const struct report *report);
/* "EC P-256, ecdsa-with-SHA256, serial 1d92cf07" */
void text_remark_identity(struct strbuf *buf, const struct cert *cert);
