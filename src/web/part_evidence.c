/* What is known of revocation, transparency and more; see part_evidence.h. */
#include "web/part_evidence.h"

#include <string.h>

#include "web/list_chain.h"
#include "web/member.h"
#include "web/moment.h"
#include "web/part.h"
#include "web/plain.h"

static void
add_moment(
    struct html *html, const json_t *object, const char *key, const char *words)
{
	int64_t at;

	if (!member_time(object, key, &at))
		return;
	html_text(html, words);
	moment_exact(html, at);
}

static void
add_revocation(struct html *html, const json_t *one)
{
	const char *source = member_text(one, "source");

	html_text(html, member_text(one, "status"));
	if (*source != '\0' && strcmp(source, "none") != 0)
		html_textf(html, ", by %s", source);
	add_moment(html, one, "revoked_at", ", since ");
	if (*member_text(one, "reason") != '\0') {
		html_text(html, " (");
		plain_text(html, member_text(one, "reason"));
		html_text(html, ")");
	}
	add_moment(html, one, "this_update", ", as of ");
	add_moment(html, one, "next_update", ", good until ");
	if (*member_text(one, "words") != '\0') {
		html_text(html, ". ");
		plain_text(html, member_text(one, "words"));
	}
	if (*member_text(one, "url") != '\0') {
		html_text(html, "; ");
		plain_text(html, member_text(one, "url"));
	}
}

static void
add_revocations(struct html *html, const json_t *list)
{
	const json_t *one;
	size_t i;

	if (json_array_size(list) == 0)
		return;
	html_element(html, "h3", "Revocation", NULL);
	html_open(html, "ul", NULL);
	json_array_foreach(list, i, one)
	{
		html_open(html, "li", NULL);
		list_chain_link(html, member_text(one, "label"),
		    member_text(one, "fingerprint_sha256"));
		html_text(html, ": ");
		add_revocation(html, one);
		html_close(html, "li");
	}
	html_close(html, "ul");
}

void
part_revocation_of(
    struct html *html, const json_t *report, const char *fingerprint)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(report, "revocation"), i, one)
	{
		if (strcmp(member_text(one, "fingerprint_sha256"),
			fingerprint) != 0)
			continue;
		fact_begin(html, "Revocation");
		add_revocation(html, one);
		fact_end(html);
	}
}

static void
add_timestamp(struct html *html, const json_t *sct)
{
	html_open(html, "li", NULL);
	plain_text(html,
	    *member_text(sct, "log") != '\0' ? member_text(sct, "log")
					     : "a log that is not listed");
	if (*member_text(sct, "operator") != '\0') {
		html_text(html, " of ");
		plain_text(html, member_text(sct, "operator"));
	}
	html_textf(html, ": %s, by %s", member_text(sct, "status"),
	    member_text(sct, "delivery"));
	add_moment(html, sct, "time", ", of ");
	if (*member_text(sct, "why") != '\0') {
		html_text(html, "; ");
		plain_text(html, member_text(sct, "why"));
	}
	html_close(html, "li");
}

static void
add_transparency(struct html *html, const json_t *seen)
{
	const json_t *scts = json_object_get(seen, "timestamps"), *sct;
	size_t i;

	if (!json_is_object(seen) ||
	    (json_array_size(scts) == 0 && member_number(seen, "wanted") == 0))
		return;
	html_element(html, "h3", "Certificate Transparency", NULL);
	html_open(html, "p", NULL);
	if (json_is_integer(json_object_get(seen, "valid")))
		html_textf(html,
		    "%lld of %zu timestamps are good, %lld wanted: %s.",
		    (long long)member_number(seen, "valid"),
		    json_array_size(scts),
		    (long long)member_number(seen, "wanted"),
		    member_is_true(seen, "enough") ? "enough" : "too few");
	else
		html_textf(html,
		    "%zu timestamps; there is no list of logs to check them "
		    "by.",
		    json_array_size(scts));
	html_close(html, "p");
	if (json_array_size(scts) == 0)
		return;
	html_open(html, "details", NULL);
	html_element(html, "summary", "The timestamps", NULL);
	html_open(html, "ul", NULL);
	json_array_foreach(scts, i, sct) add_timestamp(html, sct);
	html_close(html, "ul");
	html_close(html, "details");
}

static void
add_dane(struct html *html, const json_t *dane)
{
	const json_t *records = json_object_get(dane, "records"), *record;
	size_t i;

	if (!json_is_object(dane))
		return;
	html_element(html, "h3", "TLSA records (DANE)", NULL);
	html_open(html, "p", NULL);
	plain_text(html, member_text(dane, "name"));
	html_textf(html, ": %s", member_text(dane, "state"));
	html_close(html, "p");
	html_open(html, "ul", NULL);
	json_array_foreach(records, i, record)
	{
		html_open(html, "li", NULL);
		plain_element(
		    html, "code", NULL, member_text(record, "record"));
		html_text(html,
		    member_is_true(record, "fits") ? ": fits"
						   : ": does not fit");
		html_close(html, "li");
	}
	html_close(html, "ul");
}

/* Where there is one alone, the report is of it. */
static void
add_stores(struct html *html, const json_t *stores)
{
	const json_t *store;
	const char *name;

	if (json_object_size(stores) < 2)
		return;
	html_element(html, "h3", "Trust stores", NULL);
	html_open(html, "ul", NULL);
	json_object_foreach((json_t *)(uintptr_t)stores, name, store)
	{
		html_open(html, "li", NULL);
		plain_element(html, "strong", NULL, name);
		html_text(html,
		    member_is_true(store, "valid") ? ": holds"
						   : ": does not hold");
		add_moment(html, store, "breaks_at", ", until ");
		if (*member_text(store, "reason") != '\0') {
			html_text(html, ": ");
			plain_text(html, member_text(store, "reason"));
		}
		if (member_is_true(store, "compared"))
			html_text(html, " (only compared)");
		html_close(html, "li");
	}
	html_close(html, "ul");
}

void
part_evidence(struct html *html, const json_t *report)
{
	add_stores(html, json_object_get(report, "stores"));
	add_revocations(html, json_object_get(report, "revocation"));
	add_transparency(html, json_object_get(report, "transparency"));
	add_dane(html, json_object_get(report, "dane"));
}
