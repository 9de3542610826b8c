/* Endpoints: "www.example.com:8443", or a map with what differs. */
#include "config/config_endpoints.h"

#include "config/config_approach.h"
#include "config/config_allowed.h"
#include "config/config_clients.h"
#include "config/config_defaults.h"
#include "config/config_dns.h"
#include "config/config_expect.h"
#include "config/config_files.h"
#include "config/config_fronts.h"
#include "config/config_labels.h"
#include "config/config_services.h"
#include "config/config_revocation.h"
#include "config/config_thresholds.h"
#include "config/config_transparency.h"
#include "config/config_trust.h"
#include "config/config_variants.h"
#include "config/endpoint_index.h"
#include "config/host_port.h"
#include "config/loader.h"

static bool
parse_host(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	return host_port_parse_host(text, slot, err);
}

#define HOST_PATTERN "([0-9A-Fa-f:.]+|\\[[0-9A-Fa-f:.]+\\]|[^\\]\\[/@*:? ]+)"

static const struct field_type host_type = {
    .name = "host name or address",
    .words = "a host name such as www.example.com, or an IP address",
    .parse = parse_host,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^" HOST_PATTERN "$",
};

static bool
parse_starttls(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	enum starttls starttls;

	if (!starttls_parse(text, &starttls, err))
		return false;
	*(uint8_t *)slot = (uint8_t)starttls;
	return true;
}

static const struct field_type starttls_type = {
    .name = "protocol",
    .words = "a protocol such as smtp or postgres",
    .parse = parse_starttls,
    .shapes = FIELD_AS_TEXT,
    .names = &starttls_names,
    .names_from = STARTTLS_NONE + 1,
};

