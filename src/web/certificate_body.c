/* One certificate; see certificate_body.h. */
#include "web/certificate_body.h"

#include <string.h>

#include "base/mem.h"
#include "store/cert_record.h"
#include "web/badge.h"
#include "web/list_chain.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/pager.h"
#include "web/part.h"
#include "web/part_chain.h"
#include "web/part_evidence.h"
#include "web/plain.h"

#define NAMES_SHOWN 20 /* the rest is folded away */

/* ---- what it is ---------------------------------------------------------- */

static const char *
use_words(const char *use)
{
	static const struct {
		const char *use, *words;
	} rows[] = {
	    {"own", "a server's own"},
	    {"issuer", "an issuer, sent behind a server's own"},
	    {"absent", "an issuer that should be sent, and is not"},
	    {"anchor", "a root, needed and not sent"},
	    {"unused", "served by nobody now"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].use, use) == 0)
			return rows[i].words;
	}
	return use;
}

static void
add_validity(struct html *html, const json_t *entry, int64_t now)
{
	int64_t at;

	if (member_time(entry, "not_before", &at))
		fact_time(html, "Valid from", at, now);
	if (!member_time(entry, "not_after", &at))
		return;
	fact_time(html, at < now ? "Expired" : "Valid until", at, now);
}

static void
add_neighbours(
    struct html *html, const char *name, const json_t *list, bool has_more)
{
	const json_t *one;
	size_t i;

	if (json_array_size(list) == 0)
		return;
	fact_begin(html, name);
	json_array_foreach(list, i, one)
	{
		html_text(html, i == 0 ? "" : ", ");
		list_chain_link(html, member_text(one, "label"),
		    member_text(one, "fingerprint_sha256"));
		if (!member_is_true(one, "verified"))
			html_text(html, " (by its name)");
	}
	if (has_more)
		html_text(html, " and more");
	fact_end(html);
}

static void
add_mono(struct html *html, const char *name, const char *text)
{
	if (*text == '\0')
		return;
	fact_begin(html, name);
	plain_element(html, "span", "mono", text);
	fact_end(html);
}

static void
add_urls(struct html *html, const char *name, const json_t *urls)
{
	const json_t *url;
	size_t i;

	if (json_array_size(urls) == 0)
		return;
	fact_begin(html, name);
	json_array_foreach(urls, i, url)
	{
		html_text(html, i == 0 ? "" : ", ");
		if (json_is_string(url))
			plain_text(html, json_string_value(url));
	}
	fact_end(html);
}

static void
add_facts(struct html *html, const json_t *line, const json_t *entry,
    const json_t *chain, int64_t now)
{
	const json_t *locations = json_object_get(line, "locations");
	int64_t at;

	part_begin(html, "What it is", NULL);
	if (*member_text(entry, "malformed") != '\0')
		plain_element(html, "p", NULL, member_text(entry, "malformed"));
	facts_begin(html);
	fact_text(html, "Used as", use_words(member_text(entry, "use")));
	fact_text(html, "Subject", member_text(entry, "subject"));
	fact_text(html, "Issuer", member_text(entry, "issuer"));
	add_validity(html, entry, now);
	add_neighbours(
	    html, "Issued by", json_object_get(line, "issuers"), false);
	add_neighbours(html, "Has issued", json_object_get(line, "issued"),
	    member_is_true(line, "has_more_issued"));
	fact_text(html, "Key", member_text(entry, "key"));
	fact_text(html, "Signature", member_text(entry, "signature"));
	part_revocation_of(html, json_object_get(chain, "report"),
	    member_text(entry, "fingerprint_sha256"));
	add_mono(html, "Serial number", member_text(entry, "serial"));
	add_mono(html, "SHA-256", member_text(entry, "fingerprint_sha256"));
	add_mono(html, "SHA-256 of the key", member_text(entry, "key_sha256"));
	add_urls(html, "Issuer at", json_object_get(locations, "issuers"));
	add_urls(html, "OCSP at", json_object_get(locations, "ocsp"));
	add_urls(
	    html, "Revocation list at", json_object_get(locations, "crls"));
	if (member_time(entry, "first_seen", &at))
		fact_time(html, "First seen", at, now);
	if (member_time(entry, "ended", &at))
		fact_time(html, "Last served", at, now);
	facts_end(html);
	part_end(html);
}

/* ---- its names ----------------------------------------------------------- */

static bool
has_text(const json_t *list, const char *wanted)
{
	const json_t *text;
	size_t i;

	json_array_foreach(list, i, text)
	{
		if (json_is_string(text) &&
		    strcmp(json_string_value(text), wanted) == 0)
			return true;
	}
	return false;
}

/* Those from `from` on, `most` at most, over all kinds. */
static size_t
add_some(struct html *html, const json_t *entry, size_t from, size_t most)
{
	const json_t *unwatched = json_object_get(entry, "unwatched");
	const json_t *list, *name;
	const char *kind;
	size_t i, at = 0;

	json_object_foreach(json_object_get(entry, "names"), kind, list)
	{
		json_array_foreach(list, i, name)
		{
			if (!json_is_string(name))
				continue;
			if (at >= from && at - from < most) {
				html_open(html, "li", NULL);
				plain_text(html, json_string_value(name));
				if (strcmp(kind, "dns") != 0)
					html_textf(html, " (%s)", kind);
				if (has_text(
					unwatched, json_string_value(name)))
					html_text(html, ": not watched");
				html_close(html, "li");
			}
			at++;
		}
	}
	return at;
}

