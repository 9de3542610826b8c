/* What is asked of whom, and who may ask; see web.h. */
#include "web/web.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "web/request_inside.h"
#include "web/route.h"

static const struct web_route *const routes[] = {
    &web_route_api,
    &web_route_certificate,
    &web_route_certificates,
    &web_route_endpoint,
    &web_route_health,
    &web_route_incident,
    &web_route_incidents,
    &web_route_overview,
    &web_route_ready,
    &web_route_silences,
    &web_route_style,
    &web_route_metrics,
    &web_route_probe,
};

static bool
is_prefix(const char *path)
{
	size_t len = strlen(path);

	return len > 1 && path[len - 1] == '/';
}

static const struct web_route *
find_route(const char *path)
{
	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		const struct web_route *route = routes[i];

		if (is_prefix(route->path)
			? strncmp(route->path, path, strlen(route->path)) == 0
			: strcmp(route->path, path) == 0)
			return route;
	}
	return NULL;
}

/* Of "name:port", "[2001:db8::1]:port" or either without a port; free it. */
static char *
without_port(const char *host)
{
	const char *colon = strrchr(host, ':');
	const char *bracket = strrchr(host, ']');

	if (colon == NULL || (bracket != NULL && bracket > colon))
		return mem_strdup(host);
	return mem_strndup(host, (size_t)(colon - host));
}

/* The host of "https://watch.example.com:8443/x/". */
static bool
is_host_of(const char *url, const char *name)
{
	const char *host = url != NULL ? strstr(url, "://") : NULL;
	size_t len = strlen(name);

	return host != NULL && strncasecmp(host + 3, name, len) == 0 &&
	    strchr(":/", host[3 + len]) != NULL;
}

static bool
is_own_name(const struct web_options *options, const char *host)
{
	CLEANUP(free) char *name = without_port(host);
	struct ip_address address;

	if (ip_address_parse(name, &address) ||
	    strcasecmp(name, "localhost") == 0 ||
	    is_host_of(options->url, name))
		return true;
	ARRAY_EACH (own, &options->hosts) {
		if (strcasecmp(*own, name) == 0)
			return true;
	}
	return false;
}

static void
on_exchange(void *arg, struct http_exchange *exchange)
{
	struct web *web = arg;
	const char *host = http_exchange_header(exchange, "Host");
	const struct web_route *route =
	    find_route(http_exchange_path(exchange));
	struct web_request *request = web_request_new(web, exchange);

	if (host == NULL || !is_own_name(&web->options, host)) {
		web_fail(request, 421,
		    "this server does not know the name that it was asked "
		    "under; 'hosts' of 'web' in the configuration lists those "
		    "that it answers to");
	} else if (route == NULL) {
		web_fail(request, 404, "there is no such page");
	} else {
		web_request_set_rest(
		    request, is_prefix(route->path) ? strlen(route->path) : 0);
		route->answer(request);
	}
	web_request_settle(request);
}

static void
on_refused(
    void *arg, struct http_exchange *exchange, int status, const char *words)
{
	struct web_request *request = web_request_new(arg, exchange);

	web_fail(request, status, words);
	web_request_settle(request);
}

struct web *
web_new(const struct control_parts *parts, const struct web_options *options,
    struct error *err)
{
	CLEANUP(web_free) struct web *web = MEM_NEW(struct web);

	web->parts = *parts;
	web->options = *options;
	web->options.hosts = (struct texts){0};
	texts_add_all(&web->options.hosts, &options->hosts);
	web->url = mem_strdup(options->url);
	web->options.url = web->url;
	web->slicer = slicer_new(parts->loop);
	web->surveyor = surveyor_new(&(const struct surveyor_parts){
	    .loop = parts->loop,
	    .slicer = web->slicer,
	    .clock = parts->clock,
	    .monitor = parts->monitor,
	});
	web->server = http_server_new(parts->loop, &options->server,
	    &(const struct http_server_functions){
		.answer = on_exchange, .refuse = on_refused, .arg = web},
	    err);
	return web->server != NULL ? TAKE(web) : NULL;
}

void
web_free(struct web *web)
{
	if (web == NULL)
		return;
	http_server_free(web->server); /* who waits lets go of the rest */
	surveyor_free(web->surveyor);
	slicer_free(web->slicer);
	web_metrics_clear(&web->metrics);
	texts_clear(&web->options.hosts);
	free(web->url);
	free(web);
}

struct ip_address
web_address(const struct web *web)
{
	return http_server_address(web->server);
}
