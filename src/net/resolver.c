/* Makes and ends resolvers; see resolve.h. */
#include "net/resolver_inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <strings.h>

#include "base/file.h"
#include "net/hosts.h"

#define RESOLV_CONF_DEFAULT "/etc/resolv.conf"
#define RESOLV_CONF_MAX_BYTES (256u << 10)
#define LOCAL_SERVER "127.0.0.1"
#define HOSTS_DEFAULT "/etc/hosts"
#define HOSTS_MAX_BYTES (16u << 20)

static const struct option {
	const char *key, *value;
} options_always[] = {
    {"do-not-query-localhost:", "no"}, /* a resolver on this machine */
    {"outgoing-range:", "512"},	       /* questions under way; was 16 */
    {"num-queries-per-thread:", "4096"},
    {"outgoing-num-tcp:", "32"}, /* was 2 */
    /* A monitor comes back to ask whether it is any better. */
    {"cache-max-negative-ttl:", "30"},
    {"infra-host-ttl:", "60"},
    {"infra-keep-probing:", "yes"},
    /* As the server sent them: nobody balances load here. */
    {"rrset-roundrobin:", "no"},
};

static const struct option options_validating[] = {
    {"module-config:", "validator iterator"},
    /* What was repaired should be seen soon. */
    {"val-bogus-ttl:", "30"},
};

/* Of the root (IANA, root-anchors.xml): KSK-2017 and KSK-2024. */
static const char *const root_anchors[] = {
    ". IN DS 20326 8 2 "
    "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
    ". IN DS 38696 8 2 "
    "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
};

/* Names kept for tests and homes (RFC 6761, RFC 8375) which libunbound answers
 * itself. Private networks do use them: ask the server. */
static const char *const zones_to_ask[] = {"test.", "home.arpa."};

static bool
check(int result, struct error *err, const char *what)
{
	if (result == 0)
		return true;
	return error_set(
	    err, ERROR_INVALID, "resolver: %s: %s", what, ub_strerror(result));
}

static bool
set_options(struct ub_ctx *ctx, const struct option *options, size_t count,
    struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct option *o = &options[i];

		if (!check(
			ub_ctx_set_option(ctx, o->key, o->value), err, o->key))
			return false;
	}
	return true;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The owner of a line of a zone file with a trust anchor; 0: it has none. */
static size_t
anchor_owner_len(const char *line)
{
	size_t len = strcspn(line, ";\r\n"), owner = strcspn(line, " \t;\r\n");

	for (size_t i = owner; i + 2 < len; i++) {
		if (strchr(" \t", line[i]) != NULL &&
		    (strncasecmp(line + i + 1, "DS ", 3) == 0 ||
			strncasecmp(line + i + 1, "DS\t", 3) == 0 ||
			strncasecmp(line + i + 1, "DNSKEY", 6) == 0))
			return owner;
	}
	return 0;
}

/* Where the first anchor of the file is; NULL: there is none. */
static char *
find_anchor_zone(const char *text)
{
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		size_t len;

		line += strspn(line, "\r\n");
		len = anchor_owner_len(line);
		if (len > 1 && line[len - 1] == '.')
			len--;
		if (len > 0)
			return mem_strndup(line, len);
	}
	return NULL;
}

/* libunbound says only at the first question, and to nobody, that the file made
 * no sense: one line at least must look right. */
static bool
read_anchors(struct resolver *resolver, struct ub_ctx *ctx, struct error *err)
{
	const char *path = resolver->options.trust_anchor;
	uint8_t *text = NULL;
	char *zone;
	size_t len;

	if (!file_read(path, TRUST_ANCHOR_MAX_BYTES, &text, &len, err))
		return error_prefix(err, "trust anchor");
	zone = find_anchor_zone((char *)text);
	free(text);
	if (zone == NULL)
		return error_set(err, ERROR_INVALID,
		    "trust anchor: %s has no line with a DS or DNSKEY record",
		    path);
	free(resolver->anchor_zone);
	resolver->anchor_zone = zone;
	return check(ub_ctx_add_ta_file(ctx, path), err, path);
}

