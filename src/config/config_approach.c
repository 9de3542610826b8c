/* How to come to an endpoint; see config_approach.h. */
#include "config/config_approach.h"

#include <string.h>

#include "config/proxy_url.h"
#include "model/approach.h"

static const struct field member_rows[] = {
    {
	.key = "proxy_credentials",
	.type = &field_path,
	.offset = offsetof(struct approach, credentials_file),
    },
    {
	.key = "proxy_resolve",
	.type = &field_choice,
	.offset = offsetof(struct approach, resolution),
	.choices = approach_resolution_words,
    },
    {
	.key = "proxy_protocol",
	.type = &field_choice,
	.offset = offsetof(struct approach, header),
	.choices = approach_header_words,
    },
    {
	.key = "family",
	.type = &field_choice,
	.offset = offsetof(struct approach, addresses),
	.choices = approach_address_words,
    },
};

/* The key as it fills the approach itself. */
static void
decode_member(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	for (size_t i = 0; i < sizeof member_rows / sizeof member_rows[0];
	     i++) {
		const struct field *row = &member_rows[i];

		if (strcmp(row->key, field->key) == 0)
			field_decode_value(reader, row, node,
			    (char *)approach_edit(slot) + row->offset);
	}
}

const struct field_type config_approach_path = {
    .name = "path",
    .words = "a path",
    .decode = decode_member,
    .shapes = FIELD_AS_TEXT,
};

const struct field_type config_approach_word = {
    .name = "choice",
    .words = "one of the words listed",
    .decode = decode_member,
    .shapes = FIELD_AS_TEXT,
};

/* A URL with a '@' may hold a password: neither it nor its line is shown. */
static void
decode_proxy(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->type, node);
	struct approach_proxy proxy;
	struct error err = ERROR_INIT;

	if (text == NULL)
		return;
	if (proxy_url_parse(text, &proxy, &err)) {
		struct approach *approach = approach_edit(slot);

		approach_proxy_clear(&approach->proxy);
		approach->proxy = proxy;
		return;
	}
	reader->faults->is_hiding = strchr(text, '@') != NULL;
	field_fault(reader, node, "'%s' %s", field->key, err.message);
	reader->faults->is_hiding = false;
}

const struct field_type config_approach_proxy = {
    .name = "URL of a proxy, or none",
    .words = "a proxy such as http://proxy.example.com:3128",
    .decode = decode_proxy,
    .shapes = FIELD_AS_TEXT,
};

static const struct field identity_rows[] = {
    {
	.key = "certificate",
	.type = &field_path,
	.offset = offsetof(struct approach_identity, cert_file),
	.flags = FIELD_REQUIRED,
	.sentence = "PEM: the client's certificate first, then its chain.",
    },
    {
	.key = "key",
	.type = &field_path,
	.offset = offsetof(struct approach_identity, key_file),
	.inherits = "the file of the certificate",
	.sentence = "PEM: its private key, without a password.",
    },
};

const struct field_table config_identity_table =
    FIELD_TABLE("'client_certificate'", identity_rows);

static void
decode_identity(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct approach_identity identity = {0};
	size_t before = reader->faults->added;
	struct approach *approach;

	if (node->kind == YAML_KIND_MAP)
		field_decode_map(
		    reader, &config_identity_table, node, &identity);
	else if (node->kind != YAML_KIND_SCALAR ||
	    strcmp(node->text, "none") != 0)
		field_wrong_type(reader, field, field->type, node);
	if (reader->faults->added > before) {
		approach_identity_clear(&identity);
		return;
	}
	approach = approach_edit(slot);
	approach_identity_clear(&approach->identity);
	approach->identity = identity;
}

const struct field_type config_approach_identity = {
    .name = "section, or none",
    .words = "a map with 'certificate' and 'key', or none",
    .decode = decode_identity,
    .shapes = FIELD_AS_TEXT | FIELD_AS_MAP,
    .pattern = "^none$",
};

static void
decode_source(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->type, node);
	struct ip_address source = {0};

	if (text == NULL)
		return;
	if (strcmp(text, "any") == 0 || ip_address_parse(text, &source))
		approach_edit(slot)->source = source;
	else
		field_fault(reader, node,
		    "'%s' is '%s'; it must be an address of this machine such "
		    "as 192.0.2.1, without a port",
		    field->key, fault_value(text).text);
}

const struct field_type config_approach_source = {
    .name = "address, or any",
    .words = "an address of this machine such as 192.0.2.1",
    .decode = decode_source,
    .shapes = FIELD_AS_TEXT,
};

/* At the key that is there: what contradicts may come from "defaults". */
static const struct yaml_node *
place_of_fault(
    const struct yaml_node *map, const char *key, const char *other_key)
{
	const struct yaml_node *node = yaml_map_find(map, key);

	if (node == NULL)
		node = yaml_map_find(map, other_key);
	return node;
}

static void
check_credentials(struct field_reader *reader, const struct yaml_node *map,
    const struct approach *approach)
{
	const struct yaml_node *at =
	    place_of_fault(map, "proxy", "proxy_credentials");

	if (at == NULL)
		return;
	if (approach->proxy.user != NULL && approach->credentials_file == NULL)
		field_fault(reader, at,
		    "'proxy' names a user, but there is no file with the "
		    "password; name it by 'proxy_credentials'");
	else if (!approach_has_proxy(approach) &&
	    yaml_map_find(map, "proxy_credentials") != NULL)
		field_fault(reader, at,
		    "'proxy_credentials' without a 'proxy' that would be told "
		    "them; add it, or leave them out");
}

static void
check_source(struct field_reader *reader, const struct yaml_node *map,
    const struct approach *approach)
{
	const struct yaml_node *at = place_of_fault(map, "source", "family");
	int wanted = approach->addresses == ADDRESS_CHOICE_IPV4 ? 4 : 6;

	if (at == NULL || approach->source.family == 0 ||
	    approach->addresses == ADDRESS_CHOICE_BOTH ||
	    approach_has_proxy(approach))
		return;
	if (approach->source.family != wanted)
		field_fault(reader, at,
		    "'source' is an address of IPv%u and 'family' is %s; from "
		    "there nothing of it can be reached",
		    approach->source.family,
		    approach_address_words[approach->addresses]);
}

void
config_approach_check(struct field_reader *reader, const struct yaml_node *map,
    const struct approach *approach)
{
	if (approach == NULL)
		return;
	check_credentials(reader, map, approach);
	check_source(reader, map, approach);
}
