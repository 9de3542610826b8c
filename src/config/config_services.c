/* "mx" and "srv"; see config_services.h. */
#include "config/config_services.h"

#include "config/config_endpoints.h"
#include "config/loader.h"
#include "config/target_lists.h"

#define SMTP_PORT 25

static const char *const keys[] = {"mx", "srv", "port", "interval", "sample",
    "timeout", "trust", "compare_stores", "clients", "allowed", "rollout",
    "thresholds", "expect", "serves", "deploy_grace", "transparency", "dane",
    "revocation", "labels", "proxy", "proxy_credentials", "proxy_resolve",
    "proxy_protocol", "client_certificate", "family", "source", "variants",
    "variant_interval", "starttls", NULL};

static void
decode_service(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct loader *loader = loader_of(reader);
	const char *text = field_text(reader, field, field->type, node);
	struct error err = ERROR_INIT;

	if (text != NULL &&
	    !dns_service_parse(
		(enum service_kind)field->offset, text, &loader->service, &err))
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
}

const struct field_type config_service_type = {
    .name = "name in DNS",
    .words = "a name, such as example.org or _imaps._tcp.example.org",
    .decode = decode_service,
    .shapes = FIELD_AS_TEXT,
};

bool
config_service_is(const struct yaml_node *map)
{
	return yaml_map_find(map, "mx") != NULL ||
	    yaml_map_find(map, "srv") != NULL;
}

/* What is usual for the service, where nothing else was said. */
static void
take_usual(const struct loader *loader, const struct yaml_node *map,
    struct endpoint *like)
{
	const struct dns_service *service = &loader->service;

	if (yaml_map_find(map, "starttls") == NULL)
		like->starttls = service->starttls;
	if (service->kind != SERVICE_MX)
		return;
	if (yaml_map_find(map, "port") == NULL)
		like->port = SMTP_PORT;
	if (yaml_map_find(map, "dane") == NULL &&
	    loader->config->defaults.dane < 0)
		like->dane = DANE_VERIFY;
}

void
config_service_decode(struct field_reader *reader, const struct yaml_node *map)
{
	struct loader *loader = loader_of(reader);
	struct config_service *added;
	struct endpoint *like;

	if (yaml_map_find(map, "mx") != NULL &&
	    yaml_map_find(map, "srv") != NULL) {
		field_fault(reader, yaml_map_find(map, "srv"),
		    "give either 'mx' or 'srv'; write each as an item of its "
		    "own");
		return;
	}
	like = config_endpoint_settings(
	    reader, "an endpoint with 'mx' or 'srv'", keys, map);
	if (like == NULL)
		return;
	ARRAY_EACH (other, &loader->config->services) {
		if (!dns_service_equal(&other->service, &loader->service))
			continue;
		field_fault(reader, map, "'%s' is listed already; remove one",
		    loader->service.name);
		endpoint_unref(like);
		return;
	}
	take_usual(loader, map, like);
	added = ARRAY_ADD(&loader->config->services);
	added->service = loader->service;
	added->like = like;
}

static void
clear_found(struct config_service *service)
{
	ARRAY_EACH (host, &service->hosts)
		free(host->name);
	ARRAY_CLEAR(&service->hosts);
	ARRAY_EACH (endpoint, &service->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&service->endpoints);
}

static bool
is_same(const struct config_service *service,
    const struct dns_service_host *hosts, size_t count)
{
	if (service->hosts.len != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct dns_service_host *known = &service->hosts.items[i];

		if (known->port != hosts[i].port ||
		    strcmp(known->name, hosts[i].name) != 0)
			return false;
	}
	return true;
}

static void
set(struct config_service *service, const struct dns_service_host *hosts,
    size_t count)
{
	dns_service_endpoints made = {.len = 0};

	clear_found(service);
	for (size_t i = 0; i < count; i++)
		*ARRAY_ADD(&service->hosts) = (struct dns_service_host){
		    mem_strdup(hosts[i].name), hosts[i].port};
	dns_service_make_endpoints(
	    &service->service, service->like, hosts, count, &made);
	ARRAY_EACH (endpoint, &made)
		*ARRAY_ADD(&service->endpoints) = *endpoint;
	ARRAY_CLEAR(&made);
}

bool
config_services_set(struct config *config, size_t service,
    const struct dns_service_host *hosts, size_t count)
{
	struct config_service *changed = &config->services.items[service];

	if (is_same(changed, hosts, count))
		return false;
	set(changed, hosts, count);
	target_lists_join(config);
	return true;
}

void
config_services_adopt(struct config *config, const struct config *old)
{
	ARRAY_EACH (service, &config->services) {
		ARRAY_EACH (known, &old->services) {
			if (dns_service_equal(
				&service->service, &known->service))
				set(service, known->hosts.items,
				    known->hosts.len);
		}
	}
	if (config->services.len > 0)
		target_lists_join(config);
}

void
config_services_clear(struct config *config)
{
	ARRAY_EACH (service, &config->services) {
		clear_found(service);
		endpoint_unref(service->like);
	}
	ARRAY_CLEAR(&config->services);
}
