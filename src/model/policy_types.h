/*
 * What may stand behind the keys of a policy's rows: one function a type, which
 * reads the text into the row's values. They say only what they want; who calls
 * says where and which key. Used by policy_values.c only.
 */
#pragma once

#include "model/policy_values.h"

/* slot: where the value belongs, by the key's offset into values. */
typedef bool (*policy_type_fn)(struct policy_values *values, void *slot,
    const char *text, struct error *err);

/* One word; lent. */
bool policy_type_name(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
/* Several, commas between them. */
bool policy_type_names(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
/* For people; owned. */
bool policy_type_words(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_label(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_day(struct policy_values *values, void *slot, const char *text,
    struct error *err) MUST_CHECK;
/* Of a bare date its last second. */
bool policy_type_day_end(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_days(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_years(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_bits(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_count(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_key_kind(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_digest_kind(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_scope(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_is_public(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_programmes(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_sha256(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
bool policy_type_spki(struct policy_values *values, void *slot,
    const char *text, struct error *err) MUST_CHECK;
