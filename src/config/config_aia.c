/* "aia": fetching of missing issuers; see config_aia.h. */
#include "config/config_aia.h"

#include "config/config.h"
#include "pki/cert_body.h"

static void
decode_range(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct guard *guard = slot;
	struct error err = ERROR_INIT;
	const char *text = field_text(reader, field, field->item, node);

	if (text == NULL || guard->allowed_count == GUARD_MAX_RANGES)
		return;
	if (guard_range_parse(
		text, &guard->allowed[guard->allowed_count], &err))
		guard->allowed_count++;
	else
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
}

const struct field_type config_aia_range_item = {
    .name = "range of addresses",
    .words = "a range of addresses such as 10.1.0.0/16",
    .decode = decode_range,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[0-9A-Fa-f.:]+(/[0-9]+)?$",
};

static const struct field rows[] = {
    {
	.key = "enabled",
	.type = &field_boolean,
	.offset = offsetof(struct config_aia, is_enabled),
	.fallback = "true",
	.sentence = "Fetch the issuer that a server does not send, and that "
		    "no other server sends, from the address that the "
		    "certificate gives (authority information access), so "
		    "that it can be named.",
    },
    {
	.key = "allow",
	.type = &field_list,
	.item = &config_aia_range_item,
	.offset = offsetof(struct config_aia, guard),
	.most = GUARD_MAX_RANGES,
	.sentence = "Networks of your own in which a CA answers. Without, "
		    "only public addresses are connected to.",
    },
    {
	.key = "timeout",
	.type = &field_duration_ms,
	.offset = offsetof(struct config_aia, timeout_ms),
	.least = 1,
	.most = 60,
	.fallback = "5s",
	.sentence = "For one address, its name included.",
    },
    {
	.key = "max_bytes",
	.type = &field_count,
	.offset = offsetof(struct config_aia, max_bytes),
	.least = 4096,
	.most = CERT_BODY_MAX_BYTES,
	.fallback = "131072",
	.sentence = "The largest answer that is taken.",
    },
    {
	.key = "check_all",
	.type = &field_boolean,
	.offset = offsetof(struct config_aia, is_checking_all),
	.fallback = "false",
	.sentence = "Ask the addresses of complete chains, too, and tell "
		    "when nothing or something else is there.",
    },
};

const struct field_table config_aia_table = FIELD_TABLE("'aia'", rows);
