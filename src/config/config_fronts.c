/* Where an endpoint is reached: "addresses", the names and addresses to connect
 * to instead of what DNS says of the host. */
#include "config/config_fronts.h"

#include "config/host_port.h"
#include "model/endpoint.h"

static bool
fronts_equal(const struct endpoint_front *a, const struct endpoint_front *b)
{
	if (a->name == NULL || b->name == NULL)
		return a->name == b->name &&
		    ip_address_compare(&a->address, &b->address) == 0;
	return a->port == b->port && strcmp(a->name, b->name) == 0;
}

static void
add_front(struct field_reader *reader, const struct yaml_node *node,
    struct endpoint *endpoint, const struct host_port *parsed)
{
	struct endpoint_front front = {.port = parsed->port};

	if (parsed->host.is_address) {
		front.address = parsed->host.address;
		front.address.port = parsed->port;
		front.port = 0;
	} else {
		front.name = mem_strdup(parsed->host.text);
	}
	ARRAY_EACH (other, &endpoint->fronts) {
		if (!fronts_equal(other, &front))
			continue;
		field_fault(reader, node,
		    "'%s' stands in 'addresses' already; remove one",
		    fault_value(node->text).text);
		free(front.name);
		return;
	}
	*ARRAY_ADD(&endpoint->fronts) = front;
}

static void
decode_address(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct endpoint *endpoint = slot;
	struct host_port parsed;
	struct error err = ERROR_INIT;
	const char *text;

	if (node->kind == YAML_KIND_LIST) {
		field_fault(reader, node,
		    "an item of 'addresses' is a list; text that begins with "
		    "'[' needs quotes: \"[2001:db8::1]\"");
		return;
	}
	text = field_text(reader, field, field->item, node);
	if (text == NULL)
		return;
	if (!host_port_parse(text, &parsed, &err))
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
	else
		add_front(reader, node, endpoint, &parsed);
}

const struct field_type config_address_type = {
    .name = "address or name, with or without port",
    .words = "an address or name, such as 192.0.2.10 or \"192.0.2.10:8443\"",
    .decode = decode_address,
};
