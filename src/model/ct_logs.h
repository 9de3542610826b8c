/*
 * struct ct_logs: the transparency logs that an operator's list names, with
 * their keys and how browsers stand to them. Shared and immutable once made
 * (files/log_list.h reads it); the judge asks.
 */
#pragma once

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "base/timestamp.h"
#include "pki/sct.h"

/* Beyond this age browsers do not go by a list any more (Chrome: 70 days):
 * what it does not know may be a log that came since. */
#define CT_LOGS_STALE_S ((int64_t)70 * 86400)

/* As the lists have them. */
enum ct_log_state {
	CT_LOG_PENDING,
	CT_LOG_QUALIFIED,
	CT_LOG_USABLE,
	CT_LOG_READONLY,
	CT_LOG_RETIRED, /* what it signed before counts still */
	CT_LOG_REJECTED,
};

extern const struct names ct_log_state_names;

/* Who had it before, until then; the earliest first. */
struct ct_log_owner {
	char *operator;
	int64_t until;
};

struct ct_log {
	uint8_t id[SCT_LOG_ID_LEN]; /* SHA-256 of the key's DER */
	EVP_PKEY *key;
	char *name, *operator; /* fit for a terminal */
	ARRAY(struct ct_log_owner) owners;
	enum ct_log_state state;
	int64_t state_since; /* 0: not said */
	/* It takes certificates whose last second is from (inclusive) until
	 * (exclusive); 0 and TIMESTAMP_NEVER: any. */
	int64_t from, until;
	bool is_tiled; /* served by static-ct-api, not by RFC 6962's */
};

struct ct_logs {
	char *name;		    /* the file's path */
	int64_t made_at;	    /* seconds; by its own words */
	ARRAY(struct ct_log) items; /* by id, once they are sorted */
	uint64_t generation; /* differs when anything of it does: a hash */
	unsigned refs;
};

struct ct_logs *ct_logs_new(const char *name, int64_t made_at);
struct ct_logs *ct_logs_ref(struct ct_logs *logs);
void ct_logs_unref(struct ct_logs *logs); /* NULL is fine */
CLEANUP_DEFINE(struct ct_logs, ct_logs_unref)

/* Takes the texts and owners of the log, whatever comes of it. The key is read,
 * and the id must be its own. */
bool ct_logs_add(struct ct_logs *logs, struct ct_log *take_log,
    const char *id_base64, const char *key_base64,
    struct error *err) MUST_CHECK;
void ct_log_clear(struct ct_log *log);
/* Puts them in order and makes the generation, out of what they were made of
 * too; before anything is asked. false: one stands there twice. */
bool ct_logs_finish(
    struct ct_logs *logs, uint64_t seed, struct error *err) MUST_CHECK;

/* NULL: the list does not name it. */
const struct ct_log *ct_logs_find(
    const struct ct_logs *logs, const uint8_t id[SCT_LOG_ID_LEN]);
bool ct_logs_is_stale(const struct ct_logs *logs, int64_t now);
/* Who had it at that second. */
const char *ct_log_operator_at(const struct ct_log *log, int64_t at);
/* Does what it signed now count with browsers? */
bool ct_log_is_approved(const struct ct_log *log);
/* ... or what it signed at that second, since it was approved then? */
bool ct_log_was_approved(const struct ct_log *log, int64_t at);
