/* Probe, then memo, then judge; see inspect.h. */
#include "inspect/inspect.h"

#include <assert.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/mem.h"
#include "inspect/file_look.h"
#include "inspect/inspector_inside.h"

#define TLS_1_1 0x0302

struct inspect {
	struct inspector *inspector;
	struct probe *probe;
	struct target target;
	struct file_read *reading; /* of a file; NULL: it has ended */
	struct served_file served; /* of a file */
	struct observation *observation;
	struct aia_wait *wait;		  /* for issuers; NULL: none */
	struct aia_wait *revocation_wait; /* for its evidence; NULL: none */
	struct dane_wait *dane_wait;	  /* for TLSA records; NULL: none */
	unsigned rounds;		  /* of asking for them */
	int64_t probed_at_ms;		  /* the loop's time */
	inspect_fn fn;
	void *arg;
};

/* What DNS says of the target's certificates; NULL: not asked, not known. */
static const struct dane *
dane_of(const struct inspector *inspector, const struct target *target)
{
	return inspector->dane == NULL
	    ? NULL
	    : dane_book_find_target(inspector->dane, target);
}

/* The judge asks of the protocol only whether it is too old. */
static uint8_t
protocol_class(int tls_version)
{
	if (tls_version == 0)
		return 0;
	return tls_version <= TLS_1_1 ? 1 : 2;
}

/* Who names no host is shown a certificate that need not be the endpoint's: it
 * is judged as a chain, not by names or by what is expected of the endpoint. */
static bool
is_nameless(const struct observation *observation)
{
	return observation->variant == VARIANT_NO_SNI;
}

/*
 * What a verdict depends on, digested: the certificates in their order, the
 * name, what DNS says, the stores and the dated rules by generation, what is
 * expected, which clients matter, the protocol's class, the staples, the
 * timestamps of logs and the list of these by generation. Not the
 * message around the certificates, which changes without them. The judge's
 * options are not in it: changing them empties the memo.
 */
static void
make_key(const struct inspector *inspector, const struct target *target,
    const struct chosen_stores *stores, const struct observation *observation,
    struct memo_key *ret_key)
{
	const struct endpoint *endpoint = target->endpoint;
	const struct policy *policy = inspector->policy;
	uint8_t digests[OBSERVATION_MAX_CERTS][CERT_SHA256_LEN];
	size_t count = observation->certs.len;
	struct {
		uint8_t chain_id[CERT_SHA256_LEN];
		uint64_t stores, compared, policy, expected, required, watched;
		uint64_t dane;
		int dane_wish;
		bool has_clients;
		bool is_nameless;
		bool was_staple_asked;
		uint8_t protocol, revocation;
		struct thresholds thresholds;
		bool is_transparency_off;
		uint64_t logs;
		uint8_t staples[CERT_SHA256_LEN], scts[CERT_SHA256_LEN];
		char host[sizeof endpoint->host.text];
	} material;

	assert(count <= OBSERVATION_MAX_CERTS);
	for (size_t i = 0; i < count; i++)
		memcpy(digests[i], observation->certs.items[i].sha256,
		    CERT_SHA256_LEN);
	memset(&material, 0, sizeof material); /* the padding too */
	chain_id_of(digests, count, material.chain_id);
	material.stores = store_list_hash(&stores->counted);
	material.compared = store_list_hash(&stores->compared);
	material.policy = policy == NULL ? 0 : policy->generation;
	material.expected = expectation_hash(endpoint->settings->expected);
	material.is_nameless = is_nameless(observation);
	material.has_clients = endpoint->settings->clients.is_given;
	material.dane = dane_hash(dane_of(inspector, target));
	material.dane_wish = endpoint->dane;
	material.required = endpoint->settings->clients.required;
	material.watched = endpoint->settings->clients.watched;
	material.thresholds = endpoint->settings->thresholds;
	material.revocation = endpoint->revocation;
	material.was_staple_asked = observation->was_staple_asked;
	observation_digest_staples(observation, material.staples);
	material.is_transparency_off = endpoint->is_transparency_off;
	material.logs =
	    inspector->logs == NULL ? 0 : inspector->logs->generation;
	observation_digest_scts(observation, material.scts);
	material.protocol = protocol_class(observation->tls_version);
	memcpy(material.host, endpoint->host.text, strlen(endpoint->host.text));
	SHA256((const uint8_t *)&material, sizeof material, ret_key->bytes);
}

