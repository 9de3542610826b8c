/* In what addresses may differ, and for how long; see config_allowed.h. */
#include "config/config_allowed.h"

#include "base/hex.h"
#include "model/endpoint.h"

#define MOST_ENTRIES 64
#define MOST_LABEL 256 /* bytes of an issuer's name */
#define MOST_GRACE_S (30 * 86400)
#define LEAST_DEADLINE_S 10
#define MOST_DEADLINE_S (90 * 86400)

static const char *const chain_choices[] = {"same", "any", NULL};

static void
decode_chains(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct allowed *allowed = slot;
	struct field row = *field;
	int choice = 0;

	row.type = &field_choice;
	field_decode_value(reader, &row, node, &choice);
	allowed->is_any = choice == 1;
}

static const struct field_type chains_type = {
    .name = "same or any",
    .words = "'same' or 'any'",
    .decode = decode_chains,
    .shapes = FIELD_AS_TEXT,
};

/* 64 digits, with or without ':' between them. */
static bool
read_digest(const char *text, uint8_t sha256[CERT_SHA256_LEN])
{
	char digits[2 * CERT_SHA256_LEN + 1];
	size_t len = 0;

	for (; *text != '\0'; text++) {
		if (*text == ':')
			continue;
		if (len == sizeof digits - 1)
			return false;
		digits[len++] = *text;
	}
	digits[len] = '\0';
	return len == sizeof digits - 1 &&
	    hex_decode(digits, sha256, CERT_SHA256_LEN);
}

static void
decode_certificate(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct allowed *allowed = slot;
	uint8_t sha256[CERT_SHA256_LEN];

	if (text == NULL)
		return;
	if (!read_digest(text, sha256)) {
		field_fault(reader, node,
		    "'%s' is no SHA-256 of a certificate; write 64 hexadecimal "
		    "digits, as openssl x509 -fingerprint -sha256 prints them",
		    fault_value(text).text);
		return;
	}
	memcpy(
	    ARRAY_ADD(&allowed->certificates)->sha256, sha256, CERT_SHA256_LEN);
}

static void
decode_issuer(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct allowed *allowed = slot;

	if (text == NULL)
		return;
	if (*text == '\0' || strlen(text) > MOST_LABEL)
		field_fault(reader, node,
		    "an issuer's name has from 1 to %d characters; write its "
		    "common name, such as R10",
		    MOST_LABEL);
	else
		texts_add(&allowed->issuers, text);
}

static void
decode_role(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct allowed *allowed = slot;
	int role;

	if (text == NULL)
		return;
	if (names_find(&endpoint_role_names, text, &role) &&
	    role != ENDPOINT_ROLE_NONE)
		allowed->roles |= 1u << role;
	else
		field_fault(reader, node,
		    "'%s' is no role of a front; there are origin, "
		    "load-balancer, cdn, standby and dns",
		    fault_value(text).text);
}

static const struct field_type certificate_item = {
    .name = "fingerprint",
    .words = "the SHA-256 fingerprint of a certificate",
    .decode = decode_certificate,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^:*([0-9A-Fa-f]:*){64}$",
};

static const struct field_type issuer_item = {
    .name = "name",
    .words = "the common name of an issuer, such as R10",
    .decode = decode_issuer,
    .shapes = FIELD_AS_TEXT,
};

static const struct field_type role_item = {
    .name = "role",
    .words = "the role of a front, such as cdn",
    .decode = decode_role,
    .shapes = FIELD_AS_TEXT,
};

static const struct field allowed_rows[] = {
    {
	.key = "chains",
	.type = &chains_type,
	.choices = chain_choices,
	.inherits = "same",
	.sentence = "any: every address may show what it likes, as machines "
		    "with certificates of their own do.",
    },
    {
	.key = "certificates",
	.type = &field_list,
	.item = &certificate_item,
	.least = 1,
	.most = MOST_ENTRIES,
	.sentence = "Servers' certificates that may stand side by side.",
    },
    {
	.key = "issuers",
	.type = &field_list,
	.item = &issuer_item,
	.least = 1,
	.most = MOST_ENTRIES,
	.sentence = "Common names of issuers whose certificates may stand "
		    "side by side.",
    },
    {
	.key = "may_differ",
	.type = &field_list,
	.item = &role_item,
	.least = 1,
	.most = ENDPOINT_ROLE_COUNT,
	.sentence = "Roles of fronts that are compared among themselves only, "
		    "such as [cdn].",
    },
};

const struct field_table config_allowed_table =
    FIELD_TABLE("'allowed'", allowed_rows);

static void
decode_allowed(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	CLEANUP(allowed_unref) struct allowed *allowed = allowed_new();
	struct allowed **to = slot;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	field_decode_map(reader, &config_allowed_table, node, allowed);
	allowed_unref(*to);
	*to = TAKE(allowed);
}

const struct field_type config_allowed_type = {
    .name = "section",
    .words = "a map with 'chains', 'certificates', 'issuers' or 'may_differ'",
    .decode = decode_allowed,
    .can_be_empty = true,
    .shapes = FIELD_AS_MAP,
};

static const struct field rollout_rows[] = {
    {
	.key = "grace",
	.type = &field_duration,
	.offset = offsetof(struct endpoint_rollout, grace_s),
	.most = MOST_GRACE_S,
	.fallback = "15m",
	.sentence = "So long it is not told; then rollout-started.",
    },
    {
	.key = "deadline",
	.type = &field_duration,
	.offset = offsetof(struct endpoint_rollout, deadline_s),
	.least = LEAST_DEADLINE_S,
	.most = MOST_DEADLINE_S,
	.fallback = "24h",
	.sentence = "Whoever is later is told of: rollout-stalled.",
    },
};

const struct field_table config_rollout_table =
    FIELD_TABLE("'rollout'", rollout_rows);
