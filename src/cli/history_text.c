/* What was, as lines; see history_text.h. */
#include "cli/history_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/duration.h"
#include "base/names.h"
#include "base/safe_print.h"
#include "base/timestamp.h"
#include "model/severity.h"
#include "model/variant.h"
#include "render/text_layout.h"

#define SHOWN_MAX 300 /* characters of one text */
#define LINE_BYTES 16384
#define TIME_COLUMNS 18
#define FINGERPRINT_SHOWN 8
#define MINUTE_LEN 16 /* "2026-11-20 13:02" */
#define DAY_LEN 10

static void
add_text(struct strbuf *buf, const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (text == NULL)
		text = "?";
	safe_print(buf, text, strlen(text), SHOWN_MAX);
}

/* Cut to so many characters. */
static void
add_time(struct strbuf *buf, const json_t *time, int len)
{
	const char *text = json_string_value(time);
	char words[TIMESTAMP_TEXT_MAX];
	int64_t seconds;

	if (text == NULL || !timestamp_parse(text, &seconds, NULL))
		strbuf_add(buf, "?");
	else
		strbuf_addf(buf, "%.*s", len, timestamp_words(seconds, words));
}

void
history_text_time(struct strbuf *buf, const json_t *time)
{
	add_time(buf, time, MINUTE_LEN);
}

static int64_t
number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

void
history_text_habit(struct strbuf *buf, const json_t *habit)
{
	strbuf_addf(buf,
	    "Renews at %" PRId64 "%% left as a rule (learned from %" PRId64
	    " renewals, the last on ",
	    number(habit, "left_percent"), number(habit, "renewals"));
	history_text_time(buf, json_object_get(habit, "last_at"));
	strbuf_addf(buf, "), overdue below %" PRId64 "%%.",
	    number(habit, "overdue_percent"));
}

void
history_text_place(struct strbuf *buf, const json_t *object)
{
	const char *name =
	    json_string_value(json_object_get(object, "variant"));
	const char *words = "";
	int variant;

	if (name != NULL && names_find(&variant_names, name, &variant))
		words = variant_words((enum variant)variant);
	add_text(buf, object, "address");
	if (*words != '\0')
		strbuf_addf(buf, " (%s)", words);
}

/* "shop.test by R11 (0a1b2c3d)" */
static void
add_leaf(struct strbuf *buf, const json_t *leaf)
{
	const char *digest =
	    json_string_value(json_object_get(leaf, "fingerprint_sha256"));

	if (json_is_string(json_object_get(leaf, "label"))) {
		add_text(buf, leaf, "label");
		strbuf_add(buf, " by ");
		add_text(buf, leaf, "issuer");
	} else {
		strbuf_add(buf, "a certificate that is not kept");
	}
	if (digest != NULL) {
		strbuf_add(buf, " (");
		safe_print(buf, digest,
		    strlen(digest) < FINGERPRINT_SHOWN ? strlen(digest)
						       : FINGERPRINT_SHOWN,
		    FINGERPRINT_SHOWN);
		strbuf_add_char(buf, ')');
	}
}

static void
add_change(struct strbuf *buf, const json_t *entry)
{
	const char *change =
	    json_string_value(json_object_get(entry, "change"));
	const json_t *left = json_object_get(entry, "left_s");
	int64_t left_s = json_integer_value(left);
	char words[DURATION_TEXT_MAX];

	if (change == NULL || strcmp(change, "first") == 0) {
		strbuf_add(buf, "shows ");
		return;
	}
	if (strcmp(change, "rebuilt") == 0) {
		strbuf_add(buf, "other certificates behind ");
		return;
	}
	strbuf_add(buf,
	    strcmp(change, "returned") == 0 ? "back to an older one"
					    : "renewed");
	if (json_is_integer(left))
		strbuf_addf(buf, " %s %s",
		    left_s < 0 ? "after the old one had ended for" : "with",
		    duration_words(left_s < 0 ? -left_s : left_s, words));
	if (json_is_integer(left) && left_s >= 0)
		strbuf_add(buf, " left");
	strbuf_add(buf, ": ");
}

static void
add_chain(struct strbuf *buf, const json_t *entry, bool has_endpoint)
{
	const json_t *leaf = json_object_get(entry, "leaf");
	const json_t *before = json_object_get(entry, "before");
	const json_t *to = json_object_get(entry, "to");

	/* An endpoint that is a file has that as its place, too. */
	if (has_endpoint &&
	    !json_equal(json_object_get(entry, "endpoint"),
		json_object_get(entry, "address"))) {
		add_text(buf, entry, "endpoint");
		strbuf_add(buf, " at ");
	}
	history_text_place(buf, entry);
	strbuf_add(buf, ": ");
	add_change(buf, entry);
	add_leaf(buf, leaf);
	if (json_is_string(json_object_get(leaf, "not_after"))) {
		strbuf_add(buf, ", valid until ");
		add_time(buf, json_object_get(leaf, "not_after"), DAY_LEN);
	}
	if (json_is_object(before)) {
		strbuf_add(buf, ", in place of ");
		add_leaf(buf, before);
	}
	if (json_is_string(to)) {
		strbuf_add(buf, "; shown until ");
		history_text_time(buf, to);
	}
}

