/* Which clients take a chain; see part_clients.h. */
#include "web/part_clients.h"

#include <string.h>

#include "web/badge.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/plain.h"

static bool
is_accepting(const json_t *client)
{
	return member_is_true(client, "accepts");
}

static const char *
reason_of(const json_t *client)
{
	return member_text(
	    client, is_accepting(client) ? "breaks_reason" : "reason");
}

/* Those are told together. */
static bool
is_alike(const json_t *a, const json_t *b)
{
	return is_accepting(a) == is_accepting(b) &&
	    strcmp(reason_of(a), reason_of(b)) == 0 &&
	    strcmp(member_text(a, "breaks_at"), member_text(b, "breaks_at")) ==
	    0;
}

/* Is it the first of those that are told with it? */
static bool
is_first(json_t *clients, const json_t *client)
{
	const json_t *other;
	const char *name;

	json_object_foreach(clients, name, other)
	{
		if (is_alike(other, client))
			return other == client;
	}
	return true;
}

static void
add_names(struct html *html, json_t *clients, const json_t *first)
{
	const json_t *client;
	const char *name;
	bool has_some = false;

	json_object_foreach(clients, name, client)
	{
		bool is_modelled =
		    strcmp(member_text(client, "checked"), "modelled") == 0;

		if (!is_alike(client, first))
			continue;
		html_text(html, has_some ? ", " : "");
		html_element(html, "strong", name, NULL);
		if (*member_text(client, "matters") != '\0')
			html_textf(
			    html, " (%s)", member_text(client, "matters"));
		if (is_modelled)
			html_element(html, "sup", "m", "class", "dim", NULL);
		has_some = true;
	}
}

static void
add_verdict(struct html *html, const json_t *client, int64_t now)
{
	bool accepts = is_accepting(client);
	int64_t at;

	html_open(html, "span", "class",
	    accepts ? "badge ok" : "badge critical", NULL);
	html_element(html, "span",
	    badge_sign(accepts ? SURVEY_OK : SURVEY_CRITICAL), "aria-hidden",
	    "true", NULL);
	html_text(html, accepts ? " works" : " fails");
	html_close(html, "span");
	html_text(html, " ");
	if (!accepts) {
		plain_text(html, reason_of(client));
		return;
	}
	if (!member_time(client, "breaks_at", &at)) {
		html_text(html, "without an end in sight");
		return;
	}
	html_text(html, "until ");
	moment_exact(html, at);
	html_text(html, ", ");
	moment_span(html, at, now);
	if (*reason_of(client) != '\0') {
		html_text(html, ", when it ");
		plain_text(html, reason_of(client));
	}
}

static void
add_groups(struct html *html, json_t *clients, bool accepting, int64_t now)
{
	const json_t *client;
	const char *name;

	html_open(html, "ul", "class", "plain", NULL);
	json_object_foreach(clients, name, client)
	{
		if (is_accepting(client) != accepting ||
		    !is_first(clients, client))
			continue;
		html_open(html, "li", NULL);
		add_verdict(html, client, now);
		html_text(html, ": ");
		add_names(html, clients, client);
		html_close(html, "li");
	}
	html_close(html, "ul");
}

static size_t
count(json_t *clients, bool accepting)
{
	const json_t *client;
	const char *name;
	size_t count = 0;

	json_object_foreach(clients, name, client) count +=
	    is_accepting(client) == accepting;
	return count;
}

static void
add_first_stop(struct html *html, const json_t *stop, int64_t now)
{
	const json_t *name;
	int64_t at;
	size_t i;

	if (!member_time(stop, "at", &at))
		return;
	html_open(html, "p", NULL);
	html_text(html, "It breaks first for ");
	json_array_foreach(json_object_get(stop, "clients"), i, name)
	{
		html_text(html, i == 0 ? "" : ", ");
		if (json_is_string(name))
			plain_text(html, json_string_value(name));
	}
	html_text(html, ", ");
	moment_span(html, at, now);
	html_text(html, " (");
	moment_exact(html, at);
	html_text(html, ")");
	if (*member_text(stop, "reason") != '\0') {
		html_text(html, ": ");
		plain_text(html, member_text(stop, "reason"));
	}
	html_text(html, ".");
	html_close(html, "p");
}

static void
add_note(struct html *html)
{
	html_element(html, "p",
	    "Those with an m are modelled, the others were checked against "
	    "the program itself.",
	    "class", "dim", NULL);
}

void
part_clients_failing(struct html *html, const json_t *report)
{
	json_t *clients = json_object_get(report, "clients");
	size_t fails = count(clients, false);

	if (fails > 0)
		html_textf(html, " It fails for %zu of %zu clients.", fails,
		    fails + count(clients, true));
}

void
part_clients(struct html *html, const json_t *report, int64_t now)
{
	json_t *clients = json_object_get(report, "clients");
	size_t works = count(clients, true), fails = count(clients, false);

	if (works + fails == 0)
		return;
	html_element(html, "h3", "Clients", NULL);
	add_first_stop(html, json_object_get(report, "first_stop"), now);
	if (fails > 0)
		add_groups(html, clients, false, now);
	if (fails > 0)
		add_note(html);
	if (works > 0) {
		html_open(html, "details", NULL);
		html_open(html, "summary", NULL);
		html_textf(
		    html, "Works for %zu of %zu clients", works, works + fails);
		html_close(html, "summary");
		add_groups(html, clients, true, now);
		if (fails == 0)
			add_note(html);
		html_close(html, "details");
	}
}
