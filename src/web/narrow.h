/*
 * struct narrow: what of the overview somebody asks for, as the address of the
 * page has it:
 *
 *	pattern		endpoints (selection.h)
 *	state		critical, warning, notice, unknown, ok
 *	label.KEY	the value of that label
 *	breaks_by	a day: what breaks by its end
 *	page		from 1
 */
#pragma once

#include "web/request.h"
#include "web/selection.h"

#define NARROW_PATTERN_MAX 255 /* bytes */

struct narrow {
	struct selection_query query; /* its texts are lent by the request */
	const char *breaks_by;	      /* as it was asked for, or NULL; lent */
};

/* Labels that no endpoint has are not looked for. err: what cannot be meant. */
bool narrow_read(struct narrow *narrow, const struct web_request *request,
    const struct label_index *labels, struct error *err) MUST_CHECK;
void narrow_clear(struct narrow *narrow);

enum narrow_part {
	NARROW_PATTERN = 1 << 0,
	NARROW_STATE = 1 << 1,
	NARROW_LABELS = 1 << 2,
	NARROW_BREAKS = 1 << 3,
};

/* The address of the same again, first page, without these parts. */
void narrow_url(
    const struct narrow *narrow, unsigned without, struct strbuf *ret_url);
/* The value that this label must have; NULL: any. */
const char *narrow_label(const struct narrow *narrow, const char *key);
