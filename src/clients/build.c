/* What the builders share; see build.h. */
#include "clients/build.h"

const struct client_cert *
client_path_at(const struct client_question *question,
    const struct client_path *path, size_t depth)
{
	return &question->scene->certs.items[path->certs[depth]];
}

const struct client_cert *
client_path_top(
    const struct client_question *question, const struct client_path *path)
{
	return client_path_at(question, path, path->len - 1);
}

bool
client_path_push(struct client_path *path, uint8_t cert)
{
	if (path->len == CLIENT_PATH_MAX)
		return false;
	path->certs[path->len++] = cert;
	return true;
}

bool
client_path_has(const struct client_path *path, uint8_t cert)
{
	for (size_t i = 0; i < path->len; i++) {
		if (path->certs[i] == cert)
			return true;
	}
	return false;
}

struct client_verdict
client_build_ended(
    const struct client_question *question, const struct client_cert *cert)
{
	struct client_verdict verdict;
	enum client_reason reason = CLIENT_REASON_NOT_SENT;
	const struct policy_rule *rule = client_rules_distrust(question, cert);
	const struct policy_rule *lack = client_rules_lack(question, cert);

	if ((cert->from & CLIENT_FROM_ANCHOR) && rule != NULL)
		reason = CLIENT_REASON_DISTRUSTED;
	else if (lack != NULL)
		reason = CLIENT_REASON_ROOT_LACKING;
	else if ((cert->from & CLIENT_FROM_ANCHOR) && !cert->is_self_signed)
		reason = CLIENT_REASON_NOT_SELF_SIGNED;
	else if (cert->is_self_signed)
		reason = CLIENT_REASON_UNTRUSTED;
	else if (question->profile->issuers & CLIENT_FETCHES)
		reason = CLIENT_REASON_NOT_SENT_NOR_FETCHED;
	client_rules_refuse(&verdict, reason, cert, 0);
	if (reason == CLIENT_REASON_DISTRUSTED)
		verdict.rule = rule->name;
	else if (reason == CLIENT_REASON_ROOT_LACKING)
		verdict.rule = lack->name;
	return verdict;
}

bool
client_build_check_signatures(const struct client_question *question,
    const struct client_path *path, struct client_verdict *ret_verdict)
{
	for (size_t i = 0; i + 1 < path->len; i++) {
		const struct client_cert *cert =
		    client_path_at(question, path, i);

		if (!client_scene_is_signed(question->scene, cert,
			client_path_at(question, path, i + 1)))
			return client_rules_refuse(
			    ret_verdict, CLIENT_REASON_BAD_SIGNATURE, cert, 0);
	}
	return true;
}

uint8_t
client_build_find_anchor(
    const struct client_question *question, const struct client_cert *cert)
{
	const struct client_scene *scene = question->scene;
	struct client_verdict unused;
	uint8_t found = CLIENT_NO_CERT;

	for (size_t i = 0; i < cert->issuer_count; i++) {
		uint8_t at = cert->issuers[i];
		const struct client_cert *anchor = &scene->certs.items[at];

		if (!client_rules_is_anchor(question, anchor, 1) ||
		    !client_scene_is_signed(scene, cert, anchor))
			continue;
		if (client_rules_date(question, anchor, &unused))
			return at;
		if (found == CLIENT_NO_CERT)
			found = at;
	}
	return found;
}

struct client_verdict
client_build_finish(
    const struct client_question *question, const struct client_path *path)
{
	struct client_verdict verdict = {.accepts = true};

	if (client_build_check_signatures(question, path, &verdict) &&
	    client_rules_path(question, path, &verdict))
		verdict = (struct client_verdict){.accepts = true};
	return verdict;
}
