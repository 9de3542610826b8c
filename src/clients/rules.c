/* Whom a client may use, when, under which name; see rules.h. The rules on
 * certificates of a path are rules_path.c's. */
#include "clients/rules.h"

#define SENT_MAX_DEFAULT 100
#define BYTES_MAX_DEFAULT (100u << 10)

bool
client_rules_refuse(struct client_verdict *ret_verdict,
    enum client_reason reason, const struct client_cert *cert, unsigned limit)
{
	*ret_verdict = (struct client_verdict){
	    .reason = reason,
	    .cert = cert == NULL ? NULL : cert->cert,
	    .limit = limit,
	};
	return false;
}

bool
client_rules_message(
    const struct client_question *question, struct client_verdict *ret_verdict)
{
	const struct client_profile *profile = question->profile;
	const struct client_scene *scene = question->scene;
	unsigned max_sent =
	    profile->max_sent == 0 ? SENT_MAX_DEFAULT : profile->max_sent;
	unsigned max_bytes =
	    profile->max_bytes == 0 ? BYTES_MAX_DEFAULT : profile->max_bytes;

	if (scene->sent.len > max_sent)
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_TOO_MANY_SENT, NULL, max_sent);
	if (scene->message_bytes > max_bytes)
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_TOO_LARGE, NULL, max_bytes);
	if (scene->has_malformed &&
	    !(profile->oddities & CLIENT_SKIPS_MALFORMED))
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_MALFORMED, NULL, 0);
	return true;
}

/* The kinds of match this client takes, as NAME_* bits. */
static unsigned
kinds_taken(const struct client_profile *profile, const struct name_facts *name)
{
	static const struct {
		unsigned row, kind;
	} rows[] = {
	    {CLIENT_NAME_PARTIAL, NAME_PARTIAL},
	    {CLIENT_NAME_PARTIAL_HEAD, NAME_PARTIAL_HEAD},
	    {CLIENT_NAME_PARTIAL_MIDDLE, NAME_PARTIAL_MIDDLE},
	    {CLIENT_NAME_PARTIAL_IDN, NAME_PARTIAL_IDN},
	    {CLIENT_NAME_STAR_INSIDE, NAME_STAR_INSIDE},
	    {CLIENT_NAME_TOP, NAME_TOP},
	    {CLIENT_NAME_SUFFIX, NAME_SUFFIX},
	    {CLIENT_NAME_IP_AS_DNS, NAME_TEXT_IS_ADDRESS},
	};
	unsigned kinds = NAME_PLAIN;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (profile->names & rows[i].row)
			kinds |= rows[i].kind;
	}
	if (profile->ip_names == CLIENT_IP_BYTES ||
	    (profile->ip_names == CLIENT_IP_V4_ONLY && !name->is_ipv6))
		kinds |= NAME_IP_BYTES;
	if (!(profile->oddities & CLIENT_NO_STAR_UNDERSCORE))
		kinds |= NAME_STAR_LOOSE;
	return kinds;
}

static bool
looks_at_common_name(
    const struct client_profile *profile, const struct name_facts *name)
{
	switch (profile->common_name) {
	case CLIENT_CN_NEVER: return false;
	case CLIENT_CN_WITHOUT_DNS_NAME: return !name->has_dns_name;
	case CLIENT_CN_WITHOUT_HOST:
		return !name->has_dns_name && !name->has_ip_name;
	case CLIENT_CN_WITHOUT_SAN: return !name->has_san;
	}
	return false;
}

