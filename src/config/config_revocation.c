/* "revocation": how revocation is asked about; see config_revocation.h. */
#include "config/config_revocation.h"

#include <string.h>

#include "config/config.h"
#include "config/config_aia.h"
#include "model/revocation.h"
#include "pki/crl.h"

static bool
parse_mode(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	int mode;

	if (!names_find(&revocation_mode_names, text, &mode))
		return error_set(err, ERROR_INVALID,
		    "is '%s'; it must be one of off, soft, hard",
		    fault_value(text).text);
	*(uint8_t *)slot = (uint8_t)mode;
	return true;
}

const struct field_type config_revocation_mode_type = {
    .name = "choice",
    .words = "off, soft or hard",
    .parse = parse_mode,
    .shapes = FIELD_AS_TEXT,
    .names = &revocation_mode_names,
};

static void
decode_source(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	unsigned *sources = slot;
	const char *text = field_text(reader, field, field->item, node);

	if (text == NULL)
		return;
	if (strcmp(text, "crl") == 0)
		*sources |= CONFIG_REVOCATION_CRL;
	else if (strcmp(text, "ocsp") == 0)
		*sources |= CONFIG_REVOCATION_OCSP;
	else
		field_fault(reader, node, "'%s' must be one of crl, ocsp",
		    fault_value(text).text);
}

static const struct field_type source_item = {
    .name = "source",
    .words = "crl or ocsp",
    .decode = decode_source,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^(crl|ocsp)$",
};

static const struct field rows[] = {
    {
	.key = "sources",
	.type = &field_list,
	.item = &source_item,
	.offset = offsetof(struct config_revocation, sources),
	.least = 1,
	.most = 2,
	.inherits = "crl and ocsp",
	.sentence = "Who is asked: 'crl', the lists that certificates name, "
		    "and 'ocsp', the responders. Lists come first: one "
		    "speaks of all that a CA issued. Responders are asked "
		    "where no list is named, or none can be had.",
    },
    {
	.key = "allow",
	.type = &field_list,
	.item = &config_aia_range_item,
	.offset = offsetof(struct config_revocation, guard),
	.most = GUARD_MAX_RANGES,
	.sentence = "Networks of your own in which a CA answers. Without, "
		    "only public addresses are connected to.",
    },
    {
	.key = "timeout",
	.type = &field_duration_ms,
	.offset = offsetof(struct config_revocation, ocsp_timeout_ms),
	.least = 1,
	.most = 60,
	.fallback = "5s",
	.sentence = "For one answer of a responder, its name included.",
    },
    {
	.key = "list_timeout",
	.type = &field_duration_ms,
	.offset = offsetof(struct config_revocation, crl_timeout_ms),
	.least = 1,
	.most = 600,
	.fallback = "1m",
	.sentence = "For one list. Who waits for it is told what is known "
		    "after some seconds, and more when it is there.",
    },
    {
	.key = "max_list_bytes",
	.type = &field_count,
	.offset = offsetof(struct config_revocation, max_crl_bytes),
	.least = 4096,
	.most = CRL_MAX_BYTES,
	.fallback = "33554432",
	.sentence = "The largest list that is taken.",
    },
    {
	.key = "max_stored_mb",
	.type = &field_count,
	.offset = offsetof(struct config_revocation, max_stored_mb),
	.least = 1,
	.most = 100000,
	.fallback = "1024",
	.sentence = "How much of the state directory lists may take; those "
		    "asked about longest ago go first.",
    },
};

const struct field_table config_revocation_table =
    FIELD_TABLE("'revocation'", rows);
