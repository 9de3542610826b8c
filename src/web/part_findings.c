/* What is wrong with a chain; see part_findings.h. */
#include "web/part_findings.h"

#include <string.h>

#include "model/finding.h"
#include "web/badge.h"
#include "web/list_chain.h"
#include "web/member.h"
#include "web/part.h"
#include "web/part_chain.h"
#include "web/plain.h"

#define PLACES_NAMED 4 /* where a look failed */

static void
add_pre(struct html *html, const char *text)
{
	/* it may be wider than its place, and is scrolled by keys, too */
	html_open(html, "pre", "tabindex", "0", NULL);
	plain_lines(html, text);
	html_close(html, "pre");
}

static void
add_recipes(struct html *html, const json_t *recipes)
{
	const json_t *recipe;
	size_t i;

	json_array_foreach(recipes, i, recipe)
	{
		if (*member_text(recipe, "text") == '\0')
			continue;
		html_open(html, "details", NULL);
		html_element(
		    html, "summary", member_text(recipe, "where"), NULL);
		add_pre(html, member_text(recipe, "text"));
		html_close(html, "details");
	}
}

static void
add_command(struct html *html, const json_t *remedy)
{
	if (*member_text(remedy, "command") == '\0')
		return;
	html_open(html, "details", NULL);
	html_element(html, "summary", "To see it yourself", NULL);
	add_pre(html, member_text(remedy, "command"));
	html_close(html, "details");
}

void
part_remedy(struct html *html, const json_t *remedy)
{
	if (*member_text(remedy, "cure") != '\0')
		plain_element(html, "p", NULL, member_text(remedy, "cure"));
	add_recipes(html, json_object_get(remedy, "server"));
	add_recipes(html, json_object_get(remedy, "client"));
	add_command(html, remedy);
}

void
part_explanation(struct html *html, const char *code)
{
	enum finding_code found;

	if (finding_find(code, &found))
		html_element(html, "p", finding_info(found)->explanation, NULL);
}

/* The one before it whose recipes are the same; NULL: none. */
static const json_t *
find_alike(const json_t *findings, size_t at)
{
	const json_t *remedy =
	    json_object_get(json_array_get(findings, at), "remedy");

	for (size_t i = 0; i < at; i++) {
		const json_t *other = json_array_get(findings, i);
		const json_t *before = json_object_get(other, "remedy");

		if (json_array_size(json_object_get(remedy, "server")) > 0 &&
		    json_equal(json_object_get(remedy, "server"),
			json_object_get(before, "server")) &&
		    json_equal(json_object_get(remedy, "client"),
			json_object_get(before, "client")))
			return other;
	}
	return NULL;
}

/* What it is about, by its own fingerprint; and the rule that it follows. */
static void
add_evidence(struct html *html, const json_t *finding, const json_t *presented)
{
	const json_t *index = json_object_get(finding, "certificate");
	const json_t *cert = json_is_integer(index)
	    ? json_array_get(presented, (size_t)json_integer_value(index))
	    : NULL;
	const char *digits = member_text(finding, "fingerprint_sha256");

	if (*digits != '\0') {
		html_open(html, "p", "class", "dim", NULL);
		html_text(html, "Certificate: ");
		list_chain_link(html, member_text(cert, "label"), digits);
		if (json_is_integer(index))
			html_textf(html, ", number %lld of what was sent",
			    (long long)json_integer_value(index) + 1);
		html_close(html, "p");
	}
	if (*member_text(finding, "rule") == '\0')
		return;
	html_open(html, "p", "class", "dim", NULL);
	html_text(html, "Rule: ");
	plain_text(html, member_text(finding, "rule"));
	if (*member_text(finding, "source") != '\0') {
		html_text(html, " (");
		plain_text(html, member_text(finding, "source"));
		html_text(html, ")");
	}
	html_close(html, "p");
}

static void
add_head(struct html *html, const char *level, const json_t *object,
    const char *code)
{
	html_open(html, level, NULL);
	badge_named(html, member_text(object, "severity"));
	html_text(html, " ");
	html_element(html, "code", code, NULL);
	html_text(html, ": ");
	plain_text(html, member_text(object, "title"));
	html_close(html, level);
}

static void
add_finding(struct html *html, const json_t *report, size_t at)
{
	const json_t *findings = json_object_get(report, "findings");
	const json_t *finding = json_array_get(findings, at);
	const json_t *remedy = json_object_get(finding, "remedy");
	const json_t *alike = find_alike(findings, at);

	html_open(html, "li", NULL);
	add_head(html, "h4", finding, member_text(finding, "code"));
	if (*member_text(finding, "detail") != '\0')
		plain_element(html, "p", NULL, member_text(finding, "detail"));
	part_explanation(html, member_text(finding, "code"));
	add_evidence(html, finding, json_object_get(report, "presented"));
	if (alike == NULL) {
		part_remedy(html, remedy);
	} else {
		plain_element(html, "p", NULL, member_text(remedy, "cure"));
		html_open(html, "p", "class", "dim", NULL);
		html_textf(html, "What to paste stands at %s above.",
		    member_text(alike, "code"));
		html_close(html, "p");
	}
	html_close(html, "li");
}

void
part_findings(struct html *html, const json_t *report)
{
	const json_t *findings = json_object_get(report, "findings");
	size_t count = json_array_size(findings);

	if (count == 0)
		return;
	html_element(html, "h3", "What is wrong, the cause first", NULL);
	html_open(html, "ul", "class", "plain", NULL);
	for (size_t i = 0; i < count; i++)
		add_finding(html, report, i);
	html_close(html, "ul");
}

static void
add_places(struct html *html, const json_t *places)
{
	size_t count = json_array_size(places);

	html_open(html, "p", NULL);
	html_text(html, "At ");
	for (size_t i = 0; i < count && i < PLACES_NAMED; i++) {
		html_text(html, i == 0 ? "" : ", ");
		part_place(html, json_array_get(places, i));
	}
	if (count > PLACES_NAMED)
		html_textf(html, " and %zu more", count - PLACES_NAMED);
	html_text(html, ".");
	html_close(html, "p");
}

void
part_failures(struct html *html, const json_t *lines)
{
	bool has_some = false;
	const json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		const char *code = member_text(line, "finding");

		if (strcmp(member_text(line, "type"), "failure") != 0)
			continue;
		if (!has_some) {
			part_begin(html, "The last look failed", NULL);
			html_open(html, "ul", "class", "plain", NULL);
		}
		has_some = true;
		html_open(html, "li", NULL);
		add_head(html, "h3", line, code);
		add_places(html, json_object_get(line, "addresses"));
		part_explanation(html, code);
		part_remedy(html, json_object_get(line, "remedy"));
		html_close(html, "li");
	}
	if (has_some) {
		html_close(html, "ul");
		part_end(html);
	}
}
