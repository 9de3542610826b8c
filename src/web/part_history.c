/* What was at an endpoint; see part_history.h. */
#include "web/part_history.h"

#include <string.h>

#include "base/mem.h"
#include "base/texts.h"
#include "model/severity.h"
#include "web/badge.h"
#include "web/draw_time.h"
#include "web/link.h"
#include "web/list_chain.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/part.h"
#include "web/part_chain.h"
#include "web/plain.h"

#define DAY INT64_C(86400)
#define LEAST_DAYS 14 /* that are drawn */
#define AHEAD_DAYS 90 /* an end that is further off is not drawn */

static bool
is_incident(const json_t *entry)
{
	return strcmp(member_text(entry, "type"), "incident") == 0;
}

static const char *
change_words(const json_t *entry)
{
	const char *change = member_text(entry, "change");

	if (strcmp(change, "renewed") == 0)
		return "another certificate";
	if (strcmp(change, "returned") == 0)
		return "an older certificate again";
	return strcmp(change, "rebuilt") == 0 ? "the same certificate, with "
						"others behind it"
					      : "first seen";
}

/* ---- the line of time ---------------------------------------------------- */

static void
add_bar(struct time_line *line, const json_t *entry, struct texts *titles)
{
	struct time_bar *bar = ARRAY_ADD(&line->bars);
	int severity = SEVERITY_NOTICE;

	(void)member_time(entry, "from", &bar->from);
	(void)member_time(entry, "to", &bar->to);
	(void)!names_find(
	    &severity_names, member_text(entry, "severity"), &severity);
	bar->severity = (enum severity)severity;
	texts_add_take(titles,
	    mem_printf("%s, from %.10s to %.10s", member_text(entry, "finding"),
		member_text(entry, "from"),
		bar->to == 0 ? "now" : member_text(entry, "to")));
	bar->title = titles->items[titles->len - 1];
}

static void
add_mark(struct time_line *line, const json_t *entry, struct texts *titles)
{
	struct time_mark *mark;

	if (strcmp(member_text(entry, "change"), "first") == 0)
		return;
	mark = ARRAY_ADD(&line->marks);
	mark->kind = strcmp(member_text(entry, "change"), "renewed") == 0
	    ? TIME_MARK_RENEWAL
	    : TIME_MARK_CHANGE;
	(void)member_time(entry, "from", &mark->at);
	texts_add_take(titles,
	    mem_printf("%.10s: %s at %s", member_text(entry, "from"),
		change_words(entry), member_text(entry, "address")));
	mark->title = titles->items[titles->len - 1];
}

static void
add_time(
    struct html *html, const json_t *entries, int64_t breaks_at, int64_t now)
{
	struct time_line line = {
	    .from = now - LEAST_DAYS * DAY, .to = now, .now = now};
	struct texts titles = {0};
	const json_t *item;
	size_t i;

	json_array_foreach(entries, i, item)
	{
		const json_t *entry = json_object_get(item, "entry");
		int64_t from;

		if (member_time(entry, "from", &from) && from < line.from)
			line.from = from;
		if (is_incident(entry))
			add_bar(&line, entry, &titles);
		else
			add_mark(&line, entry, &titles);
	}
	if (breaks_at > now && breaks_at <= now + AHEAD_DAYS * DAY) {
		struct time_mark *mark = ARRAY_ADD(&line.marks);

		*mark = (struct time_mark){.at = breaks_at,
		    .kind = TIME_MARK_END,
		    .title = "the first chain breaks"};
		line.to = breaks_at;
	}
	draw_time(html, &line);
	time_line_clear(&line);
	texts_clear(&titles);
}

/* ---- the list ------------------------------------------------------------ */

static const char *
told_words(const char *told)
{
	if (strcmp(told, "told") == 0)
		return "told";
	if (strcmp(told, "hushed") == 0)
		return "kept quiet";
	return strcmp(told, "in-summary") == 0 ? "told in the summary of a "
						 "first pass"
					       : "not told by itself";
}

void
part_told(struct html *html, const json_t *entry)
{
	const json_t *hushed = json_object_get(entry, "hushed");
	const json_t *acked = json_object_get(entry, "acknowledged");
	int64_t until;

	html_text(html, told_words(member_text(entry, "told")));
	if (json_is_object(hushed)) {
		html_text(html, ": ");
		plain_text(html,
		    *member_text(hushed, "words") != '\0'
			? member_text(hushed, "words")
			: member_text(hushed, "reason"));
	}
	if (!json_is_object(acked))
		return;
	html_text(html, "; acknowledged by ");
	plain_text(html, member_text(acked, "author"));
	if (member_time(acked, "until", &until)) {
		html_text(html, " until ");
		moment_exact(html, until);
	}
	if (*member_text(acked, "reason") != '\0') {
		html_text(html, ": ");
		plain_text(html, member_text(acked, "reason"));
	}
}

static void
add_incident(struct html *html, const json_t *entry)
{
	CLEANUP(free)
	char *url = web_link("/incidents/", member_text(entry, "id"));

	badge_named(html, member_text(entry, "severity"));
	html_text(html, " ");
	html_open(html, "a", "href", url, NULL);
	plain_text(html, member_text(entry, "finding"));
	html_close(html, "a");
	html_text(html, ", ");
	part_told(html, entry);
}

static void
add_chain(struct html *html, const json_t *entry)
{
	const json_t *leaf = json_object_get(entry, "leaf");
	const json_t *before = json_object_get(entry, "before");
	int64_t end;

	part_place(html, entry);
	html_textf(html, ": %s, ", change_words(entry));
	list_chain_link(html, member_text(leaf, "label"),
	    member_text(leaf, "fingerprint_sha256"));
	if (*member_text(leaf, "issuer") != '\0') {
		html_text(html, " by ");
		plain_text(html, member_text(leaf, "issuer"));
	}
	if (member_time(leaf, "not_after", &end)) {
		html_text(html, ", until ");
		moment_day(html, end);
	}
	if (json_is_object(before)) {
		html_text(html, "; before: ");
		list_chain_link(html, member_text(before, "label"),
		    member_text(before, "fingerprint_sha256"));
	}
}

static void
add_entry(struct html *html, const json_t *entry)
{
	int64_t at;

	html_open(html, "li", NULL);
	if (member_time(entry, "from", &at))
		moment_exact(html, at);
	if (member_time(entry, "to", &at)) {
		html_text(html, " to ");
		moment_exact(html, at);
	} else if (is_incident(entry)) {
		html_text(html, ", open");
	}
	html_text(html, ": ");
	if (is_incident(entry))
		add_incident(html, entry);
	else
		add_chain(html, entry);
	html_close(html, "li");
}

void
part_history(
    struct html *html, const json_t *entries, int64_t breaks_at, int64_t now)
{
	size_t i = json_array_size(entries);

	part_begin(html, "What was", NULL);
	html_open(html, "figure", NULL);
	add_time(html, entries, breaks_at, now);
	html_element(html, "figcaption",
	    "Bars are incidents, discs renewals, diamonds other changes; a "
	    "cross is where the first chain breaks.",
	    NULL);
	html_close(html, "figure");
	if (i == 0) {
		html_element(html, "p", "Nothing is known of it yet.", NULL);
		part_end(html);
		return;
	}
	/* the newest first */
	html_open(html, "ul", "class", "plain", NULL);
	while (i > 0)
		add_entry(html,
		    json_object_get(json_array_get(entries, --i), "entry"));
	html_close(html, "ul");
	part_end(html);
}
