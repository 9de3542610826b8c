/* "web": the web server; see config_web.h. */
#include "config/config_web.h"

#include <string.h>

#include "config/config.h"
#include "config/host_port.h"

#define MAX_HOSTS 32
#define MAX_METRICS_ENDPOINTS 1000000

static bool
parse_listen(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	struct host_port parsed;

	if (!host_port_parse(text, &parsed, err))
		return false;
	if (!parsed.host.is_address)
		return error_set(err, ERROR_INVALID,
		    "is a name; where to listen is an address with a port, "
		    "such as 127.0.0.1:9746");
	if (parsed.port == 0)
		return error_set(err, ERROR_INVALID,
		    "has no port; write one, such as 127.0.0.1:9746");
	*(struct ip_address *)slot = parsed.host.address;
	((struct ip_address *)slot)->port = parsed.port;
	return true;
}

static bool
is_same_listen(const void *slot, const void *other)
{
	return ip_address_compare(slot, other) == 0;
}

static const struct field_type listen_type = {
    .name = "address with port",
    .words = "an address such as 127.0.0.1:9746 or \"[::1]:9746\"",
    .parse = parse_listen,
    .shapes = FIELD_AS_TEXT,
    .is_same = is_same_listen,
};

static void
decode_host(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct host_port parsed;
	struct error err = ERROR_INIT;

	if (text == NULL)
		return;
	if (!host_port_parse(text, &parsed, &err))
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
	else if (parsed.port != 0)
		field_fault(reader, node,
		    "'%s' has a port; a name is enough, whatever the port",
		    fault_value(text).text);
	else
		texts_add(slot, parsed.host.text);
}

static bool
are_same_hosts(const void *slot, const void *other)
{
	return texts_equal(slot, other);
}

static const struct field_type host_item = {
    .name = "name",
    .words = "a name such as watch.example.com",
    .decode = decode_host,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^/ ]+$",
    .is_same = are_same_hosts,
};

static void
decode_proxy(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct http_proxies *proxies = slot;
	struct ip_address address = {0};

	if (text == NULL)
		return;
	if (!ip_address_parse(text, &address))
		field_fault(
		    reader, node, "'%s' is no address", fault_value(text).text);
	else if (proxies->len < HTTP_SERVER_MAX_PROXIES)
		proxies->items[proxies->len++] = address;
}

static bool
are_same_proxies(const void *slot, const void *other)
{
	const struct http_proxies *a = slot, *b = other;

	for (size_t i = 0; i < a->len && i < b->len; i++) {
		if (ip_address_compare(&a->items[i], &b->items[i]) != 0)
			return false;
	}
	return a->len == b->len;
}

static const struct field_type proxy_item = {
    .name = "address",
    .words = "an address such as 127.0.0.1 or \"::1\"",
    .decode = decode_proxy,
    .shapes = FIELD_AS_TEXT,
    .is_same = are_same_proxies,
};

/* Kept with a '/' at its end, so that what is appended is below it. */
static bool
parse_url(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	size_t len = strlen(text);
	const char *host = strstr(text, "://");

	if ((strncmp(text, "https://", 8) != 0 &&
		strncmp(text, "http://", 7) != 0) ||
	    host[3] == '\0' || host[3] == '/' || strpbrk(text, "?# ") != NULL)
		return error_set(err, ERROR_INVALID,
		    "is no URL of a server; write one such as "
		    "https://watch.example.com/");
	free(*(char **)slot);
	*(char **)slot =
	    mem_printf("%s%s", text, text[len - 1] == '/' ? "" : "/");
	return true;
}

static const struct field_type url_type = {
    .name = "URL",
    .words = "a URL such as https://watch.example.com/",
    .parse = parse_url,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[Hh][Tt][Tt][Pp][Ss]?:",
    .is_same = field_is_same_text,
};

static const struct field rows[] = {
    {
	.key = "listen",
	.type = &listen_type,
	.offset = offsetof(struct config_web, listen),
	.inherits = "nowhere: it is off",
	.flags = FIELD_RESTART,
	.sentence = "Where the web server listens. It speaks HTTP without TLS "
		    "and asks nobody who they are: leave it on loopback, "
		    "behind a proxy that does both. A socket that the service "
		    "manager hands over takes its place.",
    },
    {
	.key = "hosts",
	.type = &field_list,
	.item = &host_item,
	.offset = offsetof(struct config_web, hosts),
	.least = 1,
	.most = MAX_HOSTS,
	.inherits = "that of 'url'",
	.flags = FIELD_RESTART,
	.sentence = "Names under which it may be asked, beside addresses and "
		    "localhost. Who asks under another name is refused.",
    },
    {
	.key = "trusted_proxies",
	.type = &field_list,
	.item = &proxy_item,
	.offset = offsetof(struct config_web, proxies),
	.least = 1,
	.most = HTTP_SERVER_MAX_PROXIES,
	.inherits = "none",
	.flags = FIELD_RESTART,
	.sentence = "Addresses of proxies before it. An address has half of "
		    "the hundred places at most, but not one that many people "
		    "come from: it may have all of them.",
    },
    {
	.key = "url",
	.type = &url_type,
	.offset = offsetof(struct config_web, url),
	.inherits = "no links",
	.flags = FIELD_RESTART,
	.sentence = "Where people reach it: the links in what receivers of "
		    "events get begin with it.",
    },
    {
	.key = "metrics_endpoints",
	.type = &field_count,
	.offset = offsetof(struct config_web, metrics_endpoints),
	.least = 0,
	.most = MAX_METRICS_ENDPOINTS,
	.fallback = "10000",
	.flags = FIELD_RESTART,
	.sentence = "Of so many endpoints, by id, /metrics has series of their "
		    "own; all of them count in the others. 0: none has.",
    },
};

const struct field_table config_web_table = FIELD_TABLE("'web'", rows);

void
config_web_resolve(struct config *config)
{
	ARRAY_EACH (webhook, &config->webhooks)
		webhook->page_url = mem_strdup(config->web.url);
	ARRAY_EACH (mail, &config->mails)
		mail->page_url = mem_strdup(config->web.url);
}