static struct chain *
parse_chain(struct inspector *inspector, const struct observation *observation)
{
	struct cert *certs[OBSERVATION_MAX_CERTS] = {NULL};
	size_t count = observation->certs.len;
	struct chain *chain;

	assert(count <= OBSERVATION_MAX_CERTS);
	for (size_t i = 0; i < count; i++)
		certs[i] = cert_cache_get(
		    inspector->certs, &observation->certs.items[i]);
	chain = chain_new(certs, count);
	for (size_t i = 0; i < count; i++)
		cert_unref(certs[i]);
	return chain;
}

static struct report *
judge_in_full(struct inspector *inspector, const struct target *target,
    const struct chosen_stores *stores, const struct observation *observation,
    int64_t now, struct completion_asks *ret_asks)
{
	CLEANUP(chain_unref)
	struct chain *chain = parse_chain(inspector, observation);
	const struct endpoint *endpoint = target->endpoint;
	struct staple staples[OBSERVATION_MAX_CERTS];
	const struct ct_evidence transparency = {
	    .logs = inspector->logs,
	    .handshake = observation->scts,
	    .handshake_len = observation->scts_len,
	};
	struct evidence evidence = {
	    .presented = chain,
	    .name = endpoint->host.text[0] == '\0' || is_nameless(observation)
		? NULL
		: &endpoint->host,
	    .stores =
		(const struct trust_store *const *)stores->counted.items.items,
	    .store_count = stores->counted.items.len,
	    .compared =
		(const struct trust_store *const *)stores->compared.items.items,
	    .compared_count = stores->compared.items.len,
	    .known[KNOWN_FLEET] = known_issuers_set(inspector->known),
	    .known[KNOWN_GIVEN] =
		inspector->given == NULL ? NULL : inspector->given->anchors,
	    .clients = endpoint->settings->clients,
	    .thresholds = endpoint->settings->thresholds,
	    .expected =
		is_nameless(observation) ? NULL : endpoint->settings->expected,
	    .dane =
		is_nameless(observation) ? NULL : dane_of(inspector, target),
	    .dane_wish = is_nameless(observation)
		? DANE_OFF
		: (enum dane_wish)endpoint->dane,
	    .policy = inspector->policy,
	    .tls_version = observation->tls_version,
	    .staples = staples,
	    .was_staple_asked = observation->was_staple_asked,
	    .transparency =
		endpoint->is_transparency_off ? NULL : &transparency,
	    .revocation = (enum revocation_mode)endpoint->revocation,
	};

	for (size_t i = 0; i < observation->certs.len; i++)
		staples[i] = (struct staple){
		    .der = observation->certs.items[i].staple,
		    .len = observation->certs.items[i].staple_len,
		};
	inspector->counts.judgements++;
	return completion_judge(&inspector->completion, &evidence,
	    &inspector->judge, now, ret_asks);
}

struct report *
inspect_report(struct inspector *inspector, const struct target *target,
    const struct observation *observation, int64_t now)
{
	struct chosen_stores stores = {0};
	struct completion_asks asks = {0};
	struct report *report;

	if (observation->certs.len == 0)
		return NULL;
	chosen_stores_of(&inspector->stores, target->endpoint, &stores);
	report =
	    judge_in_full(inspector, target, &stores, observation, now, &asks);
	completion_asks_clear(&asks);
	chosen_stores_clear(&stores);
	return report;
}

/* Of all issuers at hand, which differs when one is added, and of what is
 * known of the revocation of what was sent. */
static struct memo_generation
generation_of(
    const struct inspector *inspector, const struct observation *observation)
{
	const struct completion *completion = &inspector->completion;
	uint8_t digests[OBSERVATION_MAX_CERTS][CERT_SHA256_LEN];
	struct memo_generation generation;

	for (size_t i = 0; i < observation->certs.len; i++)
		memcpy(digests[i], observation->certs.items[i].sha256,
		    CERT_SHA256_LEN);
	generation.revocation = completion_generation(completion,
	    (const uint8_t(*)[CERT_SHA256_LEN])digests, observation->certs.len);
	generation.known = known_issuers_generation(inspector->known) +
	    inspector->given_generation +
	    (completion->aia == NULL ? 0 : aia_generation(completion->aia));
	return generation;
}

