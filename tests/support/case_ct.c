/*
 * Transparency in a judge case: the logs that the operator's list names, and
 * timestamps that they signed. Any of these lines has the judge look at it.
 *
 *	transparency: on		without a list
 *	logs: made=-3d			the list, and when it was made
 *	log a: operator=Google state=usable since=-900d from=-1y until=+1y rsa
 *	handshake leaf: a@-5d b@-4d	what the handshake brings with leaf
 *
 * A timestamp is LOG@TIME, with ",broken" (its signature) and ",rsa" (the log's
 * kind of key) behind it. Embedded ones: "log=a@-5d" of a certificate, one for
 * each.
 */
#include <string.h>

#include "base/mem.h"
#include "base/names.h"
#include "support/case.h"
#include "support/case_ct.h"

static bool
need_list(struct case_file *file)
{
	file->ct.is_on = true;
	if (file->ct.logs == NULL)
		file->ct.logs = ct_logs_new("logs.json", mint_now);
	return true;
}

bool
case_ct_on(struct case_file *file, UNUSED char *line, UNUSED struct error *err)
{
	file->ct.is_on = true;
	return true;
}

bool
case_ct_logs(struct case_file *file, char *line, struct error *err)
{
	char *word = case_word(&line);

	need_list(file);
	if (word == NULL || strncmp(word, "made=", 5) != 0)
		return error_set(err, ERROR_INVALID, "logs: made=TIME");
	return case_time(word + 5, &file->ct.logs->made_at, err);
}

static bool
set_log(
    struct ct_log *log, enum mint_key_kind *kind, char *word, struct error *err)
{
	char *equals = strchr(word, '=');
	int state;

	if (strcmp(word, "rsa") == 0) {
		*kind = MINT_RSA_2048;
		return true;
	}
	if (equals == NULL)
		return error_set(err, ERROR_INVALID, "NAME=VALUE");
	*equals++ = '\0';
	if (strcmp(word, "operator") == 0) {
		free(log->operator);
		log->operator= mem_strdup(equals);
		return true;
	}
	if (strcmp(word, "since") == 0)
		return case_time(equals, &log->state_since, err);
	if (strcmp(word, "from") == 0)
		return case_time(equals, &log->from, err);
	if (strcmp(word, "until") == 0)
		return case_time(equals, &log->until, err);
	if (strcmp(word, "state") != 0 ||
	    !names_find(&ct_log_state_names, equals, &state))
		return error_set(err, ERROR_INVALID, "no %s=%s", word, equals);
	log->state = (enum ct_log_state)state;
	return true;
}

bool
case_ct_log(struct case_file *file, char *line, struct error *err)
{
	char *name = case_word(&line), *word;
	enum mint_key_kind kind = MINT_EC_P256;
	struct ct_log log = {.state = CT_LOG_USABLE, .until = TIMESTAMP_NEVER};
	CLEANUP(free) char *id = NULL;
	CLEANUP(free) char *key = NULL;

	need_list(file);
	if (name == NULL || name[strlen(name) - 1] != ':')
		return error_set(err, ERROR_INVALID, "log NAME: ...");
	name[strlen(name) - 1] = '\0';
	log.name = mem_strdup(name);
	log.operator= mem_strdup(name);
	while ((word = case_word(&line)) != NULL) {
		if (set_log(&log, &kind, word, err))
			continue;
		ct_log_clear(&log);
		return false;
	}
	id = mint_log_id_base64(name, kind);
	key = mint_log_key_base64(name, kind);
	return ct_logs_add(file->ct.logs, &log, id, key, err);
}

bool
case_ct_sct(char *word, struct mint_log_sct *ret_sct, struct error *err)
{
	char *time = strchr(word, '@'), *flag;
	int64_t seconds;

	if (time == NULL)
		return error_set(err, ERROR_INVALID, "LOG@TIME[,broken][,rsa]");
	*time++ = '\0';
	*ret_sct = (struct mint_log_sct){.log = word};
	word = strsep(&time, ",");
	while ((flag = strsep(&time, ",")) != NULL) {
		if (strcmp(flag, "broken") == 0)
			ret_sct->has_broken_signature = true;
		else if (strcmp(flag, "rsa") == 0)
			ret_sct->key_kind = MINT_RSA_2048;
		else
			return error_set(
			    err, ERROR_INVALID, "no flag \"%s\"", flag);
	}
	if (!case_time(word, &seconds, err))
		return false;
	ret_sct->timestamp_ms = seconds * 1000;
	return true;
}

bool
case_ct_handshake(struct case_file *file, char *line, struct error *err)
{
	struct mint_log_sct scts[CASE_CT_MAX];
	char *name = case_word(&line), *word;
	const struct case_cert *cert;
	size_t count = 0;

	if (name == NULL || name[strlen(name) - 1] != ':')
		return error_set(err, ERROR_INVALID, "handshake CERT: ...");
	name[strlen(name) - 1] = '\0';
	cert = case_named_cert(file, name, err);
	if (cert == NULL)
		return false;
	while ((word = case_word(&line)) != NULL) {
		if (count == CASE_CT_MAX)
			return error_set(err, ERROR_LIMIT, "too many");
		if (!case_ct_sct(word, &scts[count++], err))
			return false;
	}
	file->ct.is_on = true;
	free(file->ct.handshake);
	file->ct.handshake = mint_log_list(
	    scts, count, cert->cert, &file->ct.evidence.handshake_len);
	return true;
}

bool
case_ct_finish(struct case_file *file, struct error *err)
{
	file->ct.evidence.logs = file->ct.logs;
	file->ct.evidence.handshake = file->ct.handshake;
	return file->ct.logs == NULL || ct_logs_finish(file->ct.logs, 1, err);
}

void
case_ct_clear(struct case_ct *ct)
{
	ct_logs_unref(ct->logs);
	free(ct->handshake);
}
