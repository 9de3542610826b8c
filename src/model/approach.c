/* How we come to an endpoint; see approach.h. */
#include "model/approach.h"

#include <string.h>

#include <openssl/sha.h>

#include "base/mem.h"

const char *const approach_header_words[] = {
    [PROXY_HEADER_NONE] = "none",
    [PROXY_HEADER_V1] = "v1",
    [PROXY_HEADER_V2] = "v2",
    [PROXY_HEADER_COUNT] = NULL,
};

const char *const approach_address_words[] = {
    [ADDRESS_CHOICE_BOTH] = "both",
    [ADDRESS_CHOICE_IPV4] = "ipv4",
    [ADDRESS_CHOICE_IPV6] = "ipv6",
    [ADDRESS_CHOICE_COUNT] = NULL,
};

const char *const approach_resolution_words[] = {
    [APPROACH_RESOLVES_HERE] = "local",
    [APPROACH_RESOLVES_PROXY] = "proxy",
    [APPROACH_RESOLUTION_COUNT] = NULL,
};

static const struct approach plain;

struct approach *
approach_new(void)
{
	struct approach *approach = MEM_NEW(struct approach);

	approach->refs = 1;
	return approach;
}

struct approach *
approach_ref(struct approach *approach)
{
	approach->refs++;
	return approach;
}

void
approach_proxy_clear(struct approach_proxy *proxy)
{
	free(proxy->user);
	*proxy = (struct approach_proxy){0};
}

void
approach_identity_clear(struct approach_identity *identity)
{
	free(identity->cert_file);
	free(identity->key_file);
	*identity = (struct approach_identity){0};
}

void
approach_unref(struct approach *approach)
{
	if (approach == NULL || --approach->refs > 0)
		return;
	approach_proxy_clear(&approach->proxy);
	approach_identity_clear(&approach->identity);
	free(approach->credentials_file);
	free(approach);
}

static struct approach *
copy(const struct approach *from)
{
	struct approach *to = mem_dup(from, sizeof *from);

	to->refs = 1;
	to->proxy.user = mem_strdup(from->proxy.user);
	to->credentials_file = mem_strdup(from->credentials_file);
	to->identity.cert_file = mem_strdup(from->identity.cert_file);
	to->identity.key_file = mem_strdup(from->identity.key_file);
	return to;
}

struct approach *
approach_edit(struct approach **slot)
{
	struct approach *shared = *slot;

	if (shared == NULL) {
		*slot = approach_new();
	} else if (shared->refs > 1) {
		*slot = copy(shared);
		approach_unref(shared);
	}
	return *slot;
}

static bool
texts_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
approach_proxy_equal(
    const struct approach_proxy *a, const struct approach_proxy *b)
{
	return a->kind == b->kind && a->port == b->port &&
	    strcmp(a->host.text, b->host.text) == 0;
}

void
approach_proxy_digest(
    const struct approach *approach, bool with_credentials, uint8_t *ret)
{
	const struct approach_proxy *proxy = &approach->proxy;
	const char *user = proxy->user, *file = approach->credentials_file;
	char *text;

	if (!with_credentials)
		user = file = NULL;
	text = mem_printf("%s %s %u %s %s", proxy_kind_text(proxy->kind),
	    proxy->host.text, proxy->port, user == NULL ? "" : user,
	    file == NULL ? "" : file);
	SHA256((const uint8_t *)text, strlen(text), ret);
	free(text);
}

static bool
proxies_equal(const struct approach_proxy *a, const struct approach_proxy *b)
{
	return approach_proxy_equal(a, b) && texts_same(a->user, b->user);
}

bool
approach_equal(const struct approach *a, const struct approach *b)
{
	if (a == NULL)
		a = &plain;
	if (b == NULL)
		b = &plain;
	return a == b ||
	    (proxies_equal(&a->proxy, &b->proxy) &&
		texts_same(a->credentials_file, b->credentials_file) &&
		a->resolution == b->resolution && a->header == b->header &&
		a->addresses == b->addresses &&
		texts_same(a->identity.cert_file, b->identity.cert_file) &&
		texts_same(a->identity.key_file, b->identity.key_file) &&
		ip_address_compare(&a->source, &b->source) == 0);
}

bool
approach_has_proxy(const struct approach *approach)
{
	return approach != NULL && approach->proxy.kind != PROXY_NONE;
}

bool
approach_leaves_names(const struct approach *approach)
{
	return approach_has_proxy(approach) &&
	    approach->resolution == APPROACH_RESOLVES_PROXY;
}

bool
approach_has_identity(const struct approach *approach)
{
	return approach != NULL && approach->identity.cert_file != NULL;
}

bool
approach_takes(
    const struct approach *approach, const struct ip_address *address)
{
	if (approach == NULL)
		return true;
	if (approach->addresses == ADDRESS_CHOICE_IPV4 && address->family != 4)
		return false;
	if (approach->addresses == ADDRESS_CHOICE_IPV6 && address->family != 6)
		return false;
	return approach_has_proxy(approach) || approach->source.family == 0 ||
	    approach->source.family == address->family;
}

const char *
proxy_kind_text(enum proxy_kind kind)
{
	static const char *const names[PROXY_KIND_COUNT] = {
	    [PROXY_NONE] = "none",
	    [PROXY_HTTP] = "http",
	    [PROXY_SOCKS5] = "socks5",
	};

	return kind < PROXY_KIND_COUNT ? names[kind] : "?";
}