static bool
set_anchors(struct resolver *resolver, struct ub_ctx *ctx, struct error *err)
{
	if (resolver->options.trust_anchor != NULL)
		return read_anchors(resolver, ctx, err);
	for (size_t i = 0; i < COUNT(root_anchors); i++) {
		if (!check(ub_ctx_add_ta(ctx, root_anchors[i]), err,
			"trust anchor"))
			return false;
	}
	return true;
}

static bool
set_modules(struct resolver *resolver, struct ub_ctx *ctx, struct error *err)
{
	static const struct option plain = {"module-config:", "iterator"};

	if (!resolver->is_validating)
		return set_options(ctx, &plain, 1, err);
	return set_options(
		   ctx, options_validating, COUNT(options_validating), err) &&
	    set_anchors(resolver, ctx, err);
}

static bool
has_name_server(const char *text)
{
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		line += strspn(line, " \t\r\n");
		if (strncmp(line, "nameserver", 10) == 0 &&
		    (line[10] == ' ' || line[10] == '\t'))
			return true;
		if (*line == '\0')
			return false;
	}
	return false;
}

static bool
read_resolv_conf(struct ub_ctx *ctx, const char *path, struct error *err)
{
	uint8_t *text = NULL;
	size_t len;
	bool has_server;

	if (!file_read(path, RESOLV_CONF_MAX_BYTES, &text, &len, err))
		return error_prefix(err, "resolver");
	has_server = has_name_server((char *)text);
	free(text);
	if (!has_server)
		return error_set(err, ERROR_MISSING,
		    "resolver: %s names no nameserver", path);
	return check(ub_ctx_resolvconf(ctx, path), err, path);
}

static bool
set_servers(struct ub_ctx *ctx, const struct resolver_options *options,
    struct error *err)
{
	const char *path = options->resolv_conf;

	for (size_t i = 0;
	     options->servers != NULL && i < options->servers->len; i++) {
		const char *server = options->servers->items[i];

		if (!check(ub_ctx_set_fwd(ctx, server), err, server))
			return false;
	}
	if (options->servers != NULL && options->servers->len > 0)
		return true;
	if (options->server != NULL)
		return check(
		    ub_ctx_set_fwd(ctx, options->server), err, options->server);
	if (path != NULL)
		return path[0] == '\0' || read_resolv_conf(ctx, path, err);
	if (read_resolv_conf(ctx, RESOLV_CONF_DEFAULT, err))
		return true;
	if (!check(ub_ctx_set_fwd(ctx, LOCAL_SERVER), err, LOCAL_SERVER))
		return false;
	return true;
}

static bool
set_zones(struct ub_ctx *ctx, struct error *err)
{
	for (size_t i = 0; i < sizeof zones_to_ask / sizeof zones_to_ask[0];
	     i++) {
		if (!check(ub_ctx_zone_remove(ctx, zones_to_ask[i]), err,
			zones_to_ask[i]))
			return false;
	}
	return true;
}

static void
add_host(void *arg, const struct ip_address *address, const char *name)
{
	char record[HOSTS_NAME_MAX + IP_ADDRESS_TEXT_MAX + 16];
	char text[IP_ADDRESS_TEXT_MAX];

	snprintf(record, sizeof record, "%s %s %s", name,
	    address->family == 4 ? "A" : "AAAA",
	    ip_address_format(address, text));
	(void)ub_ctx_data_add(arg, record);
}

/* libunbound's own reader gives up a file for one bad line. */
static bool
add_hosts(struct ub_ctx *ctx, const struct resolver_options *options,
    struct error *err)
{
	const char *path =
	    options->hosts != NULL ? options->hosts : HOSTS_DEFAULT;
	uint8_t *text = NULL;
	size_t len, bad;

