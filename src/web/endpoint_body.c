/* All of one endpoint; see endpoint_body.h. */
#include "web/endpoint_body.h"

#include <string.h>

#include "base/mem.h"
#include "model/severity.h"
#include "render/json_value.h"
#include "web/badge.h"
#include "web/link.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/part.h"
#include "web/part_chain.h"
#include "web/part_findings.h"
#include "web/part_history.h"
#include "web/plain.h"

#define URL_MAX 4096

static const json_t *
first_of(const json_t *lines, const char *type)
{
	const json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		if (strcmp(member_text(line, "type"), type) == 0)
			return line;
	}
	return NULL;
}

/* ---- how it stands ------------------------------------------------------- */

static void
add_labels(struct html *html, const json_t *labels)
{
	const json_t *value;
	const char *key;

	if (json_object_size(labels) == 0)
		return;
	fact_begin(html, "Labels");
	html_open(html, "ul", "class", "chips", NULL);
	json_object_foreach((json_t *)(uintptr_t)labels, key, value)
	{
		CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
		CLEANUP(free) char *name = mem_printf("label.%s", key);

		if (!json_is_string(value))
			continue;
		strbuf_add(&url, "/");
		web_link_query(&url, name, json_string_value(value));
		html_open(html, "li", NULL);
		html_open(html, "a", "href", strbuf_text(&url), NULL);
		html_textf(html, "%s=%s", key, json_string_value(value));
		html_close(html, "a");
		html_close(html, "li");
	}
	html_close(html, "ul");
	fact_end(html);
}

static void
add_habit(struct html *html, const json_t *habit, int64_t now)
{
	int64_t last;

	if (!json_is_object(habit))
		return;
	fact_begin(html, "Renews as a rule");
	html_textf(html, "with %lld%% of the lifetime left",
	    (long long)member_number(habit, "left_percent"));
	html_textf(html, ", by %lld renewals",
	    (long long)member_number(habit, "renewals"));
	if (member_time(habit, "last_at", &last)) {
		html_text(html, ", the last ");
		moment_span(html, last, now);
	}
	fact_end(html);
}

static void
add_standing(struct html *html, const json_t *status, int64_t now)
{
	CLEANUP(free)
	char *names = mem_printf("edge %s", member_text(status, "state"));
	int64_t at;

	part_begin(html, "Now", names);
	facts_begin(html);
	fact_begin(html, "State");
	badge_named(html, member_text(status, "state"));
	if (member_is_true(status, "is_broken")) {
		html_text(html, " ");
		html_element(html, "strong", "broken", NULL);
	}
	if (*member_text(status, "finding") != '\0') {
		html_text(html, " ");
		html_element(
		    html, "code", member_text(status, "finding"), NULL);
	}
	fact_end(html);
	if (member_time(status, "breaks_at", &at))
		fact_time(html,
		    at <= now ? "Broke"
			: member_is_true(status, "is_broken")
			? "What works breaks"
			: "Breaks",
		    at, now);
	if (member_time(status, "last_look_at", &at))
		fact_time(html, "Last look", at, now);
	else
		fact_text(html, "Last look", "none yet");
	if (member_time(status, "next_look_at", &at))
		fact_time(html, "Next look", at, now);
	fact_text(html, "STARTTLS", member_text(status, "starttls"));
	add_labels(html, json_object_get(status, "labels"));
	add_habit(html, json_object_get(status, "habit"), now);
	facts_end(html);
	part_end(html);
}

/* ---- where --------------------------------------------------------------- */

static const char *const address_heads[] = {
    "Address", "Chain", "Shown since", "Last look", NULL};

/* ", origin eu-1 fastly" */
static void
add_front(struct html *html, const json_t *front)
{
	static const char *const keys[] = {"role", "name", "provider"};
	bool is_first = true;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *text = member_text(front, keys[i]);

		if (*text == '\0')
			continue;
		html_text(html, is_first ? ", " : " ");
		plain_text(html, text);
		is_first = false;
	}
}

static void
add_moment_cell(struct html *html, const char *head, const json_t *object,
    const char *key, int64_t now)
{
	int64_t at = 0;

	cell_begin(html, head);
	if (member_time(object, key, &at))
		moment_span(html, at, now);
	else
		html_text(html, "never");
	cell_end(html);
}

