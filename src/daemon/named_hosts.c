/* Servers that DNS named; see named_hosts.h. */
#include "daemon/named_hosts.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "config/config_services.h"

#define LINE "dns " /* "dns mx example.org mail.example.org:25" */

static bool
is_line(const char *text)
{
	return strncmp(text, LINE, strlen(LINE)) == 0;
}

static bool
parse_host(const char *text, struct dns_service_host *ret_host)
{
	const char *colon = strrchr(text, ':');
	char *end;
	unsigned long port;

	if (colon == NULL || colon == text || colon[1] == '\0')
		return false;
	port = strtoul(colon + 1, &end, 10);
	if (*end != '\0' || port == 0 || port > UINT16_MAX)
		return false;
	ret_host->name = mem_strndup(text, (size_t)(colon - text));
	ret_host->port = (uint16_t)port;
	return true;
}

static void
restore(struct config *config, size_t number, const struct texts *said)
{
	CLEANUP(free)
	char *name = dns_service_text(&config->services.items[number].service);
	CLEANUP(free) char *start = mem_printf(LINE "%s ", name);
	struct dns_service_host hosts[SERVICE_MAX_HOSTS];
	size_t count = 0;

	ARRAY_EACH (line, said) {
		if (count < SERVICE_MAX_HOSTS &&
		    strncmp(*line, start, strlen(start)) == 0 &&
		    parse_host(*line + strlen(start), &hosts[count]))
			count++;
	}
	if (count > 0 && config_services_set(config, number, hosts, count))
		log_info(name,
		    "watched as DNS named it before the restart: %zu server%s",
		    count, count == 1 ? "" : "s");
	while (count > 0)
		free(hosts[--count].name);
}

void
named_hosts_restore(struct config *config, const struct texts *said)
{
	for (size_t i = 0; i < config->services.len; i++)
		restore(config, i, said);
}

static void
add_lines(const struct config_service *service, struct texts *lines)
{
	CLEANUP(free) char *name = dns_service_text(&service->service);

	ARRAY_EACH (host, &service->hosts) {
		CLEANUP(free)
		char *line = mem_printf(
		    LINE "%s %s:%u", name, host->name, (unsigned)host->port);

		if (lines->len < NAMED_HOSTS_MAX && !texts_has(lines, line))
			texts_add(lines, line);
	}
}

void
named_hosts_keep(
    struct store *store, const struct config *config, struct texts *kept)
{
	struct texts now = {0};

	ARRAY_EACH (service, &config->services)
		add_lines(service, &now);
	ARRAY_EACH (line, kept) {
		if (is_line(*line) && !texts_has(&now, *line))
			said_keep(store, *line, false);
	}
	ARRAY_EACH (line, &now) {
		if (!texts_has(kept, *line))
			said_keep(store, *line, true);
	}
	texts_clear(kept);
	*kept = now;
}
