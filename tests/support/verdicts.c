/* Verdicts made by hand; see verdicts.h. */
#include "support/verdicts.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "clients/profile.h"

#define LEAF_LIFETIME_S (90 * 86400)
#define VERDICTS_MAX_NAMES 16

static void
spread(uint64_t hash, uint8_t ret[CERT_SHA256_LEN])
{
	for (size_t i = 0; i < CERT_SHA256_LEN; i += sizeof hash) {
		memcpy(ret + i, &hash, sizeof hash);
		hash = hash_bytes(hash, &i, sizeof i);
	}
}

void
verdict_made_sha256(const char *name, uint8_t ret[CERT_SHA256_LEN])
{
	spread(hash_text(HASH_START, name), ret);
}

static void
add_finding(struct report *report, const struct made_finding *made)
{
	struct finding *finding = ARRAY_ADD(&report->findings);

	finding->code = made->code;
	finding->severity = made->severity == SEVERITY_OK
	    ? finding_info(made->code)->severity
	    : (enum severity)made->severity;
	if (made->cert != NULL) {
		finding->has_fingerprint = true;
		verdict_made_sha256(made->cert, finding->sha256);
	}
	report->severity = severity_worse(report->severity, finding->severity);
}

static void
add_names(struct cert *cert, char *names)
{
	char *name;

	while ((name = strsep(&names, ",")) != NULL &&
	    cert->name_count < VERDICTS_MAX_NAMES)
		cert->names[cert->name_count++] =
		    (struct cert_name){.kind = CERT_NAME_DNS, .text = name};
}

static void
set_leaf(struct cert *cert, const struct made_leaf *leaf)
{
	if (leaf->not_before != 0)
		cert->not_before = leaf->not_before;
	if (leaf->not_after != 0)
		cert->not_after = leaf->not_after;
	if (leaf->issuer != NULL)
		cert->issuer_label = leaf->issuer;
	cert->key.kind = leaf->key_kind;
	cert->key.bits = leaf->key_bits;
	cert->has_revocation_pointer = leaf->has_pointer;
	cert->has_extended_key_usage = leaf->is_for_servers_only;
	cert->extended_key_usage = CERT_EKU_SERVER_AUTH;
}

/* Every client of the table answers. */
static void
add_clients(struct report *report, const char *refused_by)
{
	for (size_t i = 0; i < client_profile_count; i++) {
		struct report_client *client = ARRAY_ADD(&report->clients);

		client->name = client_profiles[i].name;
		client->title = client_profiles[i].title;
		client->accepts = strcmp(client->name, refused_by) != 0;
	}
}

struct verdict *
verdict_made(const struct made_chain *made)
{
	struct cert certs[VERDICTS_MAX_CERTS];
	struct cert *pointers[VERDICTS_MAX_CERTS];
	struct chain chain = {.certs = pointers};
	struct report report = {.presented = &chain};
	uint64_t hash = HASH_START;
	struct cert_name names[VERDICTS_MAX_NAMES];
	CLEANUP(free) char *name_list = NULL;
	struct verdict *verdict;

	memset(certs, 0, sizeof certs);
	for (size_t i = 0; i < VERDICTS_MAX_CERTS && made->certs[i] != NULL;
	     i++) {
		verdict_made_sha256(made->certs[i], certs[i].sha256);
		/* Each has a key of its own. */
		memcpy(certs[i].key.sha256, certs[i].sha256,
		    sizeof certs[i].key.sha256);
		hash = hash_text(hash, made->certs[i]);
		certs[i].label = made->certs[i];
		certs[i].issuer_label = "Test CA";
		certs[i].not_before = made->leaf_not_before;
		certs[i].not_after = made->leaf_not_before + LEAF_LIFETIME_S;
		pointers[chain.len++] = &certs[i];
	}
	spread(hash, chain.id);
	if (made->leaf != NULL && chain.len > 0) {
		set_leaf(&certs[0], made->leaf);
		certs[0].names = names;
		name_list = mem_strdup(made->leaf->names);
		add_names(&certs[0], name_list);
	}
	for (size_t i = 0; i < made->finding_count; i++)
		add_finding(&report, &made->findings[i]);
	report.is_valid = report.severity < SEVERITY_CRITICAL;
	report.breaks_at = made->breaks_at;
	if (made->refused_by != NULL)
		add_clients(&report, made->refused_by);
	verdict = verdict_new(&report);
	ARRAY_CLEAR(&report.findings);
	ARRAY_CLEAR(&report.clients);
	return verdict;
}
