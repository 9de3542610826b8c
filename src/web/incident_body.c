/* One incident; see incident_body.h. */
#include "web/incident_body.h"

#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "model/finding.h"
#include "model/sink_names.h"
#include "store/incident_record.h"
#include "web/badge.h"
#include "web/list_chain.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/pager.h"
#include "web/part.h"
#include "web/part_chain.h"
#include "web/part_findings.h"
#include "web/part_history.h"
#include "web/plain.h"

/* ---- what ---------------------------------------------------------------- */

/* The newest event that has such a member; NULL: none. */
static const json_t *
newest_with(const json_t *line, const char *key)
{
	const json_t *events = json_object_get(line, "events");
	size_t i = json_array_size(events);

	while (i > 0) {
		const json_t *event =
		    json_object_get(json_array_get(events, --i), "event");
		const json_t *value = json_object_get(event, key);

		if (json_is_object(value))
			return value;
	}
	return NULL;
}

/* What the judge said of it when it was told: of which certificate it is so,
 * and what is missing. */
static void
add_cause(struct html *html, const json_t *line)
{
	const json_t *events = json_object_get(line, "events");
	size_t i = json_array_size(events);

	while (i > 0) {
		const json_t *event =
		    json_object_get(json_array_get(events, --i), "event");

		if (*member_text(event, "detail") == '\0')
			continue;
		plain_element(html, "p", NULL, member_text(event, "detail"));
		return;
	}
}

/* Of the certificate: as the judge named it when it was told. */
static const char *
label_of(const json_t *line, const char *digits)
{
	const json_t *certs =
	    json_object_get(newest_with(line, "report"), "presented");
	const json_t *cert;
	size_t i;

	json_array_foreach(certs, i, cert)
	{
		if (strcmp(member_text(cert, "fingerprint_sha256"), digits) ==
		    0)
			return member_text(cert, "label");
	}
	return "";
}

static void
add_subject(struct html *html, const json_t *line, const json_t *entry)
{
	const char *digits = member_text(entry, "fingerprint_sha256");

	if (*digits != '\0') {
		fact_begin(html, "About the certificate");
		list_chain_link(html, label_of(line, digits), digits);
		fact_end(html);
	}
	if (*member_text(entry, "endpoint") != '\0') {
		fact_begin(html, "About the endpoint");
		part_endpoint_link(html, member_text(entry, "endpoint"));
		fact_end(html);
	}
}

static void
add_times(struct html *html, const json_t *entry, int64_t now)
{
	char words[DURATION_TEXT_MAX];
	int64_t from = 0, to = 0;
	bool is_over = member_time(entry, "to", &to);

	if (!member_time(entry, "from", &from))
		return;
	fact_time(html, "Opened", from, now);
	if (is_over)
		fact_time(html, "Over since", to, now);
	fact_begin(html, is_over ? "It lasted" : "It lasts for");
	html_text(html,
	    duration_words(
		(is_over ? to : now) > from ? (is_over ? to : now) - from : 0,
		words));
	fact_end(html);
}

/* Of sinks. That of this machine has one name for both (model/sink_names.h);
 * which of them there was is not kept. */
static void
add_names(struct html *html, const json_t *names)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		html_text(html, i == 0 ? "" : ", ");
		if (!json_is_string(name))
			continue;
		plain_text(html,
		    strcmp(json_string_value(name), SINK_NAME_JOURNAL) == 0
			? "the local log (journal or standard error)"
			: json_string_value(name));
	}
}

static void
add_telling(
    struct html *html, const json_t *line, const json_t *entry, int64_t now)
{
	const json_t *sinks = json_object_get(line, "sinks");
	int64_t at;

