/* Name constraints, each pair asked once; see constraint_memo.h. */
#include "clients/constraint_memo.h"

#include <openssl/x509v3.h>

#include "base/array.h"
#include "clients/profile.h"
#include "pki/crypto_error.h"

struct answer {
	const struct cert *ca, *below;
	bool has_common_name, is_allowed;
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

static bool
ask(const struct cert *ca, const struct cert *below, bool has_common_name)
{
	NAME_CONSTRAINTS *constraints =
	    X509_get_ext_d2i(ca->x509, NID_name_constraints, NULL, NULL);
	bool is_allowed = false;

	if (constraints != NULL)
		is_allowed = NAME_CONSTRAINTS_check(below->x509, constraints) ==
			X509_V_OK &&
		    (!has_common_name ||
			NAME_CONSTRAINTS_check_CN(below->x509, constraints) ==
			    X509_V_OK);
	NAME_CONSTRAINTS_free(constraints);
	crypto_error_drop();
	return is_allowed;
}

bool
constraint_memo_allows(struct constraint_memo *memo, const struct cert *ca,
    const struct cert *below, bool has_common_name)
{
	struct answer *answer;

	ARRAY_EACH (known, &memo->answers) {
		if (known->ca == ca && known->below == below &&
		    known->has_common_name == has_common_name)
			return known->is_allowed;
	}
	answer = ARRAY_ADD(&memo->answers);
	*answer = (struct answer){
	    .ca = ca,
	    .below = below,
	    .has_common_name = has_common_name,
	    .is_allowed = ask(ca, below, has_common_name),
	};
	return answer->is_allowed;
}

static uint8_t
kinds_of(const STACK_OF(GENERAL_SUBTREE) * subtrees)
{
	uint8_t kinds = 0;

	for (int i = 0; i < sk_GENERAL_SUBTREE_num(subtrees); i++) {
		switch (sk_GENERAL_SUBTREE_value(subtrees, i)->base->type) {
		case GEN_DNS: kinds |= CLIENT_NC_DNS; break;
		case GEN_IPADD: kinds |= CLIENT_NC_IP; break;
		case GEN_EMAIL: kinds |= CLIENT_NC_EMAIL; break;
		case GEN_URI: kinds |= CLIENT_NC_URI; break;
		case GEN_DIRNAME: kinds |= CLIENT_NC_DN; break;
		default: kinds |= CLIENT_NC_OTHER; break;
		}
	}
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
