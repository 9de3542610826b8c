/* Which clients take a chain; see part_clients.h. */
#include "web/part_clients.h"

#include "base/mem.h"
#include "web/badge.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/part.h"
#include "web/plain.h"

static const char *const heads[] = {
    "Client", "Verdict", "Why", "Until", "Known by", NULL};

static bool
is_accepting(const json_t *client)
{
	return member_is_true(client, "accepts");
}

static void
add_name(struct html *html, const char *name, const json_t *client)
{
	cell_begin(html, heads[0]);
	html_element(html, "strong", name, NULL);
	if (*member_text(client, "matters") != '\0')
		html_textf(html, " (%s)", member_text(client, "matters"));
	cell_end(html);
}

static void
add_until(struct html *html, const json_t *client, int64_t now)
{
	int64_t at;

	cell_begin(html, heads[3]);
	if (!is_accepting(client)) {
		html_text(html, "fails now");
	} else if (member_time(client, "breaks_at", &at)) {
		moment_day(html, at);
		html_text(html, ", ");
		moment_span(html, at, now);
	} else {
		html_text(html, "no end in sight");
	}
	cell_end(html);
}

static void
add_row(struct html *html, const char *name, const json_t *client, int64_t now)
{
	bool accepts = is_accepting(client);

	html_open(html, "tr", NULL);
	add_name(html, name, client);
	cell_begin(html, heads[1]);
	html_open(html, "span", "class",
	    accepts ? "badge ok" : "badge critical", NULL);
	html_element(html, "span",
	    badge_sign(accepts ? SURVEY_OK : SURVEY_CRITICAL), "aria-hidden",
	    "true", NULL);
	html_text(html, accepts ? " works" : " fails");
	html_close(html, "span");
	cell_end(html);
	cell_text(html, heads[2],
	    accepts ? member_text(client, "breaks_reason")
		    : member_text(client, "reason"));
	add_until(html, client, now);
	cell_text(html, heads[4], member_text(client, "checked"));
	html_close(html, "tr");
}

static size_t
add_rows(struct html *html, const json_t *clients, bool accepting, int64_t now)
{
	const json_t *client;
	const char *name;
	size_t count = 0;

	json_object_foreach((json_t *)(uintptr_t)clients, name, client)
	{
		if (is_accepting(client) != accepting)
			continue;
		if (html != NULL)
			add_row(html, name, client, now);
		count++;
	}
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

void
part_clients(struct html *html, const json_t *report, int64_t now)
{
	const json_t *clients = json_object_get(report, "clients");
	size_t works = add_rows(NULL, clients, true, now);
	size_t fails = add_rows(NULL, clients, false, now);

	if (works + fails == 0)
		return;
	html_element(html, "h3", "Clients", NULL);
	add_first_stop(html, json_object_get(report, "first_stop"), now);
	if (fails > 0) {
		table_begin(html, "Clients that fail", heads);
		add_rows(html, clients, false, now);
		table_end(html);
	}
	if (works == 0)
		return;
	html_open(html, "details", NULL);
	html_open(html, "summary", NULL);
	html_textf(html, "Works for %zu of %zu clients", works, works + fails);
	html_close(html, "summary");
	table_begin(html, "Clients that work", heads);
	add_rows(html, clients, true, now);
	table_end(html);
	html_close(html, "details");
}
