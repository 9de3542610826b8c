/*
 * Where an endpoint is reached: "addresses", names and addresses to connect to
 * instead of what DNS says of the host; and "fronts", the same with a role, a
 * name for people, and whose product it is.
 */
#include "config/config_fronts.h"

#include "base/safe_print.h"
#include "config/host_port.h"
#include "model/endpoint.h"

#define MAX_TITLE 64

/* A map of "fronts" while it is read: its ways become the endpoint's. */
struct draft {
	const struct endpoint *endpoint;
	int role, provider; /* indexes of the choices; -1: not given */
	char *title;
	ARRAY(struct endpoint_front) ways;
};

static bool
is_listed(const struct endpoint *endpoint, const struct endpoint_front *front)
{
	return endpoint_same_front(endpoint, front) != NULL;
}

static struct endpoint_front
front_of(const struct host_port *parsed)
{
	struct endpoint_front front = {.port = parsed->port};

	if (parsed->host.is_address) {
		front.address = parsed->host.address;
		front.address.port = parsed->port;
		front.port = 0;
	} else {
		front.name = mem_strdup(parsed->host.text);
	}
	return front;
}

/* What an item says; false with a fault. */
static bool
read_address(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node,
    struct host_port *ret_parsed)
{
	struct error err = ERROR_INIT;
	const char *text;

	if (node->kind == YAML_KIND_LIST) {
		field_fault(reader, node,
		    "%s'%s' is a list; text that begins with "
		    "'[' needs quotes: \"[2001:db8::1]\"",
		    field_item_words(field, type), field->key);
		return false;
	}
	text = field_text(reader, field, type, node);
	if (text == NULL)
		return false;
	if (host_port_parse_way(text, ret_parsed, &err))
		return true;
	field_fault(
	    reader, node, "'%s' %s", fault_value(text).text, err.message);
	return false;
}

static void
decode_address(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct endpoint *endpoint = slot;
	struct host_port parsed;
	struct endpoint_front front;

	if (!read_address(reader, field, field->item, node, &parsed))
		return;
	front = front_of(&parsed);
	if (is_listed(endpoint, &front)) {
		field_fault(reader, node,
		    "'%s' stands in 'addresses' already; remove one",
		    fault_value(node->text).text);
		endpoint_front_clear(&front);
		return;
	}
	*ARRAY_ADD(&endpoint->fronts) = front;
}

const struct field_type config_address_type = {
    .name = "address or name, with or without port",
    .words = "an address or name, such as 192.0.2.10 or \"192.0.2.10:8443\"",
    .decode = decode_address,
    .shapes = FIELD_AS_TEXT,
};

static bool
is_in_draft(const struct draft *draft, const struct endpoint_front *front)
{
	ARRAY_EACH (way, &draft->ways) {
		if (endpoint_front_same_way(way, front))
			return true;
	}
	return false;
}

static void
add_way(struct field_reader *reader, const struct yaml_node *node,
    struct draft *draft, const struct host_port *parsed)
{
	struct endpoint_front front = front_of(parsed);

	if (is_listed(draft->endpoint, &front) || is_in_draft(draft, &front)) {
		field_fault(reader, node,
		    "'%s' is listed for this endpoint already; remove one",
		    fault_value(node->text).text);
		endpoint_front_clear(&front);
		return;
	}
	*ARRAY_ADD(&draft->ways) = front;
}

/* Alone, or as an item. */
static void
decode_way(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const struct field_type *type =
	    field->item == NULL ? field->type : field->item;
	struct host_port parsed;

	if (read_address(reader, field, type, node, &parsed))
		add_way(reader, node, slot, &parsed);
}

static const struct field_type way_type = {
    .name = "address or name, with or without port",
    .words = "an address or name, such as 192.0.2.10 or \"192.0.2.10:8443\"",
    .decode = decode_way,
    .shapes = FIELD_AS_TEXT,
};

/* As it would be shown; nothing in it to be escaped. */
static bool
is_plain(const char *text, size_t len)
{
	CLEANUP(free) char *shown = safe_print_dup(text, len, len);

	return strcmp(shown, text) == 0;
}