static size_t
count_names(const json_t *entry)
{
	const json_t *list;
	const char *kind;
	size_t count = 0;

	json_object_foreach(json_object_get(entry, "names"), kind, list)
	    count += json_array_size(list);
	return count;
}

static void
add_names(struct html *html, const json_t *entry)
{
	size_t count = count_names(entry);
	size_t omitted = (size_t)member_number(entry, "names_omitted");

	if (count == 0)
		return;
	part_begin(html, "Names", NULL);
	html_open(html, "ul", NULL);
	add_some(html, entry, 0, NAMES_SHOWN);
	html_close(html, "ul");
	if (count > NAMES_SHOWN) {
		html_open(html, "details", NULL);
		html_open(html, "summary", NULL);
		html_textf(html, "and %zu more", count - NAMES_SHOWN);
		html_close(html, "summary");
		html_open(html, "ul", NULL);
		add_some(html, entry, NAMES_SHOWN, count);
		html_close(html, "ul");
		html_close(html, "details");
	}
	if (omitted > 0) {
		html_open(html, "p", NULL);
		html_textf(
		    html, "%zu further names are not kept here.", omitted);
		html_close(html, "p");
	}
	part_end(html);
}

/* ---- where it is, and was, served ---------------------------------------- */

static const char *const seen_heads[] = {
    "Endpoint", "Address", "In what is sent", "From", "To", NULL};

static void
add_seen(struct html *html, const json_t *seen)
{
	const json_t *position = json_object_get(seen, "position");

	html_open(html, "tr", NULL);
	cell_begin(html, seen_heads[0]);
	part_endpoint_link(html, member_text(seen, "endpoint"));
	cell_end(html);
	cell_begin(html, seen_heads[1]);
	part_place(html, seen);
	cell_end(html);
	cell_begin(html, seen_heads[2]);
	if (json_is_integer(position))
		html_textf(html, "number %lld",
		    (long long)json_integer_value(position));
	else
		html_text(html, "needed, not sent");
	cell_end(html);
	cell_since(html, seen_heads[3], seen, "from");
	cell_until(html, seen_heads[4], seen, "to");
	html_close(html, "tr");
}

static void
add_served(
    struct html *html, const json_t *line, const json_t *entry, const char *url)
{
	size_t count = (size_t)member_number(line, "seen_count");
	size_t from = (size_t)member_number(line, "from");
	const json_t *seen;
	size_t i;

	part_begin(html, "Where it is, and was, served", NULL);
	html_open(html, "p", NULL);
	html_textf(html, "%lld place%s at %lld endpoint%s now; %zu in all.",
	    (long long)member_number(entry, "served_count"),
	    member_number(entry, "served_count") == 1 ? "" : "s",
	    (long long)member_number(entry, "endpoint_count"),
	    member_number(entry, "endpoint_count") == 1 ? "" : "s", count);
	html_close(html, "p");
	if (count > 0) {
		table_begin(html, "Places that showed it", seen_heads);
		json_array_foreach(json_object_get(line, "seen"), i, seen)
		    add_seen(html, seen);
		table_end(html);
	}
	pager_add(html, url, from / CERT_RECORD_PAGE + 1,
	    (count + CERT_RECORD_PAGE - 1) / CERT_RECORD_PAGE);
	part_end(html);
}

/* ---- all ----------------------------------------------------------------- */

static void
add_paths(struct html *html, const json_t *chain, int64_t now)
{
	const json_t *report = json_object_get(chain, "report");

	if (!json_is_object(report))
		return;
	part_begin(html, "A chain that it stands in", NULL);
	html_open(html, "p", NULL);
	html_text(html, "As ");
	part_endpoint_link(html, member_text(chain, "endpoint"));
	html_text(html, " shows it now.");
	html_close(html, "p");
	part_chain_picture(html, report, now);
	part_end(html);
}

static void
add_pem(struct html *html, const json_t *line, const char *url)
{
	const char *pem = member_text(line, "pem");
	CLEANUP(free) char *file = mem_printf("%s.pem", url);

	part_begin(html, "The certificate itself", NULL);
	if (*pem == '\0') {
		html_element(html, "p", "Its bytes were not kept.", NULL);
		part_end(html);
		return;
	}
	html_open(html, "p", NULL);
	html_element(
	    html, "a", "Download (PEM)", "href", file, "download", "", NULL);
	html_close(html, "p");
	html_open(html, "details", NULL);
	html_element(html, "summary", "The same to copy", NULL);
	html_open(html, "pre", "tabindex", "0", NULL);
	plain_lines(html, pem);
	html_close(html, "pre");
	html_close(html, "details");
	part_end(html);
}

void
certificate_body(struct html *html, const json_t *line, const json_t *chain,
    const char *url, int64_t now)
{
	const json_t *entry = json_object_get(line, "entry");

	add_facts(html, line, entry, chain, now);
	add_served(html, line, entry, url);
	add_paths(html, chain, now);
	add_names(html, entry);
	add_pem(html, line, url);
}
