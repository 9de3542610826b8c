/* Name constraints, each pair asked once; see constraint_memo.h. */
#include "clients/constraint_memo.h"

#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "clients/profile.h"
#include "pki/crypto_error.h"

struct answer {
	const struct cert *ca, *below;
	uint8_t kinds;
	enum constraint_common_name common_name;
	bool is_allowed;
};

struct constraint_memo {
	ARRAY(struct answer) answers;
};

struct constraint_memo *
constraint_memo_new(void)
{
	return MEM_NEW(struct constraint_memo);
}

void
constraint_memo_free(struct constraint_memo *memo)
{
	if (memo == NULL)
		return;
	ARRAY_CLEAR(&memo->answers);
	free(memo);
}

static uint8_t
kind_of(const GENERAL_SUBTREE *subtree)
{
	switch (subtree->base->type) {
	case GEN_DNS: return CLIENT_NC_DNS;
	case GEN_IPADD: return CLIENT_NC_IP;
	case GEN_EMAIL: return CLIENT_NC_EMAIL;
	case GEN_URI: return CLIENT_NC_URI;
	case GEN_DIRNAME: return CLIENT_NC_DN;
	default: return CLIENT_NC_OTHER;
	}
}

static void
keep_kinds(STACK_OF(GENERAL_SUBTREE) * subtrees, uint8_t kinds)
{
	for (int i = sk_GENERAL_SUBTREE_num(subtrees); i-- > 0;) {
		if (!(kind_of(sk_GENERAL_SUBTREE_value(subtrees, i)) & kinds))
			GENERAL_SUBTREE_free(
			    sk_GENERAL_SUBTREE_delete(subtrees, i));
	}
}

/* The domain itself, or what ends in it behind a dot. */
static bool
is_within(const char *name, const ASN1_STRING *base)
{
	const char *text = (const char *)ASN1_STRING_get0_data(base);
	size_t base_len = (size_t)ASN1_STRING_length(base);
	size_t len = strlen(name);

	if (base_len == 0)
		return true;
	if (len < base_len ||
	    strncasecmp(name + len - base_len, text, base_len) != 0)
		return false;
	return len == base_len || text[0] == '.' ||
	    name[len - base_len - 1] == '.';
}

static void
count_domains(const STACK_OF(GENERAL_SUBTREE) * subtrees, const char *name,
    size_t *ret_domains, size_t *ret_matches)
{
	*ret_domains = *ret_matches = 0;
	for (int i = 0; i < sk_GENERAL_SUBTREE_num(subtrees); i++) {
		const GENERAL_NAME *base =
		    sk_GENERAL_SUBTREE_value(subtrees, i)->base;

		if (base->type != GEN_DNS)
			continue;
		(*ret_domains)++;
		*ret_matches += is_within(name, base->d.dNSName);
	}
}

/* The common name, as if it were a dNSName. */
static bool
allows_as_domain(const NAME_CONSTRAINTS *constraints, const struct cert *below)
{
	const char *name = below->common_name;
	size_t permitted, permitting, excluded, excluding;

	if (name == NULL || below->has_san)
		return true;
	count_domains(
	    constraints->permittedSubtrees, name, &permitted, &permitting);
	count_domains(
	    constraints->excludedSubtrees, name, &excluded, &excluding);
	return excluding == 0 && (permitted == 0 || permitting > 0);
}

static bool
has_domain(const struct cert *cert)
{
	for (size_t i = 0; i < cert->name_count; i++) {
		if (cert->names[i].kind == CERT_NAME_DNS)
			return true;
	}
	return false;
}

static bool
allows_common_name(NAME_CONSTRAINTS *constraints, const struct cert *below,
    enum constraint_common_name common_name)
{
	switch (common_name) {
	case CONSTRAINT_CN_FREE: return true;
	case CONSTRAINT_CN_OF_HOST:
		return has_domain(below) ||
		    NAME_CONSTRAINTS_check_CN(below->x509, constraints) ==
		    X509_V_OK;
	case CONSTRAINT_CN_WITHOUT_SAN:
		return allows_as_domain(constraints, below);
	}
	return true;
}

static bool
ask(const struct answer *answer)
{
	NAME_CONSTRAINTS *constraints = X509_get_ext_d2i(
	    answer->ca->x509, NID_name_constraints, NULL, NULL);
	bool is_allowed = false;

	if (constraints != NULL) {
		keep_kinds(constraints->permittedSubtrees, answer->kinds);
		keep_kinds(constraints->excludedSubtrees, answer->kinds);
		is_allowed = NAME_CONSTRAINTS_check(answer->below->x509,
				 constraints) == X509_V_OK &&
		    allows_common_name(
			constraints, answer->below, answer->common_name);
	}
	NAME_CONSTRAINTS_free(constraints);
	crypto_error_drop();
	return is_allowed;
}

bool
constraint_memo_allows(struct constraint_memo *memo, const struct cert *ca,
    const struct cert *below, uint8_t kinds,
    enum constraint_common_name common_name)
{
	struct answer *answer;

	ARRAY_EACH (known, &memo->answers) {
		if (known->ca == ca && known->below == below &&
		    known->kinds == kinds && known->common_name == common_name)
			return known->is_allowed;
	}
	answer = ARRAY_ADD(&memo->answers);
	*answer = (struct answer){
	    .ca = ca,
	    .below = below,
	    .kinds = kinds,
	    .common_name = common_name,
	};
	answer->is_allowed = ask(answer);
	return answer->is_allowed;
}

static uint8_t
kinds_of(const STACK_OF(GENERAL_SUBTREE) * subtrees)
{
	uint8_t kinds = 0;

	for (int i = 0; i < sk_GENERAL_SUBTREE_num(subtrees); i++)
		kinds |= kind_of(sk_GENERAL_SUBTREE_value(subtrees, i));
	return kinds;
}

uint8_t
constraint_kinds_of(const struct cert *ca)
{
	NAME_CONSTRAINTS *constraints =
	    X509_get_ext_d2i(ca->x509, NID_name_constraints, NULL, NULL);
	uint8_t kinds = 0;

	if (constraints != NULL)
		kinds = kinds_of(constraints->permittedSubtrees) |
		    kinds_of(constraints->excludedSubtrees);
	NAME_CONSTRAINTS_free(constraints);
	crypto_error_drop();
	return kinds;
}
