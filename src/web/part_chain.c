/* One chain that an endpoint shows; see part_chain.h. */
#include "web/part_chain.h"

#include <string.h>

#include "base/mem.h"
#include "web/badge.h"
#include "web/draw_chain.h"
#include "web/link.h"
#include "web/list_chain.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/part_clients.h"
#include "web/part_evidence.h"
#include "web/part_findings.h"
#include "web/plain.h"

#define PLACES_NAMED 3 /* in a heading; the rest is listed below it */
#define URL_MAX 4096

void
part_place(struct html *html, const json_t *place)
{
	const char *variant = member_text(place, "variant");

	plain_text(html, member_text(place, "address"));
	if (*variant != '\0' && strcmp(variant, "usual") != 0)
		html_textf(html, " (%s)", variant);
}

static void
add_heading(struct html *html, const json_t *places)
{
	size_t count = json_array_size(places), i;
	const json_t *place;

	html_open(html, "h2", NULL);
	html_text(html, "Chain at ");
	json_array_foreach(places, i, place)
	{
		if (i == PLACES_NAMED)
			break;
		html_text(html, i == 0 ? "" : ", ");
		part_place(html, place);
	}
	if (count > PLACES_NAMED)
		html_textf(html, " and %zu more", count - PLACES_NAMED);
	html_close(html, "h2");
	if (count <= PLACES_NAMED)
		return;
	html_open(html, "details", NULL);
	html_element(html, "summary", "All its addresses", NULL);
	html_open(html, "ul", NULL);
	json_array_foreach(places, i, place)
	{
		html_open(html, "li", NULL);
		part_place(html, place);
		html_close(html, "li");
	}
	html_close(html, "ul");
	html_close(html, "details");
}

/* How it stands, and until when. */
static void
add_verdict(
    struct html *html, const json_t *chain, const json_t *report, int64_t now)
{
	int64_t at;

	html_open(html, "p", NULL);
	badge_named(html, member_text(report, "severity"));
	if (member_is_true(report, "valid")) {
		html_text(html, " An ideal client takes it");
		if (member_time(report, "breaks_at", &at)) {
			html_text(html, ", until ");
			moment_exact(html, at);
			html_text(html, " (");
			moment_span(html, at, now);
			html_text(html, ")");
		}
	} else {
		html_text(html, " Not even an ideal client takes it");
	}
	html_text(html, ".");
	part_clients_failing(html, report);
	if (member_time(chain, "since", &at)) {
		html_text(html, " It is shown since ");
		moment_exact(html, at);
		html_text(html, ".");
	}
	html_close(html, "p");
}

void
part_chain_picture(struct html *html, const json_t *report, int64_t now)
{
	struct sketch sketch;

	sketch_make(report, &sketch);
	html_open(html, "div", "class", "sketch", NULL);
	html_open(html, "figure", NULL);
	draw_chain(html, &sketch, now);
	html_element(html, "figcaption",
	    "In the order sent. An arrow leads from who signed to what was "
	    "signed; dashed is what is missing, pale what is not needed.",
	    NULL);
	html_close(html, "figure");
	html_open(html, "div", NULL);
	list_chain(html, &sketch, report, now);
	html_close(html, "div");
	html_close(html, "div");
	sketch_clear(&sketch);
}

/* What the last look found and the judge does not find in what is kept: it is
 * no part of the certificates, or the look was by another name. */
static void
add_found(struct html *html, const json_t *chain, const json_t *report)
{
	const char *found = member_text(chain, "found");
	bool is_first = true;

	while (*found != '\0') {
		size_t len = strcspn(found, ","), i;
		const json_t *finding;
		bool is_told = false;

		json_array_foreach(
		    json_object_get(report, "findings"), i, finding) is_told |=
		    strlen(member_text(finding, "code")) == len &&
		    strncmp(member_text(finding, "code"), found, len) == 0;
		if (!is_told) {
			if (is_first)
				html_open(html, "p", NULL);
			html_text(html,
			    is_first ? "The last look found, too: " : ", ");
			plain_bytes(html, found, len);
			is_first = false;
		}
		found += len + strspn(found + len, ", ");
	}
	if (!is_first)
		html_close(html, "p");
}

static void
add_pem(struct html *html, const json_t *suggested)
{
	const json_t *cert;
	size_t i;

	html_open(html, "details", NULL);
	html_element(html, "summary", "The same to copy", NULL);
	html_open(html, "pre", "tabindex", "0", NULL);
	json_array_foreach(suggested, i, cert)
	    plain_lines(html, member_text(cert, "pem"));
	html_close(html, "pre");
	html_close(html, "details");
}

static void
add_suggested(struct html *html, const json_t *chain, const json_t *report,
    const char *endpoint_id)
{
	const json_t *suggested = json_object_get(report, "suggested_chain");
	bool is_complete = member_is_true(report, "suggested_chain_complete");
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(URL_MAX);
	CLEANUP(free) char *base = web_link("/endpoints/", endpoint_id);
	const json_t *cert;
	size_t i;

	if (!json_is_array(suggested))
		return;
	html_element(html, "h3",
	    is_complete ? "What to serve instead"
			: "What to serve instead, and what is missing after it",
	    NULL);
	html_open(html, "ol", NULL);
	json_array_foreach(suggested, i, cert)
	{
		html_open(html, "li", NULL);
		list_chain_link(html, member_text(cert, "label"),
		    member_text(cert, "fingerprint_sha256"));
		html_close(html, "li");
	}
	html_close(html, "ol");
	if (!is_complete)
		return;
	strbuf_add(&url, base);
	web_link_query(&url, "pem", member_text(chain, "chain"));
	html_open(html, "p", NULL);
	html_element(html, "a", "Download the corrected chain (PEM)", "href",
	    strbuf_text(&url), "download", "", NULL);
	html_text(html, ", as chainwatch fix prints it: no root, no key.");
	html_close(html, "p");
	add_pem(html, suggested);
}

void
part_chain(struct html *html, const json_t *chain, const char *endpoint_id,
    int64_t now)
{
	const json_t *report = json_object_get(chain, "report");
	CLEANUP(free)
	char *names =
	    mem_printf("panel edge %s", member_text(report, "severity"));

	html_open(html, "section", "class", names, NULL);
	add_heading(html, json_object_get(chain, "addresses"));
	if (!json_is_object(report)) {
		html_element(html, "p",
		    "Its certificates were not all kept, so it cannot be "
		    "judged again.",
		    NULL);
		add_found(html, chain, NULL);
		html_close(html, "section");
		return;
	}
	add_verdict(html, chain, report, now);
	add_found(html, chain, report);
	part_chain_picture(html, report, now);
	part_findings(html, report);
	add_suggested(html, chain, report, endpoint_id);
	part_clients(html, report, now);
	part_evidence(html, report);
	html_close(html, "section");
}
