/* One look at every address of an endpoint; see looks.h. */
#include "cli/looks.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "config/host_port.h"
#include "fetch/list_folder.h"
#include "inspect/approach_secrets.h"
#include "inspect/inspect.h"
#include "net/resolve.h"

#define DNS_PORT 53
/* Nobody comes back later: what does not come is told, and who is asked in its
 * place has his time, too. */
#define FETCH_WAIT_MS 45000
#define LIST_WAIT_MS 30000

/* The modules of one run, made bottom-up. */
struct run {
	struct loop *loop;
	struct resolver *resolver;
	struct resolver *prover; /* for DANE; NULL: nobody asks */
	struct dane_book *dane;
	struct approach_files *approach_files;
	struct prober *prober;
	struct aia *aia;		 /* NULL: nothing is fetched */
	struct revocations *revocations; /* NULL: nobody is asked */
	char *lists_folder;		 /* of these */
	struct inspector *inspector;
	struct clock clock;
	int64_t at;
	enum variant variant;
	struct looks *looks;
	size_t waiting;
};

struct slot {
	struct run *run;
	size_t index;
	bool is_beside; /* of looks->variants */
};

static int64_t
wall_ms_as_told(void *arg)
{
	const struct run *run = arg;

	return run->at < 0 ? clock_wall_ms(&clock_system) : run->at * 1000;
}

static int64_t
steady_ms(UNUSED void *arg)
{
	return clock_steady_ms(&clock_system);
}

static void
end_one(struct run *run)
{
	if (--run->waiting == 0)
		loop_stop(run->loop);
}

static void on_inspected(void *arg, const struct inspection *inspection);

static void
start_one(struct run *run, const struct target *target, enum variant variant,
    bool is_beside)
{
	struct place place = place_in_variant(&target->place, variant);
	struct looks *looks = run->looks;
	struct slot *slot = MEM_NEW(struct slot);
	struct checked *checked =
	    is_beside ? ARRAY_ADD(&looks->variants) : ARRAY_ADD(&looks->items);

	target_set(&checked->target, target->endpoint, &place, &target->via);
	slot->run = run;
	slot->is_beside = is_beside;
	slot->index = (is_beside ? looks->variants.len : looks->items.len) - 1;
	run->waiting++;
	inspect_start(run->inspector, &checked->target, on_inspected, slot);
}

/* The type of key that was not shown, if that is asked for. */
static void
start_beside(struct run *run, const struct inspection *inspection)
{
	const struct verdict *verdict = inspection->verdict;
	unsigned variants = inspection->target.endpoint->variants;
	const struct cert_details *leaf = NULL;
	unsigned kind;

	if (verdict == NULL || run->variant != VARIANT_USUAL)
		return;
	if (verdict->cert_count > 0)
		leaf = verdict->certs[0]->details;
	kind = leaf == NULL ? CERT_KEY_UNKNOWN : leaf->key_kind;
	if (kind != CERT_KEY_RSA && variants_have(variants, VARIANT_RSA))
		start_one(run, &inspection->target, VARIANT_RSA, true);
	if (kind != CERT_KEY_EC && variants_have(variants, VARIANT_ECDSA))
		start_one(run, &inspection->target, VARIANT_ECDSA, true);
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct slot *slot = arg;
	struct run *run = slot->run;
	struct looks *looks = run->looks;
	struct checked *checked;

	if (!slot->is_beside)
		start_beside(run, inspection);
	checked = slot->is_beside ? &looks->variants.items[slot->index]
				  : &looks->items.items[slot->index];
	checked->observation = inspect_take_observation(inspection);
	free(slot);
	end_one(run);
}

/* The usual look at the same address. */
static const struct checked *
usual_of(const struct looks *looks, const struct checked *beside)
{
	ARRAY_EACH (checked, &looks->items) {
		if (place_is_beside(
			&checked->target.place, &beside->target.place))
			return checked;
	}
	return NULL;
}

static void
checked_clear(struct checked *checked)
{
	target_clear(&checked->target);
	observation_free(checked->observation);
	report_unref(checked->report);
	report_unref(checked->before);
}

/* What a server refuses it does not have; and what it shows to all was told. */
static void
keep_what_differs(struct looks *looks)
{
	for (size_t i = looks->variants.len; i-- > 0;) {
		struct checked *beside = &looks->variants.items[i];
		const struct checked *usual = usual_of(looks, beside);

		if (beside->report != NULL &&
		    (usual == NULL || !checked_same_chain(usual, beside)))
			continue;
		checked_clear(beside);
		ARRAY_REMOVE(&looks->variants, i);
	}
}