static const struct field rows[] = {
    {
	.key = "host",
	.type = &host_type,
	.offset = offsetof(struct endpoint_draft, endpoint.host),
	.flags = FIELD_REQUIRED,
	.inherits = "'mx' or 'srv' in its place",
	.sentence = "The name or address by which clients reach the service: "
		    "it is resolved, sent as SNI and looked for in the "
		    "certificate.",
    },
    CONFIG_SERVICE_ROWS,
    {
	.key = "port",
	.type = &field_port,
	.offset = offsetof(struct endpoint_draft, endpoint.port),
	.least = 1,
	.most = 65535,
	.fallback = "443",
	.sentence = "The port of the service; with 'starttls' that of "
		    "the protocol, unless given.",
    },
    {
	.key = "interval",
	.type = &field_duration,
	.offset = offsetof(struct endpoint_draft, settings.interval_s),
	.least = CONFIG_LEAST_INTERVAL_S,
	.most = CONFIG_MOST_INTERVAL_S,
	.inherits = "that of 'defaults'",
	.sentence = "How often each address is probed.",
    },
    {
	.key = "sample",
	.type = &field_count,
	.offset = offsetof(struct endpoint_draft, endpoint.sample),
	.least = 1,
	.most = CONFIG_MOST_ADDRESSES,
	.fallback = "24",
	.sentence = "Of names with more addresses than this, so many are "
		    "looked at each interval, by turns; addresses that are "
		    "listed always are.",
    },
    {
	.key = "timeout",
	.type = &field_duration_ms,
	.offset = offsetof(struct endpoint_draft, settings.timeout_ms),
	.least = CONFIG_LEAST_TIMEOUT_S,
	.most = CONFIG_MOST_TIMEOUT_S,
	.inherits = "that of 'defaults'",
	.sentence = "How long one probe may take, from dialling to the end.",
    },
    {
	.key = "trust",
	.type = &field_list,
	.item = &config_trust_name,
	.offset = offsetof(struct endpoint_draft, settings.trust),
	.least = 1,
	.most = CONFIG_MOST_TRUST,
	.inherits = "that of 'defaults'",
	.sentence = "The trust stores that count, all together.",
    },
    {
	.key = "compare_stores",
	.type = &config_compared_stores,
	.item = &config_trust_name,
	.offset = offsetof(struct endpoint_draft, settings.compared),
	.least = 0,
	.most = CONFIG_MOST_TRUST,
	.inherits = "those of 'defaults'",
	.sentence = CONFIG_COMPARED_SENTENCE " [] compares none.",
    },
    {
	.key = "addresses",
	.type = &field_list,
	.item = &config_address_type,
	.least = 1,
	.most = CONFIG_MOST_ADDRESSES,
	.inherits = "every address that DNS has for the host",
	.sentence = "Where to connect to instead: load balancers, CDN edges, "
		    "origins, Unix sockets (unix:/run/app.sock). Names are "
		    "resolved afresh each time; SNI and "
		    "name check stay the host's.",
    },
    {
	.key = "clients",
	.type = &config_clients_type,
	.inner = &config_clients_table,
	.offset = offsetof(struct endpoint_draft, settings.clients),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_CLIENTS_SENTENCE,
    },
    {
	.key = "allowed",
	.type = &config_allowed_type,
	.inner = &config_allowed_table,
	.offset = offsetof(struct endpoint_draft, settings.allowed),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_ALLOWED_SENTENCE " {} allows nothing.",
    },
    {
	.key = "rollout",
	.type = &field_section,
	.inner = &config_rollout_table,
	.offset = offsetof(struct endpoint_draft, settings.rollout),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_ROLLOUT_SENTENCE,
    },
    {
	.key = "thresholds",
	.type = &config_thresholds_type,
	.inner = &config_thresholds_table,
	.offset = offsetof(struct endpoint_draft, settings.thresholds),
	.inherits = "those of 'defaults'",
	.sentence = CONFIG_THRESHOLDS_SENTENCE,
    },
    {
	.key = "expect",
	.type = &config_expect_type,
	.inner = &config_expect_table,
	.offset = offsetof(struct endpoint_draft, settings.expected),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_EXPECT_SENTENCE " {} expects nothing.",
    },
    {
	.key = "serves",
	.type = &config_served_files,
	.offset = offsetof(struct endpoint_draft, settings.serves),
	.least = 1,
	.most = 16,
	.sentence = "The certificate file, or files, that its servers load. "
		    "They are watched, too: what is newer there than what is "
		    "served is told (not-deployed).",
    },
    {
	.key = "deploy_grace",
	.type = &field_duration,
	.offset = offsetof(struct endpoint_draft, settings.deploy_grace_s),
	.least = 0,
	.most = 30 * 86400,
	.fallback = "1h",
	.sentence = "How long a file of 'serves' may be newer than what is "
		    "served.",
    },
    {
	.key = "transparency",
	.type = &config_transparency_word,
	.choices = config_transparency_words,
	.offset = offsetof(struct endpoint_draft, endpoint.is_transparency_off),
	.inherits = "that of the defaults",
	.sentence = CONFIG_TRANSPARENCY_SENTENCE,
    },
    {
	.key = "dane",
	.type = &field_choice,
	.choices = config_dane_words,
	.offset = offsetof(struct endpoint_draft, endpoint.dane),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_DANE_SENTENCE,
    },
    {
	.key = "revocation",
	.type = &config_revocation_mode_type,
	.offset = offsetof(struct endpoint_draft, endpoint.revocation),
	.inherits = "that of 'defaults'",
	.sentence = CONFIG_REVOCATION_SENTENCE,
    },
    {
	.key = "labels",
	.type = &config_labels_type,
	.sentence = "Text of your own that goes with every event.",
    },
    CONFIG_APPROACH_ROWS(offsetof(struct endpoint_draft, settings.approach),
	"that of 'defaults'"),
    CONFIG_VARIANT_ROWS(offsetof(struct endpoint_draft, endpoint.variants),
	offsetof(struct endpoint_draft, settings.variant_interval_s), false,
	"those of 'defaults'", "that of 'defaults'"),
    {
	.key = "starttls",
	.type = &starttls_type,
	.offset = offsetof(struct endpoint_draft, endpoint.starttls),
	.inherits = "none: TLS from the first byte",
	.sentence =
	    "The protocol that begins in the clear and turns to TLS "
	    "when asked. The port is that of the protocol then, unless given.",
    },
    {
	.key = "fronts",
	.type = &field_list,
	.item = &config_front_type,
	.inner = &config_front_table,
	.least = 1,
	.most = CONFIG_MOST_ADDRESSES,
	.inherits = "what DNS says of the host",
	.sentence = "The ways to the service, each with its role: what is "
		    "found there is told with role and name. They stand "
		    "beside 'addresses'; what DNS says of the host is one "
		    "of them only where 'role: dns' says so.",
    },
};

