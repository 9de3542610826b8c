/* Fronts and proxies in scenarios; see scenario_ways.h. */
#include "support/scenario_ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/approach.h"

const struct endpoint_front *
scenario_ways_front(struct endpoint *endpoint, enum endpoint_role role)
{
	struct endpoint_front *front;

	if (role == ENDPOINT_ROLE_NONE)
		return NULL;
	ARRAY_EACH (known, &endpoint->fronts) {
		if (known->role == role)
			return known;
	}
	/* They are lent: none may move. */
	ARRAY_RESERVE(&endpoint->fronts, ENDPOINT_ROLE_COUNT);
	front = ARRAY_ADD(&endpoint->fronts);
	front->role = role;
	return front;
}

bool
scenario_ways_read(const char *word, char ret_proxy[SCENARIO_PROXY_MAX])
{
	bool is_none = strcmp(word, "none") == 0;

	snprintf(ret_proxy, SCENARIO_PROXY_MAX, "%s", is_none ? "" : word);
	return is_none || strchr(word, ':') != strrchr(word, ':');
}

void
scenario_ways_set(struct endpoint *endpoint, const char *proxy)
{
	const char *host = strchr(proxy, ':'), *port = strrchr(proxy, ':');
	struct approach_proxy *to;

	if (host == NULL)
		return;
	to = &approach_edit(&endpoint->settings->approach)->proxy;
	to->kind = strncmp(proxy, "http:", 5) == 0 ? PROXY_HTTP : PROXY_SOCKS5;
	snprintf(to->host.text, sizeof to->host.text, "%.*s",
	    (int)(port - host - 1), host + 1);
	to->port = (uint16_t)strtoul(port + 1, NULL, 10);
}