/* It would answer, if this client were another. */
static enum client_reason
why_not_named(const struct name_facts *name)
{
	static const struct {
		unsigned kind;
		enum client_reason reason;
	} rows[] = {
	    {NAME_IP_BYTES, CLIENT_REASON_NAME_ADDRESS},
	    {NAME_TEXT_IS_ADDRESS, CLIENT_REASON_NAME_ADDRESS_AS_TEXT},
	    {NAME_TOP | NAME_SUFFIX, CLIENT_REASON_NAME_WIDE},
	    {NAME_PARTIAL | NAME_PARTIAL_HEAD | NAME_PARTIAL_MIDDLE |
		    NAME_PARTIAL_IDN | NAME_STAR_INSIDE | NAME_STAR_LOOSE,
		CLIENT_REASON_NAME_PARTIAL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (name->by_san & rows[i].kind)
			return rows[i].reason;
	}
	return name->by_common_name != 0 && !name->has_san
	    ? CLIENT_REASON_NAME_IN_COMMON_NAME
	    : CLIENT_REASON_NAME;
}

/* How the common name answers, where this client looks at it. */
static unsigned
kinds_of_common_name(
    const struct client_profile *profile, const struct name_facts *name)
{
	if ((profile->names & CLIENT_NAME_IP_IN_CN) && !name->has_ip_name &&
	    (name->by_common_name & NAME_TEXT_IS_ADDRESS))
		return NAME_PLAIN;
	if (!looks_at_common_name(profile, name) ||
	    ((profile->oddities & CLIENT_CN_SINGLE) &&
		name->common_name_count > 1))
		return 0;
	return profile->oddities & CLIENT_CN_ANY ? name->by_any_common_name
						 : name->by_common_name;
}

bool
client_rules_name(
    const struct client_question *question, struct client_verdict *ret_verdict)
{
	const struct client_profile *profile = question->profile;
	const struct name_facts *name = &question->scene->name;
	unsigned kinds = kinds_taken(profile, name);

	if (!name->is_asked)
		return true;
	if (name->has_underscore && (profile->oddities & CLIENT_NO_UNDERSCORE))
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_NAME_UNDERSCORE, NULL, 0);
	if ((name->by_san & kinds) != 0 ||
	    (kinds_of_common_name(profile, name) & kinds) != 0)
		return true;
	return client_rules_refuse(ret_verdict, why_not_named(name),
	    &question->scene->certs.items[0], 0);
}

bool
client_rules_date(const struct client_question *question,
    const struct client_cert *cert, struct client_verdict *ret_verdict)
{
	const struct client_profile *profile = question->profile;

	if (question->at + profile->early_s < cert->cert->not_before)
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_NOT_YET_VALID, cert, 0);
	if (question->at > cert->cert->not_after ||
	    (profile->is_end_exclusive &&
		question->at == cert->cert->not_after))
		return client_rules_refuse(
		    ret_verdict, CLIENT_REASON_EXPIRED, cert, 0);
	return true;
}

const struct policy_rule *
client_rules_distrust(
    const struct client_question *question, const struct client_cert *cert)
{
	unsigned programmes = question->profile->programmes;

	for (int i = 0; i < POLICY_PROGRAMME_COUNT; i++) {
		if ((programmes >> i & 1u) != 0 &&
		    question->at >= cert->refused_from[i])
			return cert->refused_by[i];
	}
	return NULL;
}

const struct policy_rule *
client_rules_lack(
    const struct client_question *question, const struct client_cert *cert)
{
	const struct client_scene *scene = question->scene;

	ARRAY_EACH (lack, &scene->lacks) {
		if (lack->profile == question->profile &&
		    &scene->certs.items[lack->cert] == cert)
			return lack->rule;
	}
	return NULL;
}

bool
client_rules_is_anchor(const struct client_question *question,
    const struct client_cert *cert, size_t depth)
{
	bool is_leaf = depth == 0;

	if (!(cert->from & CLIENT_FROM_ANCHOR) ||
	    client_rules_distrust(question, cert) != NULL ||
	    client_rules_lack(question, cert) != NULL)
		return false;
	switch (question->profile->anchor) {
	case CLIENT_ANCHOR_ANY_CERT: return true;
	case CLIENT_ANCHOR_SELF_SIGNED: return cert->is_self_signed;
	case CLIENT_ANCHOR_CA: return !is_leaf;
	case CLIENT_ANCHOR_SELF_SIGNED_LEAF:
		return !is_leaf || cert->is_self_signed;
	}
	return false;
}

bool
client_rules_has(
    const struct client_question *question, const struct client_cert *cert)
{
	unsigned issuers = question->profile->issuers;

	if (cert->from & (CLIENT_FROM_SENT | CLIENT_FROM_ANCHOR))
		return true;
	if ((issuers & CLIENT_FETCHES) && (cert->from & CLIENT_FROM_FETCH))
		return true;
	return (issuers & CLIENT_PRELOADS) &&
	    (cert->from & CLIENT_FROM_PRELOAD) && cert->is_disclosed;
}