	fact_begin(html, "Notification");
	part_told(html, entry);
	if (json_array_size(sinks) > 0) {
		html_text(html, "; to ");
		add_names(html, sinks);
	}
	fact_end(html);
	if (member_time(line, "told_at", &at))
		fact_time(html, "Last told", at, now);
	if (member_number(line, "reminders") > 0) {
		fact_begin(html, "Reminders");
		html_textf(
		    html, "%lld", (long long)member_number(line, "reminders"));
		fact_end(html);
	}
	if (member_number(line, "openings") > 1) {
		fact_begin(html, "Comes and goes");
		html_textf(html, "opened %lld times in a short time",
		    (long long)member_number(line, "openings"));
		fact_end(html);
	}
}

static void
add_what(
    struct html *html, const json_t *line, const json_t *entry, int64_t now)
{
	const char *severity = member_text(entry, "severity");
	bool is_over = *member_text(entry, "to") != '\0';
	CLEANUP(free)
	char *names = mem_printf("edge %s", is_over ? "ok" : severity);

	part_begin(html, is_over ? "What it was" : "What it is", names);
	html_open(html, "p", NULL);
	badge_named(html, severity);
	html_text(html, is_over ? " over" : " open");
	html_close(html, "p");
	if (*member_text(entry, "detail") != '\0')
		plain_element(html, "p", NULL, member_text(entry, "detail"));
	add_cause(html, line);
	part_explanation(html, member_text(entry, "finding"));
	facts_begin(html);
	add_subject(html, line, entry);
	add_times(html, entry, now);
	add_telling(html, line, entry, now);
	facts_end(html);
	part_end(html);
}

/* ---- whom it met --------------------------------------------------------- */

static const char *const met_heads[] = {
    "Endpoint", "Addresses", "Since", "Until", NULL};

static void
add_met_places(struct html *html, const json_t *met)
{
	const json_t *places = json_object_get(met, "addresses"), *place;
	size_t i, named = 0;

	cell_begin(html, met_heads[1]);
	json_array_foreach(places, i, place)
	{
		if (*member_text(place, "address") == '\0')
			continue;
		html_text(html, named++ == 0 ? "" : ", ");
		part_place(html, place);
	}
	if (named == 0)
		html_text(html, i > 0 ? "all of it" : "none now");
	if (member_number(met, "address_count") > (int64_t)i)
		html_textf(html, " and %lld more",
		    (long long)member_number(met, "address_count") -
			(long long)i);
	cell_end(html);
}

static void
add_met(struct html *html, const json_t *met)
{
	html_open(html, "tr", NULL);
	cell_begin(html, met_heads[0]);
	part_endpoint_link(html, member_text(met, "endpoint"));
	cell_end(html);
	add_met_places(html, met);
	cell_since(html, met_heads[2], met, "since");
	cell_until(html, met_heads[3], met, "until");
	html_close(html, "tr");
}

static void
add_blast_radius(struct html *html, const json_t *line, const char *url)
{
	size_t count = (size_t)member_number(line, "endpoint_count");
	size_t over = (size_t)member_number(line, "over_count");
	size_t from = (size_t)member_number(line, "from");
	const json_t *met;
	size_t i;

	part_begin(html, "Whom it met", NULL);
	html_open(html, "p", NULL);
	html_textf(html, "%zu endpoint%s in all; it is over at %zu of them.",
	    count, count == 1 ? "" : "s", over);
	html_close(html, "p");
	table_begin(html, "Endpoints and their addresses", met_heads);
	json_array_foreach(json_object_get(line, "endpoints"), i, met)
	    add_met(html, met);
	table_end(html);
	pager_add(html, url, from / INCIDENT_MET_PAGE + 1,
	    (count + INCIDENT_MET_PAGE - 1) / INCIDENT_MET_PAGE);
	part_end(html);
}

/* ---- what was told ------------------------------------------------------- */

static bool
has_name(const json_t *names, const char *wanted)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		if (json_is_string(name) &&
		    strcmp(json_string_value(name), wanted) == 0)
			return true;
	}
	return false;
}

