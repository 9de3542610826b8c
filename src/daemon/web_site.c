/* The web server; see web_site.h. */
#include "daemon/web_site.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include "base/log.h"
#include "config.h"
#include "daemon/control_socket.h"
#ifdef WITH_PAGE
#include "daemon/figures.h"
#include "web/web.h"
#endif

#ifdef WITH_PAGE
/* The options live as long as the configuration does. */
static void
fill(struct web_options *options, const struct config_web *config, int fd)
{
	struct rlimit limit;

	options->server = http_server_options_default;
	options->server.address = config->listen;
	options->server.fd = fd;
	options->server.proxies = config->proxies;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		http_server_options_fit(&options->server, limit.rlim_cur);
	options->hosts = config->hosts;
	options->url = config->url;
	options->metrics_endpoints = config->metrics_endpoints;
}

struct web *
web_site_open(struct daemon *daemon)
{
	const struct control_parts parts = control_socket_parts(daemon);
	const struct config_web *config = &daemon->config->web;
	char where[IP_ADDRESS_TEXT_MAX];
	struct web_options options = {0};
	struct error err = ERROR_INIT;
	struct ip_address address;
	struct web *web;
	int fd = control_socket_inherited("web", AF_UNSPEC);

	if (fd < 0 && config->listen.family == 0)
		return NULL;
	fill(&options, config, fd);
	options.figures = figures_fill;
	options.figures_arg = daemon;
	web = web_new(&parts, &options, &err);
	if (web == NULL) {
		log_warning(NULL, "there is no page: %s", err.message);
		return NULL;
	}
	address = web_address(web);
	log_info(NULL, "the page is at http://%s/",
	    ip_address_format_port(&address, where));
	return web;
}

void
web_site_close(struct web *web)
{
	web_free(web);
}

const char *
web_site_lacks(UNUSED const struct config *config)
{
	return NULL;
}
#else
struct web *
web_site_open(struct daemon *daemon)
{
	const char *lacking = web_site_lacks(daemon->config);

	if (lacking != NULL)
		log_warning(NULL, "%s", lacking);
	return NULL;
}

const char *
web_site_lacks(const struct config *config)
{
	return config->web.listen.family == 0
	    ? NULL
	    : "there is no page: this chainwatchd was built without it "
	      "(--without-page)";
}

void
web_site_close(UNUSED struct web *web)
{
}
#endif
