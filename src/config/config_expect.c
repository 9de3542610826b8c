/* What an endpoint's certificate has to be; see config_expect.h. */
#include "config/config_expect.h"

#include "model/expectation.h"

#define MOST_ENTRIES 32

typedef bool (*add_fn)(
    struct expectation *expectation, const char *text, struct error *err);

static void
add_entry(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, struct expectation *expectation, add_fn add)
{
	struct error err = ERROR_INIT;
	const char *text;

	if (yaml_node_is_null(node)) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	text = field_text(reader, field, field->type, node);
	if (text != NULL && !add(expectation, text, &err))
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
}

/* One, or a list of which any will do. */
static void
decode_entries(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, struct expectation *expectation, add_fn add)
{
	if (node->kind != YAML_KIND_LIST)
		add_entry(reader, field, node, expectation, add);
	else if (node->len == 0 || node->len > MOST_ENTRIES)
		field_fault(reader, node,
		    "'%s' has %u items; give from 1 to %d, or leave it out",
		    field->key, node->len, MOST_ENTRIES);
	else
		for (size_t i = 0; i < node->len; i++)
			add_entry(
			    reader, field, node->items[i], expectation, add);
}

static void
decode_issuers(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	decode_entries(reader, field, node, slot, expectation_add_issuer);
}

static void
decode_keys(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	decode_entries(reader, field, node, slot, expectation_add_key);
}

static const struct field_type issuers_type = {
    .name = "text, or a list of texts of which any will do",
    .words = "a CA's name, or the SHA-256 of its certificate",
    .decode = decode_issuers,
    .shapes = FIELD_AS_TEXT | FIELD_AS_LIST,
    .element = &field_string,
};

static const struct field_type keys_type = {
    .name = "digest, or a list of digests of which any will do",
    .words = "the SHA-256 of a public key, such as sha256//...",
    .decode = decode_keys,
    .shapes = FIELD_AS_TEXT | FIELD_AS_LIST,
    .element = &field_string,
};

static const struct field rows[] = {
    {
	.key = "issuer",
	.type = &issuers_type,
	.sentence = "Who issued it: a common name or organisation of its "
		    "issuer or of a CA above, or that CA's certificate by "
		    "its SHA-256 fingerprint, or its key as sha256//BASE64.",
    },
    {
	.key = "key",
	.type = &keys_type,
	.sentence = "The SHA-256 of its public key, as sha256//BASE64 or 64 "
		    "hexadecimal digits. List the next key before a change.",
    },
};

const struct field_table config_expect_table = FIELD_TABLE("'expect'", rows);

static void
decode_expect(struct field_reader *reader, UNUSED const struct field *field,
    const struct yaml_node *node, void *slot)
{
	CLEANUP(expectation_unref)
	struct expectation *expectation = expectation_new();
	struct expectation **to = slot;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->type, node);
		return;
	}
	field_decode_map(reader, &config_expect_table, node, expectation);
	expectation_unref(*to);
	*to = TAKE(expectation);
}

const struct field_type config_expect_type = {
    .name = "section",
    .words = "a map with 'issuer' or 'key'",
    .decode = decode_expect,
    .can_be_empty = true,
    .shapes = FIELD_AS_MAP,
};