static void
add_address(struct html *html, const json_t *address, int64_t now)
{
	const char *failure = member_text(address, "failure");

	html_open(html, "tr", NULL);
	cell_begin(html, address_heads[0]);
	part_place(html, address);
	add_front(html, json_object_get(address, "front"));
	cell_end(html);
	cell_begin(html, address_heads[1]);
	badge_named(html, member_text(address, "severity"));
	if (*member_text(address, "finding") != '\0') {
		html_text(html, " ");
		html_element(
		    html, "code", member_text(address, "finding"), NULL);
	}
	if (*failure != '\0') {
		html_text(html, " ");
		html_open(html, "span", "class", "badge warning", NULL);
		html_textf(html, "last look: %s", failure);
		html_close(html, "span");
	}
	cell_end(html);
	add_moment_cell(html, address_heads[2], address, "chain_since", now);
	add_moment_cell(html, address_heads[3], address, "last_look_at", now);
	html_close(html, "tr");
}

static void
add_addresses(struct html *html, const json_t *status, int64_t now)
{
	static const char *const keys[] = {"addresses", "variants"};
	const json_t *address;
	size_t i, count = 0;

	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
		count += json_array_size(json_object_get(status, keys[k]));
	part_begin(html, "Addresses", NULL);
	if (count == 0) {
		html_element(html, "p", "None is known.", NULL);
		part_end(html);
		return;
	}
	table_begin(html, "Addresses and how each stands", address_heads);
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		json_array_foreach(json_object_get(status, keys[k]), i, address)
		    add_address(html, address, now);
	}
	table_end(html);
	part_end(html);
}

/* ---- what is open, and what is quiet ------------------------------------- */

static void
add_incident(struct html *html, const json_t *entry, int64_t now)
{
	CLEANUP(free)
	char *url = web_link("/incidents/", member_text(entry, "id"));
	int64_t from;

	html_open(html, "li", NULL);
	badge_named(html, member_text(entry, "severity"));
	html_text(html, " ");
	html_open(html, "a", "href", url, NULL);
	plain_text(html, member_text(entry, "finding"));
	html_close(html, "a");
	if (member_time(entry, "from", &from)) {
		html_text(html, ", open since ");
		moment_exact(html, from);
		html_text(html, " (");
		moment_span(html, from, now);
		html_text(html, ")");
	}
	html_text(html, ", ");
	part_told(html, entry);
	if (member_number(entry, "endpoint_count") > 1)
		html_textf(html, "; at %lld endpoints",
		    (long long)member_number(entry, "endpoint_count"));
	html_text(html, ".");
	if (*member_text(entry, "detail") != '\0')
		plain_element(html, "p", NULL, member_text(entry, "detail"));
	html_close(html, "li");
}

static enum severity
severity_of(const json_t *entry)
{
	int severity = SEVERITY_OK;

	(void)!names_find(
	    &severity_names, member_text(entry, "severity"), &severity);
	return (enum severity)severity;
}

/* Worst first. */
static void
add_open(struct html *html, const json_t *lines, int64_t now)
{
	const json_t *line;
	size_t i;

	if (first_of(lines, "incident") == NULL)
		return;
	part_begin(html, "Open incidents", NULL);
	html_open(html, "ul", "class", "plain", NULL);
	for (int worst = SEVERITY_CRITICAL; worst >= SEVERITY_OK; worst--) {
		json_array_foreach(lines, i, line)
		{
			const json_t *entry = json_object_get(line, "entry");

			if (strcmp(member_text(line, "type"), "incident") ==
				0 &&
			    severity_of(entry) == (enum severity)worst)
				add_incident(html, entry, now);
		}
	}
	html_close(html, "ul");
	part_end(html);
}

static void
add_silence(struct html *html, const json_t *silence, int64_t now)
{
	int64_t ends;

	html_open(html, "li", NULL);
	if (json_is_integer(json_object_get(silence, "id")))
		html_textf(html, "Silence %lld",
		    (long long)member_number(silence, "id"));
	else
		html_text(html, "A silence of the configuration");
	if (*member_text(silence, "author") != '\0') {
		html_text(html, " by ");
		plain_text(html, member_text(silence, "author"));
	}
	if (*member_text(silence, "finding") != '\0')
		html_textf(html, ", of %s", member_text(silence, "finding"));
	if (member_time(silence, "ends_at", &ends)) {
		html_text(html, ", until ");
		moment_exact(html, ends);
		html_text(html, " (");
		moment_span(html, ends, now);
		html_text(html, ")");
	}
	html_text(html, ": ");
	plain_text(html, member_text(silence, "reason"));
	html_close(html, "li");
}

