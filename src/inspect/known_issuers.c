/* Issuers seen elsewhere in the fleet; see known_issuers.h. */
#include "inspect/known_issuers.h"

#include "base/mem.h"

#define KNOWN_ISSUERS_MIN 16
#define KNOWN_ISSUERS_LIMIT (1u << 16) /* whatever is asked for */

struct known_issuers {
	struct cert_set *set;
	size_t max_certs;
	uint64_t generation;
	known_issuers_fn learnt;
	void *learnt_arg;
};

struct known_issuers *
known_issuers_new(size_t max_certs)
{
	struct known_issuers *known = MEM_NEW(struct known_issuers);

	if (max_certs < KNOWN_ISSUERS_MIN)
		max_certs = KNOWN_ISSUERS_MIN;
	if (max_certs > KNOWN_ISSUERS_LIMIT)
		max_certs = KNOWN_ISSUERS_LIMIT;
	known->set = cert_set_new();
	known->max_certs = max_certs;
	known->generation = 1;
	return known;
}

void
known_issuers_free(struct known_issuers *known)
{
	if (known == NULL)
		return;
	cert_set_free(known->set);
	free(known);
}

static void
keep_newer_half(struct known_issuers *known)
{
	size_t len = cert_set_len(known->set);
	struct cert_set *newer = cert_set_new();

	for (size_t i = len / 2; i < len; i++)
		cert_set_add(newer, cert_set_at(known->set, i));
	cert_set_free(known->set);
	known->set = newer;
}

static bool
add(struct known_issuers *known, struct cert *cert)
{
	if (cert_set_find(known->set, cert->sha256) != NULL)
		return false;
	if (cert_set_len(known->set) >= known->max_certs)
		keep_newer_half(known);
	if (!cert_set_add(known->set, cert))
		return false;
	known->generation++;
	return true;
}

void
known_issuers_add(struct known_issuers *known, struct cert *cert)
{
	add(known, cert);
}

void
known_issuers_on_learnt(
    struct known_issuers *known, known_issuers_fn fn, void *arg)
{
	known->learnt = fn;
	known->learnt_arg = arg;
}

static void
learn_cert(struct known_issuers *known, struct cert *cert)
{
	if (add(known, cert) && known->learnt != NULL)
		known->learnt(known->learnt_arg, cert);
}

void
known_issuers_learn(struct known_issuers *known, const struct report *report)
{
	ARRAY_EACH (path, &report->paths) {
		if (!path->is_complete)
			continue;
		/* From 1: leaves issue nothing. */
		for (size_t i = 1; i < path->chain->len; i++) {
			if (path->origins.items[i] == REPORT_PRESENTED)
				learn_cert(known, path->chain->certs[i]);
		}
	}
}

const struct cert_set *
known_issuers_set(const struct known_issuers *known)
{
	return known->set;
}

uint64_t
known_issuers_generation(const struct known_issuers *known)
{
	return known->generation;
}