const struct field_table config_endpoint_table =
    FIELD_TABLE("an endpoint", rows);

/* What the rows say is read once: there may be 100,000 of them. */
static struct endpoint *
new_endpoint(struct loader *loader)
{
	const struct config_defaults *defaults = &loader->config->defaults;
	struct endpoint *endpoint;

	if (loader->blank == NULL) {
		loader->blank = endpoint_new();
		field_set_defaults(&config_endpoint_table, loader->blank);
	}
	endpoint = endpoint_like(loader->blank);
	endpoint->settings->interval_s = defaults->interval_s;
	endpoint->settings->timeout_ms = defaults->timeout_ms;
	endpoint->settings->clients = defaults->clients;
	endpoint->dane = defaults->dane < 0 ? DANE_OFF : defaults->dane;
	endpoint->revocation = defaults->revocation;
	endpoint->settings->rollout = defaults->rollout;
	endpoint->settings->thresholds = defaults->thresholds;
	if (defaults->allowed != NULL)
		endpoint->settings->allowed = allowed_ref(defaults->allowed);
	endpoint->variants = defaults->variants;
	endpoint->is_transparency_off = defaults->is_transparency_off;
	endpoint->settings->variant_interval_s = defaults->variant_interval_s;
	if (defaults->expected != NULL)
		endpoint->settings->expected =
		    expectation_ref(defaults->expected);
	if (defaults->approach != NULL)
		endpoint->settings->approach = approach_ref(defaults->approach);
	return endpoint;
}

/* Keys that say which endpoint it is, and where. */
static const char *const own_keys[] = {
    "host", "mx", "srv", "addresses", "fronts", "serves", NULL};

static bool
is_among(const char *const *keys, const char *key)
{
	for (size_t i = 0; keys[i] != NULL; i++) {
		if (strcmp(keys[i], key) == 0)
			return true;
	}
	return false;
}

/* What a map of settings leaves open the defaults say. */
static void
take_defaults(struct endpoint *endpoint, const struct config_defaults *defaults,
    const struct yaml_node *node)
{
	if (endpoint->settings->trust.len == 0)
		texts_add_all(&endpoint->settings->trust, &defaults->trust);
	if (node == NULL || yaml_map_find(node, "compare_stores") == NULL)
		texts_add_all(
		    &endpoint->settings->compared, &defaults->compared);
}

/* STARTTLS has its own usual port. */
static void
take_port(struct endpoint *endpoint, const struct yaml_node *node)
{
	if (endpoint->starttls != STARTTLS_NONE &&
	    yaml_map_find(node, "port") == NULL)
		endpoint->port =
		    starttls_port((enum starttls)endpoint->starttls);
}

/* The keys named, or without any all that are not an endpoint's own. */
struct endpoint *
config_endpoint_settings(struct field_reader *reader, const char *name,
    const char *const *keys, const struct yaml_node *node)
{
	struct loader *loader = loader_of(reader);
	CLEANUP(endpoint_unref)
	struct endpoint *endpoint = new_endpoint(loader);
	struct field kept[sizeof rows / sizeof rows[0]];
	struct field_table table = {.name = name, .rows = kept};
	size_t before = reader->faults->added;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (keys == NULL ? !is_among(own_keys, rows[i].key)
				 : is_among(keys, rows[i].key))
			kept[table.count++] = rows[i];
	}
	if (node != NULL)
		field_decode_map(reader, &table, node, endpoint);
	take_defaults(endpoint, &loader->config->defaults, node);
	if (node != NULL)
		config_approach_check(
		    reader, node, endpoint->settings->approach);
	if (reader->faults->added > before)
		return NULL;
	if (node != NULL) {
		config_check_timeout(reader, node,
		    endpoint->settings->interval_s,
		    endpoint->settings->timeout_ms);
		take_port(endpoint, node);
	}
	return TAKE(endpoint);
}

