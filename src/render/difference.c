/* Two reports held against each other; see difference.h. */
#include "render/difference.h"

#include "render/json_value.h"
#include "render/text_layout.h"

#define STEP 2
#define LINE_MAX_BYTES 4096

static bool
has_finding(const struct report *report, const struct finding *like)
{
	ARRAY_EACH (finding, &report->findings) {
		if (finding->code == like->code &&
		    finding->severity == like->severity)
			return true;
	}
	return false;
}

/* Of findings that one report has and the other has not: each code once. */
static bool
is_first_new(const struct report *of, const struct report *other, size_t i)
{
	const struct finding *finding = &of->findings.items[i];

	/* of the file itself, whatever it is judged by */
	if (finding_info(finding->code)->by == FINDING_BY_FILE)
		return false;
	for (size_t k = 0; k < i; k++) {
		if (of->findings.items[k].code == finding->code &&
		    of->findings.items[k].severity == finding->severity)
			return false;
	}
	return !has_finding(other, finding);
}

static json_t *
new_findings(const struct report *of, const struct report *other)
{
	json_t *list = json_value_array();

	for (size_t i = 0; i < of->findings.len; i++) {
		const struct finding *finding = &of->findings.items[i];
		json_t *object;

		if (!is_first_new(of, other, i))
			continue;
		object = json_value_object();
		json_value_set(object, "code",
		    json_value_text(finding_code_text(finding->code)));
		json_value_set(object, "severity",
		    json_value_text(severity_text(finding->severity)));
		json_value_append(list, object);
	}
	return list;
}

static const struct report_client *
find_flipped(
    const struct difference *difference, const struct report_client *after)
{
	const struct report_client *before =
	    report_find_client(difference->before, after->name);

	return before == NULL || before->accepts == after->accepts ? NULL
								   : before;
}

static json_t *
pair_of(json_t *before, json_t *after)
{
	json_t *object = json_value_object();

	json_value_set(object, "before", before);
	json_value_set(object, "after", after);
	return object;
}

static json_t *
flipped_clients(const struct difference *difference)
{
	json_t *object = json_value_object();

	ARRAY_EACH (client, &difference->after->clients) {
		if (find_flipped(difference, client) != NULL)
			json_value_set(object, client->name,
			    pair_of(json_value_bool(!client->accepts),
				json_value_bool(client->accepts)));
	}
	return object;
}

static json_t *
break_of(const struct report *report)
{
	return report->is_valid ? json_value_time(report->breaks_at)
				: json_null();
}

json_t *
render_json_difference(const struct difference *difference)
{
	const struct report *before = difference->before;
	const struct report *after = difference->after;
	json_t *object, *from;

	if (before == NULL)
		return json_null();
	object = json_value_object();
	from = json_value_object();
	json_value_set(from, "at", json_value_time(before->judged_at));
	json_value_set(from, "policy",
	    difference->has_policy ? json_value_text("shipped") : json_null());
	json_value_set(from, "trust",
	    difference->has_trust ? json_value_text("system") : json_null());
	json_value_set(object, "from", from);
	json_value_set(object, "valid",
	    pair_of(json_value_bool(before->is_valid),
		json_value_bool(after->is_valid)));
	json_value_set(object, "appear", new_findings(after, before));
	json_value_set(object, "vanish", new_findings(before, after));
	json_value_set(object, "clients", flipped_clients(difference));
	json_value_set(
	    object, "breaks_at", pair_of(break_of(before), break_of(after)));
	return object;
}

static void
add_line(struct strbuf *buf, const char *words, const struct strbuf *list,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);

	if (list->len == 0)
		return;
	strbuf_addf(&line, "%s: %s", words, strbuf_text(list));
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, 2 * STEP, TEXT_PLAIN, strbuf_text(&line));
}

static void
add_findings(struct strbuf *buf, const char *words, const struct report *of,
    const struct report *other, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(LINE_MAX_BYTES);

	for (size_t i = 0; i < of->findings.len; i++) {
		const struct finding *finding = &of->findings.items[i];

		if (is_first_new(of, other, i))
			strbuf_addf(&list, "%s%s (%s)",
			    list.len > 0 ? ", " : "",
			    finding_code_text(finding->code),
			    severity_text(finding->severity));
	}
	add_line(buf, words, &list, style);
}

static void
add_clients(struct strbuf *buf, const char *words,
    const struct difference *difference, bool accepts,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(LINE_MAX_BYTES);

	ARRAY_EACH (client, &difference->after->clients) {
		if (client->accepts == accepts &&
		    find_flipped(difference, client) != NULL)
			strbuf_addf(&list, "%s%s", list.len > 0 ? ", " : "",
			    client->title);
	}
	add_line(buf, words, &list, style);
}

static void
say_break(struct strbuf *buf, const struct report *report)
{
	char when[TIMESTAMP_TEXT_MAX];

	if (!report->is_valid)
		strbuf_add(buf, "is not valid");
	else if (report->breaks_at == TIMESTAMP_NEVER)
		strbuf_add(buf, "is valid, without an end");
	else
		strbuf_addf(buf, "is valid until %s",
		    timestamp_words(report->breaks_at, when));
}

static void
add_validity(struct strbuf *buf, const struct difference *difference,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(LINE_MAX_BYTES);
	const struct report *before = difference->before;
	const struct report *after = difference->after;

	if (before->is_valid == after->is_valid &&
	    before->breaks_at == after->breaks_at)
		return;
	say_break(&list, after);
	strbuf_add(&list, "; without, it ");
	say_break(&list, before);
	add_line(buf, "the chain", &list, style);
}

static void
add_heading(struct strbuf *buf, const struct difference *difference,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_MAX_BYTES);
	char when[TIMESTAMP_TEXT_MAX];
	const char *joint = "";

	strbuf_add(&line, "What differs from ");
	if (difference->has_at) {
		strbuf_addf(&line, "now (%s)",
		    timestamp_words(difference->before->judged_at, when));
		joint = ", ";
	}
	if (difference->has_policy) {
		strbuf_addf(&line, "%sthe rules built in", joint);
		joint = ", ";
	}
	if (difference->has_trust)
		strbuf_addf(&line, "%sthe system's trust store", joint);
	strbuf_add_char(buf, '\n');
	text_wrap(buf, style, 0, 0, TEXT_BOLD, strbuf_text(&line));
}

void
render_text_difference(struct strbuf *buf, const struct difference *difference,
    const struct render_style *style)
{
	const struct report *before = difference->before;
	const struct report *after = difference->after;
	size_t start;

	if (before == NULL)
		return;
	add_heading(buf, difference, style);
	start = buf->len;
	add_validity(buf, difference, style);
	add_findings(buf, "appears", after, before, style);
	add_findings(buf, "vanishes", before, after, style);
	add_clients(buf, "comes to accept", difference, true, style);
	add_clients(buf, "comes to refuse", difference, false, style);
	if (buf->len == start)
		strbuf_add(buf, "  nothing\n");
}