static bool
parse_title(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	size_t len = strnlen(text, MAX_TITLE + 1);
	char **title = slot;

	if (len == 0 || len > MAX_TITLE || !is_plain(text, len))
		return error_set(err, ERROR_INVALID,
		    "is no name for a front; use 1 to %d bytes of text on one "
		    "line",
		    MAX_TITLE);
	free(*title);
	*title = mem_strdup(text);
	return true;
}

static const struct field_type title_type = {
    .name = "text",
    .words = "a short name, such as eu-1",
    .parse = parse_title,
    .shapes = FIELD_AS_TEXT,
};

/* In the order of enum endpoint_role and enum provider_id, less the first. */
static const char *const roles[] = {
    "dns", "origin", "load-balancer", "cdn", "standby", NULL};

static const char *const providers[] = {
#define PROVIDER(id_, key_, ...) key_,
#include "model/providers.def"
#undef PROVIDER
    NULL};

static const struct field rows[] = {
    {
	.key = "role",
	.type = &field_choice,
	.choices = roles,
	.offset = offsetof(struct draft, role),
	.flags = FIELD_REQUIRED,
	.sentence = "What it is to the service. 'dns' without an address is "
		    "what DNS says of the host.",
    },
    {
	.key = "name",
	.type = &title_type,
	.offset = offsetof(struct draft, title),
	.sentence = "What people call it; told with all that is found there.",
    },
    {
	.key = "address",
	.type = &way_type,
	.sentence = "Where to connect to; a name is resolved afresh.",
    },
    {
	.key = "addresses",
	.type = &field_list,
	.item = &way_type,
	.least = 1,
	.most = CONFIG_MOST_ADDRESSES,
	.sentence = "The same, where there are several.",
    },
    {
	.key = "provider",
	.type = &field_choice,
	.choices = providers,
	.offset = offsetof(struct draft, provider),
	.inherits = "whose name it is in DNS",
	.sentence = "Whose product it is: remedies say what goes where in it.",
    },
};

const struct field_table config_front_table = FIELD_TABLE("a front", rows);

/* Its ways move over to the endpoint. */
static void
take_draft(struct endpoint *endpoint, struct draft *draft)
{
	ARRAY_EACH (way, &draft->ways) {
		way->role = (enum endpoint_role)(draft->role + 1);
		way->provider = (enum provider_id)(draft->provider + 1);
		if (draft->title != NULL)
			way->title = mem_strdup(draft->title);
		*ARRAY_ADD(&endpoint->fronts) = *way;
	}
	ARRAY_CLEAR(&draft->ways);
}

static void
check_draft(struct field_reader *reader, const struct yaml_node *node,
    struct draft *draft)
{
	struct endpoint_front host = {.role = ENDPOINT_ROLE_DNS};

	if (draft->ways.len > 0)
		return;
	if (draft->role + 1 != ENDPOINT_ROLE_DNS)
		field_fault(
		    reader, node, "a front has no 'address'; say where it is");
	else if (is_listed(draft->endpoint, &host))
		field_fault(reader, node,
		    "what DNS says of the host is a front already; remove one");
	else
		*ARRAY_ADD(&draft->ways) = host;
}

static void
decode_front(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct endpoint *endpoint = slot;
	struct draft draft = {.endpoint = endpoint, .role = -1, .provider = -1};
	size_t before = reader->faults->added;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_decode_map(reader, &config_front_table, node, &draft);
	if (reader->faults->added == before)
		check_draft(reader, node, &draft);
	if (reader->faults->added == before)
		take_draft(endpoint, &draft);
	ARRAY_EACH (way, &draft.ways)
		endpoint_front_clear(way);
	ARRAY_CLEAR(&draft.ways);
	free(draft.title);
}

const struct field_type config_front_type = {
    .name = "front",
    .words = "a map with 'role' and 'address'",
    .decode = decode_front,
    .shapes = FIELD_AS_MAP,
};
