/* What is said of one certificate of a sketch; see sketch_words.h. */
#include "web/sketch_words.h"

#include <string.h>

#include "base/timestamp.h"

bool
sketch_is_pale(const struct sketch_node *node)
{
	return node->is_unneeded && node->severity < SEVERITY_WARNING;
}

const char *
sketch_sign(const struct sketch_node *node)
{
	switch (node->severity) {
	case SEVERITY_OK: break;
	case SEVERITY_NOTICE: return "\xe2\x96\xa0";   /* a square */
	case SEVERITY_WARNING: return "\xe2\x97\x86";  /* a diamond */
	case SEVERITY_CRITICAL: return "\xe2\x96\xb2"; /* a triangle */
	}
	return node->code_count > 0 ? "\xe2\x97\x8f" : ""; /* a disc */
}

void
sketch_label(struct strbuf *buf, const struct sketch_node *node)
{
	if (node->index >= 0)
		strbuf_addf(buf, "%d  ", node->index + 1);
	strbuf_add(buf, node->label);
	if (node->is_label_shared && *node->fingerprint != '\0')
		strbuf_addf(buf, " [%.8s]", node->fingerprint);
}

/* Joins what is said with commas. */
static void
say(struct strbuf *buf, const char *text)
{
	if (buf->len > 0)
		strbuf_add(buf, ", ");
	strbuf_add(buf, text);
}

static void
say_date(struct strbuf *buf, const char *words, const char *date)
{
	say(buf, words);
	strbuf_add_bytes(buf, date, strnlen(date, strlen("2027-01-30")));
}

static void
say_dates(struct strbuf *buf, const struct sketch_node *node, int64_t now)
{
	int64_t at;

	if (timestamp_parse(node->not_before, &at, NULL) && at > now)
		say_date(buf, "not valid before ", node->not_before);
	else if (!timestamp_parse(node->not_after, &at, NULL))
		return;
	else if (at < now)
		say_date(buf, "expired on ", node->not_after);
	else
		say_date(buf, "until ", node->not_after);
}

static const char *
origin_words(const char *origin)
{
	static const struct {
		const char *origin, *words;
	} rows[] = {
	    {"fleet", "not sent; a watched server sent it"},
	    {"given", "not sent; the configuration names it"},
	    {"aia", "not sent; fetched from its issuer"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].origin, origin) == 0)
			return rows[i].words;
	}
	return "not sent";
}

static void
say_stores(struct strbuf *buf, const json_t *stores)
{
	const json_t *store;
	size_t i;

	if (json_array_size(stores) == 0)
		return;
	say(buf, "trusted by ");
	json_array_foreach(stores, i, store)
	{
		if (i > 0)
			strbuf_add(buf, ", ");
		if (json_is_string(store))
			strbuf_add(buf, json_string_value(store));
	}
}

void
sketch_words(struct strbuf *buf, const struct sketch_node *node, int64_t now)
{
	switch (node->kind) {
	case SKETCH_SENT: break;
	case SKETCH_MISSING: say(buf, origin_words(node->origin)); break;
	case SKETCH_UNKNOWN: say(buf, "not sent, and not known here"); break;
	case SKETCH_ANCHOR: say(buf, "not sent, and need not be"); break;
	}
	if (node->again >= 0) {
		say(buf, "sent again");
		return;
	}
	if (node->is_unneeded)
		say(buf, "not needed");
	say_dates(buf, node, now);
	say_stores(buf, node->stores);
}