/* Of whom it was for; who has no queue (the journal) was told at once. */
static void
add_routed(struct html *html, const json_t *event, const json_t *told)
{
	const json_t *routed = json_object_get(event, "routed_to"), *one;
	size_t i;

	if (json_is_array(routed)) {
		html_open(html, "br", NULL);
		html_open(html, "span", "class", "dim", NULL);
		html_text(html, "For: ");
		if (json_array_size(routed) == 0)
			html_text(html, "nobody");
		add_names(html, routed);
		html_close(html, "span");
	}
	json_array_foreach(told, i, one)
	{
		const char *state = member_text(one, "state");

		if (strcmp(state, "told") == 0 ||
		    (json_is_array(routed) &&
			!has_name(routed, member_text(one, "sink"))))
			continue;
		html_text(html, " ");
		html_open(html, "span", "class", "badge warning", NULL);
		plain_text(html, member_text(one, "sink"));
		html_textf(html, ": %s", state);
		html_close(html, "span");
		if (*member_text(one, "error") != '\0') {
			html_text(html, " ");
			plain_text(html, member_text(one, "error"));
		}
	}
}

static void
add_event(struct html *html, const json_t *item)
{
	const json_t *event = json_object_get(item, "event");
	const json_t *hushed = json_object_get(event, "hushed");
	int64_t at;

	html_open(html, "li", NULL);
	if (member_time(event, "time", &at)) {
		moment_exact(html, at);
		html_text(html, " ");
	}
	html_element(html, "code", member_text(event, "event"), NULL);
	html_text(html, ": ");
	plain_text(html, member_text(event, "text"));
	if (json_is_object(hushed)) {
		html_open(html, "br", NULL);
		html_text(html, "Not told: ");
		plain_text(html,
		    *member_text(hushed, "words") != '\0'
			? member_text(hushed, "words")
			: member_text(hushed, "reason"));
		html_text(html, ".");
	} else {
		add_routed(html, event, json_object_get(item, "told"));
	}
	html_close(html, "li");
}

static void
add_events(struct html *html, const json_t *line)
{
	const json_t *events = json_object_get(line, "events");
	size_t i = json_array_size(events);

	part_begin(html, "What was told, to whom and when", NULL);
	if (i == 0)
		html_element(html, "p",
		    json_is_string(json_object_get(line, "told_at"))
			? "No event of its own: it was told in a summary."
			: "No event of its own yet.",
		    NULL);
	html_open(html, "ul", "class", "plain", NULL);
	while (i > 0)
		add_event(html, json_array_get(events, --i));
	html_close(html, "ul");
	if (member_is_true(line, "has_more_events"))
		html_element(
		    html, "p", "Earlier ones are not shown here.", NULL);
	part_end(html);
}

/* ---- all ----------------------------------------------------------------- */

/* The evidence, and what to paste, as it stands now. */
static void
add_where(struct html *html, const json_t *line)
{
	const json_t *met =
	    json_array_get(json_object_get(line, "endpoints"), 0);

	if (met == NULL || *member_text(met, "until") != '\0')
		return;
	html_open(html, "p", NULL);
	html_text(html, "The chains, who fails, and what to paste where: ");
	part_endpoint_link(html, member_text(met, "endpoint"));
	html_text(html, ".");
	html_close(html, "p");
}

/* The cure that was told; of an incident nobody was told of, the catalogue's
 * words. */
static void
add_remedy(struct html *html, const json_t *line, const json_t *entry)
{
	const json_t *remedy = newest_with(line, "remedy");
	enum finding_code code;

	part_begin(html,
	    *member_text(entry, "to") != '\0' ? "What to do if it comes again"
					      : "What to do",
	    NULL);
	if (remedy != NULL)
		part_remedy(html, remedy);
	else if (finding_find(member_text(entry, "finding"), &code))
		html_element(html, "p", finding_info(code)->cure, NULL);
	add_where(html, line);
	part_end(html);
}

void
incident_body(
    struct html *html, const json_t *line, const char *url, int64_t now)
{
	const json_t *entry = json_object_get(line, "entry");

	add_what(html, line, entry, now);
	add_blast_radius(html, line, url);
	add_remedy(html, line, entry);
	add_events(html, line);
}
