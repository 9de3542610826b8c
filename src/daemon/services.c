/* Endpoints that DNS names; see services.h. */
#include "daemon/services.h"

#include "base/log.h"
#include "base/mem.h"
#include "config/config_services.h"
#include "inspect/service_lookup.h"

#define WORDS_MAX 1000

/* One service; its number is that in the configuration. */
struct watched_service {
	struct services *services;
	size_t number;
	struct service_lookup *lookup; /* NULL: not under way */
	struct loop_timer *timer;
	unsigned failures; /* in a row */
	bool is_answered;  /* it came or failed, once */
};

struct services {
	struct loop *loop;
	struct resolver *resolver;
	struct config *config;
	struct services_hooks hooks;
	struct watched_service *items;
	size_t count;
	bool is_ready; /* that was said */
};

static void
tell_ready(struct services *services)
{
	if (services->is_ready)
		return;
	for (size_t i = 0; i < services->count; i++) {
		if (!services->items[i].is_answered)
			return;
	}
	services->is_ready = true;
	services->hooks.ready(services->hooks.arg);
}

static void
tell_failure(struct watched_service *watched, const char *words)
{
	struct services *services = watched->services;
	CLEANUP(free)
	char *name = dns_service_text(
	    &services->config->services.items[watched->number].service);

	if (words == NULL && watched->failures >= SERVICES_FAILURES_TOLD)
		services->hooks.failing(services->hooks.arg, name, false, NULL);
	watched->failures = words == NULL ? 0 : watched->failures + 1;
	if (words == NULL)
		return;
	log_warning(name, "%s", words);
	if (watched->failures == SERVICES_FAILURES_TOLD)
		services->hooks.failing(services->hooks.arg, name, true, words);
}

static char *
words_for(
    const struct config_service *service, const struct service_answer *answer)
{
	CLEANUP(free) char *name = dns_service_text(&service->service);
	struct strbuf buf = STRBUF_INIT(WORDS_MAX);

	strbuf_addf(&buf, "%s: ", name);
	if (answer->is_denied)
		strbuf_add(&buf,
		    "DNS says that there is no such service; nothing is "
		    "watched");
	else
		strbuf_add(&buf, "DNS names ");
	ARRAY_EACH (host, &answer->hosts)
		strbuf_addf(&buf, "%s%s:%u",
		    host == answer->hosts.items ? "" : ", ", host->name,
		    host->port);
	if (answer->hosts.len > SERVICE_MAX_HOSTS)
		strbuf_addf(
		    &buf, "; the first %d are watched", SERVICE_MAX_HOSTS);
	return strbuf_take(&buf);
}

static int64_t
next_ms(const struct service_answer *answer)
{
	int64_t seconds = answer->ttl_s;

	if (!answer->is_known)
		return SERVICES_RETRY_S * 1000;
	if (seconds < SERVICES_LEAST_S)
		seconds = SERVICES_LEAST_S;
	if (seconds > SERVICES_MOST_S)
		seconds = SERVICES_MOST_S;
	return seconds * 1000;
}

static void
on_answer(void *arg, const struct service_answer *answer)
{
	struct watched_service *watched = arg;
	struct services *services = watched->services;
	struct config *config = services->config;
	size_t number = watched->number;

	watched->lookup = NULL;
	if (answer->is_denied && !watched->is_answered)
		log_notice(config->services.items[number].service.name,
		    "DNS says that there is no such service; nothing is "
		    "watched");
	watched->is_answered = true;
	loop_timer_set(watched->timer, next_ms(answer));
	tell_failure(watched, answer->is_known ? NULL : answer->detail);
	if (answer->is_known &&
	    config_services_set(
		config, number, answer->hosts.items, answer->hosts.len)) {
		CLEANUP(free)
		char *words =
		    words_for(&config->services.items[number], answer);

		services->hooks.changed(services->hooks.arg, words);
	}
	tell_ready(services);
}

static void
ask(void *arg)
{
	struct watched_service *watched = arg;
	struct services *services = watched->services;

	if (watched->lookup == NULL)
		watched->lookup = service_lookup_start(services->resolver,
		    &services->config->services.items[watched->number].service,
		    on_answer, watched);
}

static void
clear(struct services *services)
{
	for (size_t i = 0; i < services->count; i++) {
		service_lookup_cancel(services->items[i].lookup);
		loop_timer_free(services->items[i].timer);
	}
	free(services->items);
	services->items = NULL;
	services->count = 0;
}

void
services_reset(
    struct services *services, struct resolver *resolver, struct config *config)
{
	clear(services);
	services->resolver = resolver;
	services->config = config;
	services->count = config->services.len;
	services->items = mem_new(services->count + 1, sizeof *services->items);
	for (size_t i = 0; i < services->count; i++) {
		struct watched_service *watched = &services->items[i];

		watched->services = services;
		watched->number = i;
		watched->timer = loop_timer_new(services->loop, ask, watched);
		ask(watched);
	}
}

struct services *
services_new(struct loop *loop, struct resolver *resolver,
    struct config *config, const struct services_hooks *hooks)
{
	struct services *services = MEM_NEW(struct services);

	services->loop = loop;
	services->hooks = *hooks;
	services_reset(services, resolver, config);
	return services;
}

void
services_free(struct services *services)
{
	if (services == NULL)
		return;
	clear(services);
	free(services);
}