/* May it be worth while to ask these URLs before it is told? */
static bool
may_wait(const struct inspect *inspect, const struct completion_asks *asks)
{
	return completion_asks_any(asks) &&
	    inspect->rounds < COMPLETION_MAX_ROUNDS &&
	    loop_now_ms(inspect->inspector->loop) - inspect->probed_at_ms <
	    inspect->inspector->fetch_wait_ms;
}

/* What is still being asked may be known the next time. */
static void
remember(struct inspector *inspector, const struct memo_key *key,
    struct inspection *inspection, const struct completion_asks *asks)
{
	const struct report *report = inspection->report;
	struct memo_generation generation;

	known_issuers_learn(inspector->known, report);
	inspection->verdict = verdict_new(report);
	if (completion_asks_any(asks))
		return;
	generation = generation_of(inspector, inspection->observation);
	if (!completion_has_gap(report) && !inspector->completion.is_asking_all)
		generation.known = 0;
	memo_add(inspector->memo, key, inspection->verdict, generation);
}

/* Judged anew each time: what is wrong with a file is no part of what the memo
 * knows a verdict by. That it is the same again the memo tells. */
static void
conclude_file(struct inspect *inspect, struct inspection *inspection,
    struct completion_asks *ret_asks)
{
	struct inspector *inspector = inspect->inspector;
	const struct endpoint *endpoint = inspect->target.endpoint;
	struct chosen_stores stores = {0};
	struct verdict *known;
	struct memo_key key;

	chosen_stores_of(&inspector->stores, endpoint, &stores);
	inspection->report = judge_in_full(inspector, &inspect->target, &stores,
	    inspect->observation, clock_wall_s(inspector->clock), ret_asks);
	if (may_wait(inspect, ret_asks)) {
		chosen_stores_clear(&stores);
		return;
	}
	file_look_add(inspection->report, &inspect->served, endpoint);
	make_key(
	    inspector, &inspect->target, &stores, inspect->observation, &key);
	file_look_key(inspection->report, key.bytes, sizeof key.bytes);
	known = memo_find(inspector->memo, &key,
	    generation_of(inspector, inspect->observation),
	    clock_wall_s(inspector->clock));
	inspection->verdict = known != NULL ? verdict_ref(known)
					    : verdict_new(inspection->report);
	if (known == NULL)
		memo_add(inspector->memo, &key, inspection->verdict,
		    generation_of(inspector, inspect->observation));
	chosen_stores_clear(&stores);
}

/* From the memo, or by the judge: verdict, and the report if there is one. Or
 * only what to ask first: ret_asks. */
static void
conclude(struct inspect *inspect, struct inspection *inspection,
    struct completion_asks *ret_asks)
{
	struct inspector *inspector = inspect->inspector;
	const struct observation *observation = inspect->observation;
	const struct endpoint *endpoint = inspect->target.endpoint;
	int64_t now = clock_wall_s(inspector->clock);
	struct chosen_stores stores = {0};
	struct verdict *known;
	struct memo_key key;

	chosen_stores_of(&inspector->stores, endpoint, &stores);
	make_key(inspector, &inspect->target, &stores, observation, &key);
	known = memo_find(inspector->memo, &key,
	    generation_of(inspector, inspect->observation), now);
	if (known != NULL) {
		inspector->counts.memo_hits++;
		inspection->verdict = verdict_ref(known);
		inspection->is_from_memo = true;
	} else {
		struct report *report = judge_in_full(inspector,
		    &inspect->target, &stores, observation, now, ret_asks);

		inspection->report = report;
		if (!may_wait(inspect, ret_asks))
			remember(inspector, &key, inspection, ret_asks);
	}
	chosen_stores_clear(&stores);
}

static void
free_inspect(struct inspect *inspect)
{
	observation_free(inspect->observation);
	served_file_clear(&inspect->served);
	target_clear(&inspect->target);
	free(inspect);
}

static void
tell(struct inspect *inspect, struct inspection *inspection)
{
	inspection->waited_ms =
	    loop_now_ms(inspect->inspector->loop) - inspect->probed_at_ms;
	inspect->fn(inspect->arg, inspection);
	verdict_unref(inspection->verdict);
	report_unref(inspection->report);
	free_inspect(inspect);
}

static void advance(struct inspect *inspect);

static void
on_issuers(void *arg)
{
	struct inspect *inspect = arg;

	inspect->wait = NULL;
	if (inspect->revocation_wait == NULL)
		advance(inspect);
}

