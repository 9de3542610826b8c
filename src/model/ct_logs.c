/* The transparency logs that are known; see ct_logs.h. */
#include "model/ct_logs.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/names.h"
#include "pki/sct_verify.h"

#define KEY_MAX 1024 /* octets of a SubjectPublicKeyInfo; RSA 4096 has 550 */
#define BASE64_MAX (KEY_MAX / 3 * 4)

static const char *const states[] = {
    [CT_LOG_PENDING] = "pending",
    [CT_LOG_QUALIFIED] = "qualified",
    [CT_LOG_USABLE] = "usable",
    [CT_LOG_READONLY] = "readonly",
    [CT_LOG_RETIRED] = "retired",
    [CT_LOG_REJECTED] = "rejected",
};

const struct names ct_log_state_names = NAMES_INIT(states);

struct ct_logs *
ct_logs_new(const char *name, int64_t made_at)
{
	struct ct_logs *logs = MEM_NEW(struct ct_logs);

	logs->name = mem_strdup(name);
	logs->made_at = made_at;
	logs->refs = 1;
	return logs;
}

struct ct_logs *
ct_logs_ref(struct ct_logs *logs)
{
	logs->refs++;
	return logs;
}

void
ct_log_clear(struct ct_log *log)
{
	EVP_PKEY_free(log->key);
	free(log->name);
	free(log->operator);
	ARRAY_EACH (owner, &log->owners)
		free(owner->operator);
	ARRAY_CLEAR(&log->owners);
	*log = (struct ct_log){0};
}

void
ct_logs_unref(struct ct_logs *logs)
{
	if (logs == NULL || --logs->refs > 0)
		return;
	ARRAY_EACH (log, &logs->items)
		ct_log_clear(log);
	ARRAY_CLEAR(&logs->items);
	free(logs->name);
	free(logs);
}

/* Octets, at most KEY_MAX; -1: it is no base64, or too long. */
static int
decode(const char *text, uint8_t bytes[KEY_MAX])
{
	size_t len = strlen(text), pads = 0;
	int count;

	while (pads < 2 && pads < len && text[len - 1 - pads] == '=')
		pads++;
	/* EVP_DecodeBlock takes blanks around it; none belong here. */
	if (len == 0 || len > BASE64_MAX || len % 4 != 0 ||
	    strspn(text,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/") != len - pads)
		return -1;
	count = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)len);
	return count < 0 ? -1 : count - (int)pads;
}

static bool
set_key(struct ct_log *log, const char *id_base64, const char *key_base64,
    struct error *err)
{
	uint8_t bytes[KEY_MAX], id[KEY_MAX], digest[EVP_MAX_MD_SIZE];
	int len = decode(key_base64, bytes);

	if (len < 0)
		return error_set(err, ERROR_INVALID, "'key' is no base64");
	log->key = sct_log_key(bytes, (size_t)len, err);
	if (log->key == NULL)
		return error_prefix(err, "'key'");
	if (decode(id_base64, id) != SCT_LOG_ID_LEN)
		return error_set(err, ERROR_INVALID,
		    "'log_id' is not %d octets in base64", SCT_LOG_ID_LEN);
	if (EVP_Digest(bytes, (size_t)len, digest, NULL, EVP_sha256(), NULL) !=
		1 ||
	    memcmp(digest, id, SCT_LOG_ID_LEN) != 0)
		return error_set(
		    err, ERROR_INVALID, "'log_id' is not the SHA-256 of 'key'");
	memcpy(log->id, id, SCT_LOG_ID_LEN);
	return true;
}

bool
ct_logs_add(struct ct_logs *logs, struct ct_log *take_log,
    const char *id_base64, const char *key_base64, struct error *err)
{
	if (!set_key(take_log, id_base64, key_base64, err)) {
		ct_log_clear(take_log);
		return false;
	}
	*ARRAY_ADD(&logs->items) = *take_log;
	*take_log = (struct ct_log){0};
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct ct_log *x = a, *y = b;

	return memcmp(x->id, y->id, SCT_LOG_ID_LEN);
}

bool
ct_logs_finish(struct ct_logs *logs, uint64_t seed, struct error *err)
{
	uint64_t hash = hash_bytes(seed, &logs->made_at, sizeof logs->made_at);

	if (logs->items.len > 0)
		qsort(logs->items.items, logs->items.len,
		    sizeof logs->items.items[0], compare);
	for (size_t i = 0; i < logs->items.len; i++) {
		const struct ct_log *log = &logs->items.items[i];

		if (i > 0 && compare(log - 1, log) == 0)
			return error_set(err, ERROR_INVALID,
			    "%s: \"%s\" and \"%s\" are one log", logs->name,
			    log[-1].name, log->name);
		hash = hash_bytes(hash, log->id, sizeof log->id);
	}
	logs->generation = hash;
	return true;
}

const struct ct_log *
ct_logs_find(const struct ct_logs *logs, const uint8_t id[SCT_LOG_ID_LEN])
{
	struct ct_log wanted;

	if (logs == NULL || logs->items.len == 0)
		return NULL;
	memcpy(wanted.id, id, SCT_LOG_ID_LEN);
	return bsearch(&wanted, logs->items.items, logs->items.len,
	    sizeof logs->items.items[0], compare);
}

bool
ct_logs_is_stale(const struct ct_logs *logs, int64_t now)
{
	return now - logs->made_at > CT_LOGS_STALE_S;
}

const char *
ct_log_operator_at(const struct ct_log *log, int64_t at)
{
	ARRAY_EACH (owner, &log->owners) {
		if (at < owner->until)
			return owner->operator;
	}
	return log->operator;
}

bool
ct_log_is_approved(const struct ct_log *log)
{
	return log->state == CT_LOG_QUALIFIED || log->state == CT_LOG_USABLE ||
	    log->state == CT_LOG_READONLY;
}

bool
ct_log_was_approved(const struct ct_log *log, int64_t at)
{
	return ct_log_is_approved(log) ||
	    (log->state == CT_LOG_RETIRED && at < log->state_since);
}
