/*
 * The names of the server's certificate by themselves, whichever of them is
 * asked for: how they are written, what wildcards reach, and whether the common
 * name is among them (CA/Browser Forum, 7.1.4.3).
 */
#include "judge/written.h"

#include <string.h>
#include <strings.h>

#include "base/ip_address.h"
#include "base/strbuf.h"
#include "pki/dns_name.h"
#include "pki/near_name.h"

#define NAMES_SHOWN 3
#define NAMES_TEXT_MAX 4000

/* "a is ...; b is ... and 7 more" */
struct name_list {
	struct strbuf buf;
	size_t count;
	bool is_mild; /* all of them */
};

#define NAME_LIST_INIT \
	{ \
		.buf = STRBUF_INIT(NAMES_TEXT_MAX), .is_mild = true \
	}

static void
add_name(struct name_list *list, const struct cert_name *name,
    const char *words, bool is_mild)
{
	list->is_mild = list->is_mild && is_mild;
	if (++list->count > NAMES_SHOWN)
		return;
	strbuf_addf(&list->buf, "%s\"%s\" %s", list->count == 1 ? "" : "; ",
	    name->text, words);
}

static void
report_list(
    struct judgement *judgement, enum finding_code code, struct name_list *list)
{
	if (list->count > NAMES_SHOWN)
		strbuf_addf(
		    &list->buf, "; and %zu more", list->count - NAMES_SHOWN);
	if (list->count > 0) {
		struct finding *finding = report_add(judgement->report, code,
		    judgement->leaf, "The name %s.", strbuf_text(&list->buf));

		if (list->is_mild)
			finding->severity = SEVERITY_NOTICE;
	}
	strbuf_clear(&list->buf);
}

static bool
has_address(const struct cert *leaf, const struct cert_name *name)
{
	struct ip_address address;

	if (!ip_address_parse(name->text, &address))
		return false;
	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *n = &leaf->names[i];

		if (n->kind == CERT_NAME_IP &&
		    n->raw_len == ip_address_len(&address) &&
		    memcmp(n->raw, address.bytes, n->raw_len) == 0)
			return true;
	}
	return false;
}

/* An underscore harms those only who ask for a name that has one; wildcards
 * that nobody asked for harm nobody. */
static bool
is_mild(const struct judgement *judgement, const struct cert_name *name)
{
	const struct hostname *asked = judgement->evidence->name;

	if (name->fault == DNS_NAME_UNDERSCORE)
		return asked == NULL || strchr(asked->text, '_') == NULL;
	return name->fault == DNS_NAME_WILDCARD;
}

static const char *
fault_of(const struct cert_name *name)
{
	if (name->kind == CERT_NAME_IP && name->raw_len != 4 &&
	    name->raw_len != 16)
		return "is neither an IPv4 nor an IPv6 address";
	if (name->kind == CERT_NAME_DNS && name->fault != DNS_NAME_GOOD &&
	    name->fault != DNS_NAME_ADDRESS)
		return dns_name_fault_text(name->fault);
	return NULL;
}

/* It is what was meant for the name that is asked for: name-mismatch says so.
 */
static bool
is_mismatch(const struct judgement *judgement, const struct cert_name *name)
{
	return !judgement->is_name_covered &&
	    near_name_find(judgement->evidence->name, name) != NULL;
}

static void
look_at_form(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;
	struct name_list list = NAME_LIST_INIT;

	if (report_find(judgement->report, FINDING_NAME_MALFORMED) != NULL)
		return; /* it shuts clients out: a fault of the path */
	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];
		const char *words = fault_of(name);

		if (words != NULL && !is_mismatch(judgement, name))
			add_name(&list, name, words, is_mild(judgement, name));
	}
	report_list(judgement, FINDING_NAME_MALFORMED, &list);
}