struct endpoint *
config_endpoint_template(
    struct field_reader *reader, const struct yaml_node *node)
{
	return config_endpoint_settings(reader, "'defaults'", NULL, node);
}

static void
decode_short(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node)
{
	const struct config *config = loader_of(reader)->config;
	const char *text = field_text(reader, field, field->item, node);
	struct host_port parsed;
	struct error err = ERROR_INIT;
	struct endpoint *endpoint;

	if (text == NULL)
		return;
	if (!host_port_parse(text, &parsed, &err)) {
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
		return;
	}
	endpoint = new_endpoint(loader_of(reader));
	endpoint->host = parsed.host;
	if (parsed.port != 0)
		endpoint->port = parsed.port;
	take_defaults(endpoint, &config->defaults, NULL);
	endpoint_index_add(reader, node, endpoint);
}

/* "- www.example.com: 8443" makes a map of what was meant as one text. */
static bool
is_split_text(struct field_reader *reader, const struct yaml_node *node)
{
	const struct yaml_pair *pair = &node->pairs[0];
	struct fault_value host, port = fault_value("443");

	if (node->len != 1 || strchr(pair->key->text, '.') == NULL)
		return false;
	host = fault_value(pair->key->text);
	if (pair->value->kind == YAML_KIND_SCALAR &&
	    !yaml_node_is_null(pair->value))
		port = fault_value(pair->value->text);
	field_fault(reader, pair->key,
	    "'%s' is no key of an endpoint; write '%s:%s' without a space, or "
	    "'host: %s' and further keys",
	    host.text, host.text, port.text, host.text);
	return true;
}

static void
decode_long(struct field_reader *reader, const struct yaml_node *node)
{
	const struct config *config = loader_of(reader)->config;
	CLEANUP(endpoint_unref) struct endpoint *endpoint = NULL;
	size_t before = reader->faults->added;

	if (is_split_text(reader, node))
		return;
	endpoint = new_endpoint(loader_of(reader));
	field_decode_map(reader, &config_endpoint_table, node, endpoint);
	take_defaults(endpoint, &config->defaults, node);
	config_approach_check(reader, node, endpoint->settings->approach);
	if (reader->faults->added > before)
		return;
	take_port(endpoint, node);
	config_check_timeout(reader, node, endpoint->settings->interval_s,
	    endpoint->settings->timeout_ms);
	endpoint_index_add(reader, yaml_map_find(node, "host"), TAKE(endpoint));
}

static void
decode_endpoint(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	if (node->kind == YAML_KIND_MAP && config_service_is(node))
		config_service_decode(reader, node);
	else if (node->kind == YAML_KIND_MAP)
		decode_long(reader, node);
	else if (node->kind == YAML_KIND_SCALAR)
		decode_short(reader, field, node);
	else
		field_fault(reader, node,
		    "an item of 'endpoints' is a list; write %s, and quote "
		    "text that begins with '['",
		    field->item->words);
}

static const char *const hosts[] = {"host", "mx", "srv", NULL};

static const struct field_type endpoint_item = {
    .name = "endpoint",
    .words = "www.example.com:443, or a map with 'host'",
    .decode = decode_endpoint,
    .shapes = FIELD_AS_TEXT | FIELD_AS_MAP,
    .pattern = "^" HOST_PATTERN "(:[0-9]{1,5})?$",
    .one_of = hosts,
};

static void
defer(struct field_reader *reader, UNUSED const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	loader_of(reader)->endpoints = node;
}

const struct field_type config_endpoints = {
    .name = "list of endpoints",
    .words = "a list of endpoints",
    .decode = defer,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
    .element = &endpoint_item,
};

static const struct field list = {
    .key = "endpoints",
    .type = &field_list,
    .item = &endpoint_item,
    .most = UINT32_MAX,
};

void
config_endpoints_decode(struct field_reader *reader)
{
	struct loader *loader = loader_of(reader);
	const struct yaml_node *node = loader->endpoints;

	loader->endpoints = NULL;
	if (node != NULL)
		field_decode_value(reader, &list, node, NULL);
}