static void
add_silences(struct html *html, const json_t *lines, int64_t now)
{
	const json_t *line;
	size_t i;

	if (first_of(lines, "silence") == NULL)
		return;
	part_begin(html, "Kept quiet", NULL);
	html_open(html, "ul", "class", "plain", NULL);
	json_array_foreach(lines, i, line)
	{
		if (strcmp(member_text(line, "type"), "silence") == 0)
			add_silence(html, line, now);
	}
	html_close(html, "ul");
	part_end(html);
}

/* ---- all ----------------------------------------------------------------- */

static void
add_history(
    struct html *html, const json_t *lines, int64_t breaks_at, int64_t now)
{
	json_t *entries = json_value_array(), *line;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)lines, i, line)
	{
		if (strcmp(member_text(line, "type"), "history") == 0)
			json_value_append(entries, json_incref(line));
	}
	part_history(html, entries, breaks_at, now);
	json_decref(entries);
}

/* Worst first; what cannot be judged stands before what is well. A new array
 * of the lines. */
static json_t *
chains_of(const json_t *lines)
{
	json_t *chains = json_value_array(), *line;
	size_t i;

	for (int worst = SEVERITY_CRITICAL; worst >= SEVERITY_OK; worst--) {
		json_array_foreach((json_t *)(uintptr_t)lines, i, line)
		{
			const json_t *report = json_object_get(line, "report");
			enum severity severity = json_is_object(report)
			    ? severity_of(report)
			    : SEVERITY_NOTICE;

			if (strcmp(member_text(line, "type"), "chain") == 0 &&
			    severity == (enum severity)worst)
				json_value_append(chains, json_incref(line));
		}
	}
	return chains;
}

static bool
is_shown(const json_t *chain, const char *chosen, size_t at)
{
	return chosen != NULL && *chosen != '\0'
	    ? strcmp(member_text(chain, "chain"), chosen) == 0
	    : at < ENDPOINT_BODY_MAX_CHAINS;
}

/* By a link, what is not shown here. */
static void
add_other(struct html *html, const json_t *chain, const char *endpoint_id)
{
	const json_t *places = json_object_get(chain, "addresses");
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	CLEANUP(free) char *base = web_link("/endpoints/", endpoint_id);

	strbuf_add(&url, base);
	web_link_query(&url, "chain", member_text(chain, "chain"));
	html_open(html, "li", NULL);
	badge_named(
	    html, member_text(json_object_get(chain, "report"), "severity"));
	html_text(html, " ");
	html_open(html, "a", "href", strbuf_text(&url), NULL);
	html_text(html, "The chain at ");
	part_place(html, json_array_get(places, 0));
	html_close(html, "a");
	if (json_array_size(places) > 1)
		html_textf(html, " and %zu more", json_array_size(places) - 1);
	html_close(html, "li");
}

static void
add_others(struct html *html, const json_t *chains, const char *chosen,
    const char *endpoint_id)
{
	bool has_some = false;
	const json_t *chain;
	size_t i;

	json_array_foreach(chains, i, chain)
	{
		if (is_shown(chain, chosen, i))
			continue;
		if (!has_some) {
			part_begin(html, "Further chains that it shows", NULL);
			html_open(html, "ul", "class", "plain", NULL);
		}
		has_some = true;
		add_other(html, chain, endpoint_id);
	}
	if (has_some) {
		html_close(html, "ul");
		part_end(html);
	}
}

void
endpoint_body(
    struct html *html, const json_t *lines, const char *chosen, int64_t now)
{
	const json_t *status = first_of(lines, "status"), *chain;
	json_t *chains = chains_of(lines);
	const char *id = member_text(status, "id");
	int64_t breaks_at = 0;
	size_t i;

	(void)member_time(status, "breaks_at", &breaks_at);
	add_standing(html, status, now);
	add_addresses(html, status, now);
	add_open(html, lines, now);
	part_failures(html, lines);
	add_silences(html, lines, now);
	if (json_array_size(chains) == 0)
		html_element(html, "p", "No chain was seen yet.", NULL);
	json_array_foreach(chains, i, chain)
	{
		if (is_shown(chain, chosen, i))
			part_chain(html, chain, id, now);
	}
	add_others(html, chains, chosen, id);
	add_history(html, lines, breaks_at, now);
	json_decref(chains);
}
