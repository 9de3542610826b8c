/* One way to an endpoint; see endpoint_front.h. */
#include "model/endpoint_front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_keys[] = {
    [ENDPOINT_ROLE_DNS] = "dns",
    [ENDPOINT_ROLE_ORIGIN] = "origin",
    [ENDPOINT_ROLE_LOAD_BALANCER] = "load-balancer",
    [ENDPOINT_ROLE_CDN] = "cdn",
    [ENDPOINT_ROLE_STANDBY] = "standby",
};

const struct names endpoint_role_names = NAMES_INIT(role_keys);

void
endpoint_front_clear(struct endpoint_front *front)
{
	free(front->name);
	free(front->title);
	memset(front, 0, sizeof *front);
}

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

const char *
endpoint_front_path(const struct endpoint_front *front)
{
	static const char start[] = "unix:/";

	return front->name != NULL &&
		strncmp(front->name, start, sizeof start - 1) == 0
	    ? front->name + sizeof start - 2
	    : NULL;
}

bool
endpoint_front_same_way(
    const struct endpoint_front *a, const struct endpoint_front *b)
{
	return same_text(a->name, b->name) && a->port == b->port &&
	    ip_address_compare(&a->address, &b->address) == 0;
}

bool
endpoint_front_equal(
    const struct endpoint_front *a, const struct endpoint_front *b)
{
	return endpoint_front_same_way(a, b) && endpoint_front_is_one(a, b) &&
	    a->provider == b->provider;
}

bool
endpoint_front_is_one(
    const struct endpoint_front *a, const struct endpoint_front *b)
{
	enum endpoint_role a_role = a == NULL ? ENDPOINT_ROLE_DNS : a->role;
	enum endpoint_role b_role = b == NULL ? ENDPOINT_ROLE_DNS : b->role;

	if (a == b)
		return true;
	return a_role == b_role &&
	    same_text(a == NULL ? NULL : a->title, b == NULL ? NULL : b->title);
}

const char *
endpoint_front_key(
    const struct endpoint_front *front, char key[ENDPOINT_FRONT_KEY_MAX])
{
	char address[IP_ADDRESS_TEXT_MAX];

	if (front->name == NULL)
		snprintf(key, ENDPOINT_FRONT_KEY_MAX, "%s",
		    front->address.port == 0
			? ip_address_format(&front->address, address)
			: ip_address_format_port(&front->address, address));
	else if (front->port == 0)
		snprintf(key, ENDPOINT_FRONT_KEY_MAX, "%s", front->name);
	else
		snprintf(key, ENDPOINT_FRONT_KEY_MAX, "%s:%u", front->name,
		    (unsigned)front->port);
	return key;
}

bool
endpoint_front_key_address(const char *key, struct ip_address *ret_address)
{
	char text[IP_ADDRESS_TEXT_MAX];
	const char *colon = strchr(key, ':');
	size_t len = strlen(key);

	if (key[0] == '[' && strchr(key, ']') != NULL)
		len = strcspn(key, "]") + 1;
	else if (colon != NULL && strchr(colon + 1, ':') == NULL)
		len = (size_t)(colon - key);
	if (len >= sizeof text)
		return false;
	memcpy(text, key, len);
	text[len] = '\0';
	return ip_address_parse(text, ret_address);
}

void
endpoint_front_add(struct strbuf *buf, const struct endpoint_front *front)
{
	static const char *const words[ENDPOINT_ROLE_COUNT] = {
	    [ENDPOINT_ROLE_ORIGIN] = "the origin",
	    [ENDPOINT_ROLE_LOAD_BALANCER] = "the load balancer",
	    [ENDPOINT_ROLE_CDN] = "the CDN",
	    [ENDPOINT_ROLE_STANDBY] = "the standby",
	};
	const char *word = words[front->role];

	if (word != NULL)
		strbuf_add(buf, word);
	if (word != NULL && front->title != NULL)
		strbuf_add_char(buf, ' ');
	if (front->title != NULL)
		strbuf_add(buf, front->title);
}

bool
endpoint_via_equal(const struct endpoint_via *a, const struct endpoint_via *b)
{
	return a->front == b->front && a->provider == b->provider;
}

void
endpoint_via_add(
    struct strbuf *buf, const struct endpoint_via *via, const char *place)
{
	const struct provider *provider =
	    via == NULL ? NULL : provider_get(via->provider);
	CLEANUP(strbuf_clear)
	struct strbuf front = STRBUF_INIT(ENDPOINT_VIA_TEXT_MAX);

	if (via != NULL && via->front != NULL)
		endpoint_front_add(&front, via->front);
	if (front.len > 0 && provider != NULL)
		strbuf_addf(buf, "%s (%s, %s)", strbuf_text(&front),
		    provider->name, place);
	else if (front.len > 0)
		strbuf_addf(buf, "%s (%s)", strbuf_text(&front), place);
	else if (provider != NULL)
		strbuf_addf(buf, "%s (%s)", place, provider->name);
	else
		strbuf_add(buf, place);
}
