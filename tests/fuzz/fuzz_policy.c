/* Any bytes as an operator's policy: reading ends well, says where it is wrong,
 * and what it takes can be asked. */
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "model/policy_lines.h"
#include "model/policy_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SHIPPED \
	"version 1\n" \
	"lifetime name=l from=2020-09-01 days=398 source=s\n" \
	"roots name=r\n" \
	"root sha256=" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" \
	"remove name=g programmes=chrome roots=r from=2026-04-15 source=s\n"

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
look_at(const struct policy *policy)
{
	static const int64_t times[] = {
	    INT64_MIN / 2, 0, INT64_C(1780272000), INT64_MAX / 2};

	ARRAY_EACH (rule, &policy->rules) {
		must(rule->name[0] != '\0' && rule->source[0] != '\0');
		must(rule->kind < POLICY_DISTRUST || rule->programmes != 0);
	}
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		(void)policy_lifetime(policy, times[i], true);
		(void)policy_key(policy, CERT_KEY_RSA, times[i], false);
		(void)policy_signature(policy, times[i], true);
		(void)policy_short_lived(policy, times[i]);
		(void)policy_transparency(policy, POLICY_CHROME, times[i]);
	}
	for (size_t i = 1; i < policy->roots.len; i++)
		must(memcmp(policy->roots.items[i - 1].digest,
			 policy->roots.items[i].digest, CERT_SHA256_LEN) <= 0);
}

static void
ask_of_certs(const struct policy *policy)
{
	struct cert cert = {.not_before = INT64_C(1780272000)};

	/* a root whose fingerprint the rows have */
	ARRAY_EACH (root, &policy->roots) {
		memcpy(cert.sha256, root->digest, sizeof cert.sha256);
		(void)policy_is_public(policy, &cert);
		for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
			const struct policy_rule *rule;
			int64_t from = policy_refused_from(policy,
			    (enum policy_programme)i, &cert, &cert, &rule);

			must((from == TIMESTAMP_NEVER) == (rule == NULL));
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct policy_text base = {"base", SHIPPED, strlen(SHIPPED)};
	const struct policy_text own = {"own", (const char *)data, size};
	struct error err = ERROR_INIT;
	struct policy *policy = policy_read(&base, 1, &own, &err);

	if (policy == NULL) {
		must(err.kind != ERROR_NONE && err.message[0] != '\0');
		return 0;
	}
	look_at(policy);
	if (policy->roots.len < 100)
		ask_of_certs(policy);
	policy_unref(policy);
	return 0;
}
