/* What of the overview somebody asks for; see narrow.h. */
#include "web/narrow.h"

#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "web/link.h"
#include "web/pager.h"

#define NAME_MAX_BYTES 256 /* "label." and a key */
#define PREFIX "label."

static bool
read_state(
    struct narrow *narrow, const struct web_request *request, struct error *err)
{
	const char *text = web_request_query(request, "state");
	int state;

	narrow->query.state = SURVEY_STATE_COUNT;
	if (text == NULL || *text == '\0')
		return true;
	if (!names_find(&survey_state_names, text, &state))
		return error_set(err, ERROR_INVALID,
		    "a state is critical, warning, notice, unknown or ok");
	narrow->query.state = (enum survey_state)state;
	return true;
}

/* By the end of that day. */
static bool
read_day(
    struct narrow *narrow, const struct web_request *request, struct error *err)
{
	const char *text = web_request_query(request, "breaks_by");
	struct error odd = ERROR_INIT;

	if (text == NULL || *text == '\0')
		return true;
	if (!timestamp_parse(text, &narrow->query.breaks_by, &odd))
		return error_set(
		    err, ERROR_INVALID, "a day is written as in 2026-11-21");
	if (strchr(text, 'T') == NULL)
		narrow->query.breaks_by += SELECTION_DAY_S - 1;
	narrow->breaks_by = text;
	return true;
}

/* A form sends a value as the page shows it, which may be escaped. */
static const char *
value_meant(const struct label_key *key, const char *text)
{
	ARRAY_EACH (value, &key->values) {
		CLEANUP(free)
		char *shown = safe_print_dup(
		    (*value)->value, strlen((*value)->value), HTML_MAX_TEXT);

		if (strcmp(shown, text) == 0)
			return (*value)->value;
	}
	return text;
}

static bool
is_listed(const struct label_key *key, const char *text)
{
	ARRAY_EACH (value, &key->values) {
		if (strcmp((*value)->value, text) == 0)
			return true;
	}
	return false;
}

static void
read_labels(struct narrow *narrow, const struct web_request *request,
    const struct label_index *labels)
{
	ARRAY_EACH (key, &labels->keys) {
		CLEANUP(strbuf_clear)
		struct strbuf name = STRBUF_INIT(NAME_MAX_BYTES);
		const char *value;

		strbuf_addf(&name, PREFIX "%s", key->key);
		value = web_request_query(request, strbuf_text(&name));
		if (value == NULL || *value == '\0')
			continue;
		*ARRAY_ADD(&narrow->query.labels) = (struct endpoint_label){
		    .key = (char *)key->key,
		    .value = (char *)(is_listed(key, value)
			    ? value
			    : value_meant(key, value)),
		};
	}
}

bool
narrow_read(struct narrow *narrow, const struct web_request *request,
    const struct label_index *labels, struct error *err)
{
	const char *pattern = web_request_query(request, "pattern");

	*narrow = (struct narrow){0};
	narrow->query.page = pager_page(web_request_query(request, "page"));
	if (pattern != NULL && strlen(pattern) > NARROW_PATTERN_MAX)
		return error_set(err, ERROR_INVALID,
		    "a pattern has %d bytes at most", NARROW_PATTERN_MAX);
	narrow->query.pattern = pattern;
	if (!read_state(narrow, request, err) ||
	    !read_day(narrow, request, err))
		return false;
	read_labels(narrow, request, labels);
	return true;
}

void
narrow_clear(struct narrow *narrow)
{
	ARRAY_CLEAR(&narrow->query.labels);
}

void
narrow_url(
    const struct narrow *narrow, unsigned without, struct strbuf *ret_url)
{
	const struct selection_query *query = &narrow->query;

	strbuf_add(ret_url, "/");
	if ((without & NARROW_PATTERN) == 0)
		web_link_query(ret_url, "pattern", query->pattern);
	if ((without & NARROW_STATE) == 0 && query->state != SURVEY_STATE_COUNT)
		web_link_query(ret_url, "state",
		    names_text(&survey_state_names, (int)query->state));
	ARRAY_EACH (label, &query->labels) {
		CLEANUP(strbuf_clear)
		struct strbuf name = STRBUF_INIT(NAME_MAX_BYTES);

		if ((without & NARROW_LABELS) != 0)
			continue;
		strbuf_addf(&name, PREFIX "%s", label->key);
		web_link_query(ret_url, strbuf_text(&name), label->value);
	}
	if ((without & NARROW_BREAKS) == 0)
		web_link_query(ret_url, "breaks_by", narrow->breaks_by);
}

const char *
narrow_label(const struct narrow *narrow, const char *key)
{
	ARRAY_EACH (label, &narrow->query.labels) {
		if (strcmp(label->key, key) == 0)
			return label->value;
	}
	return NULL;
}
