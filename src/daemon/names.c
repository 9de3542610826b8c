/* Who is asked for names; see names.h. */
#include "daemon/names.h"

#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/own_event.h"

/* Each step of a proof has this long; a server that is dead holds nobody up for
 * longer. */
#define PROOF_TIMEOUT_MS 5000

static struct resolver_options
options_of(const struct config *config)
{
	return (struct resolver_options){
	    .servers = &config->dns.servers,
	    .resolv_conf = config->dns.resolv_conf,
	};
}

struct resolver *
names_open_resolver(
    struct loop *loop, const struct config *config, struct error *err)
{
	const struct resolver_options options = options_of(config);
	struct error odd = ERROR_INIT;
	struct resolver *resolver = resolver_new(loop, &options, &odd);

	if (resolver == NULL)
		*err = odd;
	else if (odd.kind != ERROR_NONE)
		log_warning(NULL, "%s", odd.message);
	return resolver;
}

static bool
is_dane_wanted(const struct config *config)
{
	ARRAY_EACH (endpoint, &config->endpoints) {
		if ((*endpoint)->dane != DANE_OFF)
			return true;
	}
	/* Endpoints of these come later. */
	ARRAY_EACH (list, &config->lists) {
		if (list->like->dane != DANE_OFF)
			return true;
	}
	ARRAY_EACH (service, &config->services) {
		if (service->like->dane != DANE_OFF)
			return true;
	}
	return false;
}

bool
names_open_prover(struct loop *loop, const struct config *config,
    struct resolver **ret_prover, struct error *err)
{
	struct resolver_options options = options_of(config);
	struct error odd = ERROR_INIT;

	*ret_prover = NULL;
	if (!is_dane_wanted(config))
		return true;
	if (config->dns.dnssec == CONFIG_DNSSEC_OFF) {
		log_notice(
		    NULL, "dns.dnssec is off: TLSA records are not looked at");
		return true;
	}
	options.is_validating = true;
	options.trust_anchor = config->dns.trust_anchor;
	options.timeout_ms = PROOF_TIMEOUT_MS;
	*ret_prover = resolver_new(loop, &options, &odd);
	if (*ret_prover == NULL)
		*err = odd;
	return *ret_prover != NULL;
}

static void
on_change(void *arg, bool can_prove, const char *detail)
{
	struct daemon *daemon = arg;

	/* Nobody hears of events then. */
	if (daemon->options.is_once && !can_prove)
		log_warning(NULL,
		    "DNS answers cannot be proven here: TLSA records are not "
		    "looked at: %s",
		    detail);
	if (!daemon->is_stopping && daemon->monitor != NULL)
		monitor_tell(daemon->monitor,
		    own_event_dnssec(
			can_prove, detail, clock_wall_s(&clock_system)));
}

void
names_open_dane(struct daemon *daemon)
{
	daemon->dane = dane_book_new(daemon->loop, daemon->prover);
	dane_book_on_change(daemon->dane, on_change, daemon);
	if (daemon->options.is_once)
		dane_book_be_impatient(daemon->dane);
	inspector_set_dane(daemon->inspector, daemon->dane);
}
