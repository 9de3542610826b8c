/*
 * Does the server's certificate answer to the name that clients ask for. Only
 * subject alternative names count, never the common name.
 */
#include "judge/judgement.h"

#include <strings.h>

#include "base/strbuf.h"
#include "pki/near_name.h"

#define NAMES_SHOWN 8
#define NAMES_TEXT_MAX 2000

/* The names that would do, as far as they can be listed. */
static void
list_names(struct strbuf *buf, const struct cert *leaf)
{
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];

		if (name->kind != CERT_NAME_DNS && name->kind != CERT_NAME_IP)
			continue;
		if (shown == NAMES_SHOWN) {
			more++;
			continue;
		}
		strbuf_addf(buf, "%s%s", shown == 0 ? "" : ", ", name->text);
		shown++;
	}
	if (more > 0)
		strbuf_addf(buf, " and %zu more", more);
	if (shown == 0)
		strbuf_add(buf, "no host name at all");
}

/* The entry that was thought to do, if any; the common name is none. */
static void
point_at_near(
    struct strbuf *buf, const struct hostname *name, const struct cert *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++) {
		const char *why = near_name_find(name, &leaf->names[i]);

		if (why == NULL)
			continue;
		strbuf_addf(buf, "; \"%s\" %s", leaf->names[i].text, why);
		return;
	}
	if (leaf->common_name != NULL &&
	    strcasecmp(leaf->common_name, name->text) == 0)
		strbuf_add(buf,
		    "; its common name is the one asked for, but clients look "
		    "at the alternative names alone");
}

/* The right one may have been sent too, where clients do not look for it. */
static void
point_at_fitting(struct strbuf *buf, const struct judgement *judgement)
{
	int at = judgement->served.fitting;

	if (at >= 0)
		strbuf_addf(buf,
		    " \"%s\", sent as number %d, covers it: that one belongs "
		    "first, together with its key.",
		    judgement->evidence->presented->certs[at]->label, at + 1);
}

static void
look_at_name(const struct judgement *judgement, struct path *path)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(NAMES_TEXT_MAX);
	CLEANUP(strbuf_clear) struct strbuf other = STRBUF_INIT(NAMES_TEXT_MAX);
	const struct hostname *name = judgement->evidence->name;
	const struct cert *leaf = judgement->leaf;

	if (judgement->is_name_covered)
		return;
	if (judgement->served.is_absent) {
		path_add_fault(path, FINDING_LEAF_NOT_FIRST, leaf,
		    "\"%s\", a CA, is sent first; the server's own "
		    "certificate is not there at all.",
		    leaf->label);
		return;
	}
	point_at_fitting(&other, judgement);
	if (!leaf->has_san) {
		path_add_fault(path, FINDING_NO_SUBJECT_ALT_NAME, leaf,
		    "The certificate has %s%s%s and no subject alternative "
		    "name, so it does not answer to %s.%s",
		    leaf->common_name == NULL ? "no common name"
					      : "only the common name \"",
		    leaf->common_name == NULL ? "" : leaf->common_name,
		    leaf->common_name == NULL ? "" : "\"", name->text,
		    strbuf_text(&other));
		return;
	}
	if (name->is_address && hostname_is_address_as_dns(name, leaf)) {
		path_add_fault(path, FINDING_ADDRESS_AS_DNS_NAME, leaf,
		    "%s stands in the certificate as a DNS name, where clients "
		    "do not look for an address.",
		    name->text);
		return;
	}
	list_names(&buf, leaf);
	point_at_near(&buf, name, leaf);
	path_add_fault(path, FINDING_NAME_MISMATCH, leaf,
	    "Clients ask for %s; the certificate covers %s.%s", name->text,
	    strbuf_text(&buf), strbuf_text(&other));
}

/* Without a name to check, only what no client would accept for any. */
static void
look_at_names(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;

	if (leaf == NULL || judgement->evidence->name != NULL || leaf->has_san)
		return;
	if (judgement->served.is_absent)
		report_add(judgement->report, FINDING_LEAF_NOT_FIRST, leaf,
		    "\"%s\" is a CA and answers to no name; the server's own "
		    "certificate is not there at all.",
		    leaf->label);
	else
		report_add(judgement->report, FINDING_NO_SUBJECT_ALT_NAME, leaf,
		    "The certificate has no subject alternative name, so "
		    "clients accept it for no name.");
}

const struct check check_hostname = {
    .name = "hostname",
    .path = look_at_name,
    .report = look_at_names,
};