/* Beside the same in its own form it is there for old clients. */
static void
look_at_addresses(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;

	if (report_find(judgement->report, FINDING_ADDRESS_AS_DNS_NAME) != NULL)
		return;
	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];

		if (name->kind != CERT_NAME_DNS ||
		    name->fault != DNS_NAME_ADDRESS || has_address(leaf, name))
			continue;
		report_add(judgement->report, FINDING_ADDRESS_AS_DNS_NAME, leaf,
		    "%s stands in the certificate as a DNS name only, where "
		    "clients do not look for an address.",
		    name->text)
		    ->severity = SEVERITY_WARNING;
		return;
	}
}

static const char *
describe_reach(enum dns_name_reach reach)
{
	switch (reach) {
	case DNS_NAME_NORMAL: return NULL;
	case DNS_NAME_TOP_LEVEL:
		return "covers a whole top-level domain, and clients refuse it";
	case DNS_NAME_PUBLIC_SUFFIX:
		return "covers all names under a public suffix, and browsers "
		       "refuse it";
	case DNS_NAME_PRIVATE_SUFFIX:
		return "covers the names of all customers of one provider, "
		       "which is right for the provider only";
	}
	return NULL;
}

static void
look_at_wildcards(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;
	struct name_list list = NAME_LIST_INIT;

	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];
		const char *words = describe_reach(name->reach);

		if (words != NULL)
			add_name(&list, name, words,
			    name->reach == DNS_NAME_PRIVATE_SUFFIX);
	}
	report_list(judgement, FINDING_WILDCARD_TOO_WIDE, &list);
}

/* Is the common name meant as a name of a host: what people write there to tell
 * certificates apart is not. */
static bool
is_like_a_host(const char *text)
{
	struct ip_address address;

	if (ip_address_parse(text, &address))
		return true;
	if (strpbrk(text, " @/\\:,=") != NULL)
		return strchr(text, ':') != NULL &&
		    text[strspn(text, "0123456789abcdefABCDEF:.")] == '\0';
	return (strchr(text, '.') != NULL && text[strlen(text) - 1] != '.') ||
	    (strncasecmp(text, "0x", 2) == 0 &&
		text[2 + strspn(text + 2, "0123456789abcdefABCDEF")] == '\0');
}

static bool
is_written_otherwise(const struct cert_name *name, const char *common)
{
	struct ip_address address;

	if (name->kind == CERT_NAME_IP)
		return ip_address_parse(common, &address) &&
		    ip_address_len(&address) == name->raw_len &&
		    memcmp(address.bytes, name->raw, name->raw_len) == 0;
	return strcasecmp(name->text, common) == 0;
}

static void
look_at_common_name(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;
	const struct cert_name *alike = NULL;

	if (leaf->common_name == NULL || !leaf->has_san ||
	    !is_like_a_host(leaf->common_name))
		return;
	if (!judgement->is_name_covered &&
	    strcasecmp(judgement->evidence->name->text, leaf->common_name) == 0)
		return; /* check_hostname.c */
	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];

		if (name->kind != CERT_NAME_DNS && name->kind != CERT_NAME_IP)
			continue;
		if (strcmp(name->text, leaf->common_name) == 0)
			return;
		if (is_written_otherwise(name, leaf->common_name))
			alike = name;
	}
	if (alike != NULL)
		report_add(judgement->report, FINDING_COMMON_NAME_NOT_LISTED,
		    leaf,
		    "The common name \"%s\" is written otherwise than \"%s\" "
		    "among the subject alternative names.",
		    leaf->common_name, alike->text);
	else
		report_add(judgement->report, FINDING_COMMON_NAME_NOT_LISTED,
		    leaf,
		    "The common name \"%s\" is not among the subject "
		    "alternative names, and clients ignore it.",
		    leaf->common_name);
}

static void
look_at_names(struct judgement *judgement)
{
	if (judgement->leaf == NULL || judgement->served.is_absent)
		return;
	look_at_form(judgement);
	look_at_addresses(judgement);
	look_at_wildcards(judgement);
	look_at_common_name(judgement);
}

const struct check check_names = {
    .name = "names",
    .report = look_at_names,
};