void
history_text_endpoints(struct strbuf *buf, const json_t *entry)
{
	const json_t *endpoints = json_object_get(entry, "endpoints");
	int64_t count =
	    json_integer_value(json_object_get(entry, "endpoint_count"));
	size_t i;
	const json_t *id;

	if (json_array_size(endpoints) == 0)
		return;
	if (count > 1)
		strbuf_addf(buf, "%" PRId64 " endpoints: ", count);
	json_array_foreach(endpoints, i, id)
	{
		const char *text = json_string_value(id);

		strbuf_add(buf, i == 0 ? "" : ", ");
		if (text != NULL)
			safe_print(buf, text, strlen(text), SHOWN_MAX);
	}
	if (count > (int64_t)json_array_size(endpoints))
		strbuf_addf(buf, " and %" PRId64 " more",
		    count - (int64_t)json_array_size(endpoints));
}

void
history_text_ack(struct strbuf *buf, const json_t *entry)
{
	const json_t *acked = json_object_get(entry, "acknowledged");

	if (!json_is_object(acked))
		return;
	strbuf_add(buf, ", acknowledged by ");
	add_text(buf, acked, "author");
	strbuf_add(buf, " at ");
	history_text_time(buf, json_object_get(acked, "at"));
	if (json_is_string(json_object_get(acked, "until"))) {
		strbuf_add(buf, " until ");
		history_text_time(buf, json_object_get(acked, "until"));
	}
	if (json_is_string(json_object_get(acked, "reason"))) {
		strbuf_add(buf, " (");
		add_text(buf, acked, "reason");
		strbuf_add_char(buf, ')');
	}
}

void
history_text_hush(struct strbuf *buf, const json_t *entry)
{
	const json_t *hushed = json_object_get(entry, "hushed");

	if (!json_is_object(hushed))
		return;
	strbuf_add(buf, ", not told: ");
	add_text(buf, hushed, "reason");
	if (json_is_string(json_object_get(hushed, "words"))) {
		strbuf_add(buf, ", ");
		add_text(buf, hushed, "words");
	}
}

static void
add_incident(struct strbuf *buf, const json_t *entry, bool has_endpoint)
{
	const json_t *lasted = json_object_get(entry, "duration_s");
	char words[DURATION_TEXT_MAX];

	add_text(buf, entry, "severity");
	strbuf_add_char(buf, ' ');
	add_text(buf, entry, "finding");
	if (json_is_integer(lasted)) {
		strbuf_addf(buf, ", for %s, until ",
		    duration_words(json_integer_value(lasted), words));
		history_text_time(buf, json_object_get(entry, "to"));
	} else {
		strbuf_add(buf, ", still open");
	}
	history_text_hush(buf, entry);
	history_text_ack(buf, entry);
	if (has_endpoint ||
	    json_integer_value(json_object_get(entry, "endpoint_count")) > 1) {
		strbuf_add(buf, ": ");
		history_text_endpoints(buf, entry);
	}
}

static enum text_colour
colour_of(const json_t *entry)
{
	const char *name =
	    json_string_value(json_object_get(entry, "severity"));
	int severity;

	if (name == NULL || json_is_string(json_object_get(entry, "to")) ||
	    !names_find(&severity_names, name, &severity))
		return TEXT_PLAIN;
	return text_severity_colour((enum severity)severity);
}

void
history_text(struct strbuf *buf, const json_t *entry, bool has_endpoint,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	CLEANUP(strbuf_clear) struct strbuf time = STRBUF_INIT(64);
	const char *type = json_string_value(json_object_get(entry, "type"));

	history_text_time(&time, json_object_get(entry, "from"));
	if (type != NULL && strcmp(type, "incident") == 0)
		add_incident(&line, entry, has_endpoint);
	else
		add_chain(&line, entry, has_endpoint);
	strbuf_add(buf, strbuf_text(&time));
	text_pad(buf, time.len < TIME_COLUMNS ? TIME_COLUMNS - time.len : 1);
	text_wrap(buf, style, TIME_COLUMNS, TIME_COLUMNS, colour_of(entry),
	    strbuf_text(&line));
}