static void
on_revocations(void *arg)
{
	struct inspect *inspect = arg;

	inspect->revocation_wait = NULL;
	if (inspect->wait == NULL)
		advance(inspect);
}

static void
ask(struct inspect *inspect, const struct completion_asks *asks)
{
	struct inspector *inspector = inspect->inspector;
	const struct completion *completion = &inspector->completion;
	const struct want *wants[COMPLETION_MAX_WANTS];
	int64_t left_ms = inspector->fetch_wait_ms -
	    (loop_now_ms(inspector->loop) - inspect->probed_at_ms);

	for (size_t i = 0; i < asks->wants.len; i++)
		wants[i] = &asks->wants.items[i];
	if (asks->urls.len > 0)
		inspect->wait = aia_ask(
		    completion->aia, &asks->urls, left_ms, on_issuers, inspect);
	if (asks->wants.len > 0)
		inspect->revocation_wait =
		    revocations_ask(completion->revocations, wants,
			asks->wants.len, left_ms, on_revocations, inspect);
}

/* Judges; where issuers, or what tells of revocation, are to be had elsewhere
 * waits for them, a bounded time, and judges again. */
static void
advance(struct inspect *inspect)
{
	struct inspection inspection = {
	    .inspect = inspect,
	    .target = inspect->target,
	    .observation = inspect->observation,
	};
	struct completion_asks asks = {0};

	if (inspect->observation->certs.len > 0 &&
	    inspect->target.endpoint->file != NULL)
		conclude_file(inspect, &inspection, &asks);
	else if (inspect->observation->certs.len > 0)
		conclude(inspect, &inspection, &asks);
	if (may_wait(inspect, &asks)) {
		report_unref(inspection.report);
		inspect->rounds++;
		ask(inspect, &asks);
	} else {
		tell(inspect, &inspection);
	}
	completion_asks_clear(&asks);
}

static void
on_probed(void *arg, struct observation *observation)
{
	struct inspect *inspect = arg;

	inspect->probe = NULL;
	inspect->observation = observation;
	inspect->probed_at_ms = loop_now_ms(inspect->inspector->loop);
	inspect->inspector->counts.inspections++;
	if (inspect->dane_wait == NULL)
		advance(inspect);
}

/* What DNS says is looked up in the book again, when it is judged. */
static void
on_dane(void *arg, struct dane *dane)
{
	struct inspect *inspect = arg;

	(void)dane;
	inspect->dane_wait = NULL;
	if (inspect->observation != NULL)
		advance(inspect);
}

static void
on_file_read(void *arg, struct file_read_result *result)
{
	struct inspect *inspect = arg;
	int64_t now = clock_wall_s(inspect->inspector->clock);

	struct observation *observation = file_look_observation(result, now);

	inspect->reading = NULL;
	file_look_take(result, &inspect->served);
	on_probed(inspect, observation);
}

struct inspect *
inspect_start(struct inspector *inspector, const struct target *target,
    inspect_fn fn, void *arg)
{
	struct inspect *inspect = MEM_NEW(struct inspect);

	inspect->inspector = inspector;
	target_set(
	    &inspect->target, target->endpoint, &target->place, &target->via);
	inspect->fn = fn;
	inspect->arg = arg;
	if (inspector->dane != NULL)
		inspect->dane_wait = dane_book_ask_target(
		    inspector->dane, target, on_dane, inspect);
	if (target->endpoint->file != NULL && inspector->files == NULL)
		inspector->files = file_reader_new(inspector->loop);
	if (target->endpoint->file != NULL)
		inspect->reading = file_look_start(
		    inspector->files, target->endpoint, on_file_read, inspect);
	else
		inspect->probe =
		    probe_start(inspector->prober, target, on_probed, inspect);
	return inspect;
}

void
inspect_cancel(struct inspect *inspect)
{
	if (inspect == NULL)
		return;
	probe_cancel(inspect->probe);
	file_read_cancel(inspect->reading);
	dane_wait_cancel(inspect->dane_wait);
	aia_wait_cancel(inspect->wait);
	aia_wait_cancel(inspect->revocation_wait);
	free_inspect(inspect);
}

struct observation *
inspect_take_observation(const struct inspection *inspection)
{
	return TAKE(inspection->inspect->observation);
}