static void
on_expanded(void *arg, const struct expansion *result)
{
	struct run *run = arg;
	struct looks *looks = run->looks;

	looks->resolve_failure = result->failure;
	snprintf(looks->resolve_detail, sizeof looks->resolve_detail, "%s",
	    result->detail);
	looks->is_cut = result->is_cut;
	ARRAY_EACH (target, &result->targets)
		start_one(run, target, run->variant, false);
	end_one(run);
}

/* When all have been seen: an address that shows the whole chain may name what
 * another one leaves out. */
static void
judge_all(struct run *run)
{
	ARRAY_EACH (checked, &run->looks->items)
		checked->report = inspect_report(run->inspector,
		    &checked->target, checked->observation, run->looks->now);
	ARRAY_EACH (checked, &run->looks->variants)
		checked->report = inspect_report(run->inspector,
		    &checked->target, checked->observation, run->looks->now);
	keep_what_differs(run->looks);
}

/* The same chains by what there is without the options. */
static void
judge_before(struct run *run, const struct endpoint *endpoint,
    const struct what_if *what_if)
{
	struct endpoint *plain = endpoint_new();

	hostname_copy(&plain->host, &endpoint->host);
	plain->port = endpoint->port;
	endpoint_finish(plain);
	ARRAY_EACH (store, &what_if->trust.stores) {
		inspector_set_store(run->inspector, *store);
		texts_add(&plain->settings->trust, (*store)->name);
	}
	inspector_set_policy(run->inspector, what_if->trust.policy);
	inspector_set_logs(run->inspector, what_if->trust.logs);
	ARRAY_EACH (checked, &run->looks->items) {
		struct target target = checked->target;

		target.endpoint = plain; /* lent */
		checked->what_if = what_if;
		checked->before = inspect_report(run->inspector, &target,
		    checked->observation,
		    what_if->has_at ? what_if->at : run->looks->now);
	}
	endpoint_unref(plain);
}

/* URLs are asked now, whenever it is that is judged. */
static void
complete_by(struct run *run, const struct trust *trust)
{
	struct completion completion = {.is_asking_all = trust->is_asking_all};

	if (trust->has_aia)
		run->aia = aia_new(
		    run->loop, &clock_system, run->resolver, &trust->aia, NULL);
	completion.aia = run->aia;
	if (trust->has_revocation) {
		struct revocations_options options =
		    revocations_options_default;

		options.guard = trust->aia.guard;
		options.crl_timeout_ms = LIST_WAIT_MS;
		run->lists_folder = list_folder_make_temporary();
		run->revocations = revocations_new(run->loop, &clock_system,
		    run->resolver, &options, run->lists_folder, NULL);
	}
	completion.revocations = run->revocations;
	inspector_set_completion(run->inspector, &completion);
	inspector_set_given(run->inspector, trust->issuers);
	ARRAY_EACH (cert, &trust->known)
		inspector_add_issuer(run->inspector, *cert);
}

static void
on_proof_change(UNUSED void *arg, bool can_prove, const char *detail)
{
	if (!can_prove)
		fprintf(stderr,
		    "chainwatch: DNS answers cannot be proven here: TLSA "
		    "records are not looked at: %s\n",
		    detail);
}

static bool
make_dane(struct run *run, const struct looks_dns *dns,
    struct resolver_options *options, struct error *err)
{
	struct error odd = ERROR_INIT;

	options->is_validating = true;
	options->trust_anchor = dns->trust_anchor;
	run->prover = resolver_new(run->loop, options, &odd);
	if (run->prover == NULL) {
		*err = odd;
		return false;
	}
	run->dane = dane_book_new(run->loop, run->prover);
	dane_book_on_change(run->dane, on_proof_change, NULL);
	dane_book_be_impatient(run->dane);
	inspector_set_dane(run->inspector, run->dane);
	return true;
}

bool
looks_dns_server(const struct looks_dns *dns, char text[LOOKS_SERVER_TEXT_MAX],
    struct resolver_options *options, struct error *err)
{
	char address[IP_ADDRESS_TEXT_MAX];
	struct host_port server;