	if (path[0] == '\0')
		return true;
	/* No file is as good as an empty one, as to others. */
	if (options->hosts == NULL && access(path, F_OK) != 0 &&
	    errno == ENOENT)
		return true;
	if (!file_read(path, HOSTS_MAX_BYTES, &text, &len, err)) {
		error_prefix(err, "resolver");
		return options->hosts == NULL;
	}
	bad = hosts_parse((char *)text, len, add_host, ctx);
	free(text);
	if (bad > 0)
		error_set(err, ERROR_INVALID,
		    "resolver: %s: lines that make no sense are ignored: %zu",
		    path, bad);
	return true;
}

static void
context_free(struct resolver_context *context)
{
	if (context == NULL)
		return;
	if (context->ctx != NULL)
		ub_ctx_delete(context->ctx);
	free(context);
}
CLEANUP_DEFINE(struct resolver_context, context_free)

static struct resolver_context *
context_new(struct resolver *resolver, struct error *err)
{
	CLEANUP(context_free)
	struct resolver_context *context = MEM_NEW(struct resolver_context);
	const struct resolver_options *options = &resolver->options;

	context->ctx = ub_ctx_create_event(loop_base(resolver->loop));
	if (context->ctx == NULL) {
		error_set(err, ERROR_SYSTEM, "cannot create the resolver");
		return NULL;
	}
	(void)ub_ctx_debugout(context->ctx, NULL);
	if (!set_options(
		context->ctx, options_always, COUNT(options_always), err) ||
	    !set_modules(resolver, context->ctx, err) ||
	    !set_servers(context->ctx, options, err) ||
	    !set_zones(context->ctx, err) ||
	    !add_hosts(context->ctx, options, err))
		return NULL;
	return TAKE(context);
}

struct resolver_context *
resolver_context_enter(struct resolver *resolver)
{
	resolver->context->asked++;
	return resolver->context;
}

void
resolver_context_leave(struct resolver_context *context)
{
	context->asked--;
	if (context->is_left && context->asked == 0)
		context_free(context);
}

struct resolver *
resolver_new(struct loop *loop, const struct resolver_options *options,
    struct error *err)
{
	CLEANUP(resolver_free)
	struct resolver *resolver = MEM_NEW(struct resolver);

	resolver->loop = loop;
	resolver->options = *options;
	resolver->timeout_ms = options->timeout_ms > 0
	    ? options->timeout_ms
	    : RESOLVER_TIMEOUT_MS_DEFAULT;
	resolver->is_validating = options->is_validating;
	resolver->context = context_new(resolver, err);
	if (resolver->context == NULL)
		return NULL;
	return TAKE(resolver);
}

void
resolver_forget(struct resolver *resolver)
{
	struct resolver_context *old = resolver->context;
	struct error err = ERROR_INIT;
	struct resolver_context *context = context_new(resolver, &err);

	if (context == NULL)
		return;
	resolver->context = context;
	old->is_left = true;
	if (old->asked == 0)
		context_free(old);
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	while (resolver->queries != NULL)
		resolve_cancel(resolver->queries);
	while (resolver->lookups != NULL)
		lookup_cancel(resolver->lookups);
	context_free(resolver->context);
	free(resolver->anchor_zone);
	free(resolver);
}

bool
resolver_is_validating(const struct resolver *resolver)
{
	return resolver->is_validating;
}

const char *
resolver_anchor_zone(const struct resolver *resolver)
{
	return resolver->anchor_zone == NULL ? "." : resolver->anchor_zone;
}

const char *
resolver_rcode_text(int rcode)
{
	static const char *const names[] = {"no error",
	    "the server found the question malformed (FORMERR)",
	    "the server failed (SERVFAIL)", "no such name (NXDOMAIN)",
	    "the server cannot do that (NOTIMP)",
	    "the server refused (REFUSED)"};

	if (rcode >= 0 && (size_t)rcode < sizeof names / sizeof names[0])
		return names[rcode];
	return "the server answered with an unknown code";
}