	if (dns->server == NULL)
		return true;
	if (!host_port_parse(dns->server, &server, err))
		return error_prefix(err, "--resolver: '%s'", dns->server);
	if (!server.host.is_address)
		return error_set(err, ERROR_INVALID,
		    "--resolver: '%s' is no address", dns->server);
	ip_address_format(&server.host.address, address);
	snprintf(text, LOOKS_SERVER_TEXT_MAX, "%s@%u", address,
	    server.port == 0 ? DNS_PORT : (unsigned)server.port);
	options->server = text;
	return true;
}

static bool
make_modules(struct run *run, const struct endpoint *endpoint,
    const struct trust *trust, const struct looks_dns *dns, struct error *err)
{
	struct inspector_options options = inspector_options_default;
	struct resolver_options resolver_options = {0};
	char server[LOOKS_SERVER_TEXT_MAX];

	run->clock = (struct clock){
	    .wall_ms = wall_ms_as_told, .steady_ms = steady_ms, .arg = run};
	run->loop = loop_new();
	run->approach_files = approach_files_new();
	if (!approach_files_load(
		run->approach_files, endpoint->settings->approach, err))
		return false;
	if (!looks_dns_server(dns, server, &resolver_options, err))
		return false;
	run->resolver = resolver_new(run->loop, &resolver_options, err);
	if (run->resolver == NULL)
		return false;
	run->prober = prober_new(run->loop, &prober_options_default, err);
	if (run->prober == NULL)
		return false;
	prober_set_resolver(run->prober, run->resolver);
	approach_secrets_give(run->prober, &run->approach_files);
	options.fetch_wait_ms = FETCH_WAIT_MS;
	run->inspector =
	    inspector_new(run->loop, &run->clock, run->prober, &options);
	complete_by(run, trust);
	return endpoint->dane == DANE_OFF ||
	    make_dane(run, dns, &resolver_options, err);
}

static void
free_modules(struct run *run)
{
	inspector_free(run->inspector);
	dane_book_free(run->dane);
	resolver_free(run->prover);
	revocations_free(run->revocations);
	if (run->lists_folder != NULL)
		list_folder_remove_temporary(run->lists_folder);
	free(run->lists_folder);
	aia_free(run->aia);
	prober_free(run->prober);
	approach_files_free(run->approach_files);
	resolver_free(run->resolver);
	loop_free(run->loop);
}

bool
looks_take(struct endpoint *endpoint, const struct trust *trust, int64_t at,
    struct looks *ret_looks, struct error *err)
{
	const struct what_if none = {0};
	const struct looks_dns dns = {0};

	return looks_take_twice(
	    endpoint, VARIANT_USUAL, trust, &dns, at, &none, ret_looks, err);
}

bool
looks_take_twice(struct endpoint *endpoint, enum variant variant,
    const struct trust *trust, const struct looks_dns *dns, int64_t at,
    const struct what_if *what_if, struct looks *ret_looks, struct error *err)
{
	struct looks looks = {0};
	struct run run = {
	    .at = at, .variant = variant, .looks = &looks, .waiting = 1};
	bool ok = make_modules(&run, endpoint, trust, dns, err);

	if (ok) {
		ARRAY_EACH (store, &trust->stores)
			inspector_set_store(run.inspector, *store);
		inspector_set_policy(run.inspector, trust->policy);
		inspector_set_logs(run.inspector, trust->logs);
		expand_start(
		    run.loop, run.resolver, endpoint, on_expanded, &run);
		loop_run(run.loop);
		looks.now = clock_wall_s(&run.clock);
		judge_all(&run);
		if (what_if_has_any(what_if))
			judge_before(&run, endpoint, what_if);
		*ret_looks = looks;
	}
	free_modules(&run);
	return ok;
}

void
looks_clear(struct looks *looks)
{
	ARRAY_EACH (checked, &looks->items)
		checked_clear(checked);
	ARRAY_EACH (checked, &looks->variants)
		checked_clear(checked);
	ARRAY_CLEAR(&looks->items);
	ARRAY_CLEAR(&looks->variants);
}

enum severity
checked_severity(const struct checked *checked)
{
	enum finding_code said = observation_finding(checked->observation);
	enum severity severity =
	    checked->report == NULL ? SEVERITY_OK : checked->report->severity;

	if (said != FINDING_COUNT)
		severity =
		    severity_worse(severity, finding_info(said)->severity);
	return severity;
}

bool
checked_same_chain(const struct checked *a, const struct checked *b)
{
	return a->report != NULL && b->report != NULL &&
	    memcmp(a->report->presented->id, b->report->presented->id,
		CERT_SHA256_LEN) == 0;
}
