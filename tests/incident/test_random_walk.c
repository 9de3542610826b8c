/* A fleet to which anything may happen in any order, for a long time. Whatever
 * does, people are told of each thing once, of its end once, and of all that
 * is wrong; and nothing is left when all have gone. */
#include "incident/fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "incident/kind.h"
#include "incident/mixed.h"
#include "support/verdicts.h"

#define ENDPOINTS 8
#define ADDRESSES 4
#define STEPS 40000

static const struct made_chain chains[] = {
    {.certs = {"L1", "I1"}},
    {.certs = {"L2", "I1"}},
    {.certs = {"L2", "I1", "R1"},
	.findings = {{FINDING_ROOT_INCLUDED, 0, NULL}},
	.finding_count = 1},
    {.certs = {"L2"},
	.findings = {{FINDING_LEAF_ONLY, 0, NULL}},
	.finding_count = 1},
    {.certs = {"L3", "I1"},
	.findings = {{FINDING_LEAF_EXPIRED, 0, "L3"},
	    {FINDING_NAME_MISMATCH, 0, NULL}},
	.finding_count = 2},
    {.certs = {"L3", "I1"},
	.findings = {{FINDING_LEAF_EXPIRING, 0, "L3"}},
	.finding_count = 1},
    {.certs = {"L3", "I1"},
	.findings = {{FINDING_LEAF_EXPIRING, SEVERITY_CRITICAL, "L3"}},
	.finding_count = 1},
    {.certs = {"L4", "I2"},
	.findings = {{FINDING_INTERMEDIATE_EXPIRED, 0, "I2"},
	    {FINDING_OLD_PROTOCOL, 0, NULL}},
	.finding_count = 2},
    {.certs = {"L4", "I1"},
	.findings = {{FINDING_OLD_PROTOCOL, 0, NULL}},
	.finding_count = 1},
    {.certs = {"L5", "I1"},
	.findings = {{FINDING_NAME_MISMATCH, 0, NULL},
	    {FINDING_OLD_PROTOCOL, 0, NULL}},
	.finding_count = 2},
    {.certs = {"L1", "I2", "I1"},
	.findings = {{FINDING_WRONG_ORDER, 0, NULL},
	    {FINDING_UNNEEDED_CERTIFICATE, 0, NULL}},
	.finding_count = 2},
};

#define CHAINS (sizeof chains / sizeof chains[0])

enum known {
	UNKNOWN,
	OPEN,
	RESOLVED,
};

struct row {
	char id[EVENT_ID_LEN + 1];
	enum known known;
};

struct walk {
	uint64_t seed;
	int64_t now;
	struct fleet *fleet;
	struct endpoint *endpoints[ENDPOINTS];
	bool is_watched[ENDPOINTS], is_first_pass_over;
	struct verdict *verdicts[CHAINS];
	ARRAY(struct row) ledger;
	size_t events;
};

static unsigned
draw(struct walk *walk, unsigned below)
{
	walk->seed =
	    walk->seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)((walk->seed >> 33) % below);
}

static struct row *
row_of(struct walk *walk, const char *id)
{
	struct row *row;

	/* the newest are asked for most */
	for (size_t i = walk->ledger.len; i-- > 0;) {
		if (strcmp(walk->ledger.items[i].id, id) == 0)
			return &walk->ledger.items[i];
	}
	row = ARRAY_ADD(&walk->ledger);
	memcpy(row->id, id, sizeof row->id);
	return row;
}

static void
check_event(struct walk *walk, const struct event *event)
{
	struct row *row;

	assert_true(event->text != NULL && event->text[0] != '\0');
	assert_int_equal(event->time, walk->now);
	if (!event->incident.is_set)
		return;
	row = row_of(walk, event->incident.id);
	assert_int_not_equal(row->known, RESOLVED);
	if (event->kind == EVENT_INCIDENT_OPENED ||
	    event->kind == EVENT_CHAIN_CHANGED ||
	    event->kind == EVENT_ROLLOUT_STALLED)
		assert_int_equal(row->known, UNKNOWN);
	else if (event->kind != EVENT_CHAIN_REGRESSED)
		assert_int_equal(row->known, OPEN);
	row->known = event->kind == EVENT_INCIDENT_RESOLVED ? RESOLVED : OPEN;
}

/* What the fleet says people know, they do. */
static void
check_told(struct walk *walk, bool is_summary)
{
	for (size_t i = 0; i < fleet_incident_count(walk->fleet); i++) {
		const struct incident *incident =
		    fleet_incident_at(walk->fleet, i);
		struct row *row = row_of(walk, incident->id);

		assert_true(incident->members.len > 0);
		assert_int_equal(incident->resolved_at, 0);
		/* The summary told of it, perhaps as "cannot be reached". */
		if (incident->told == INCIDENT_TOLD && row->known == UNKNOWN &&
		    (is_summary ||
			incident_kind(incident->code) == INCIDENT_WEATHER))
			row->known = OPEN;
		assert_int_equal(
		    row->known == OPEN, incident->told == INCIDENT_TOLD);
		if (walk->is_first_pass_over)
			assert_int_not_equal(
			    incident->told, INCIDENT_IN_SUMMARY);
	}
}

static bool
has_told_as_bad(struct walk *walk, const struct incident_member *member,
    enum severity severity)
{
	for (size_t i = 0; i < fleet_incident_count(walk->fleet); i++) {
		const struct incident *incident =
		    fleet_incident_at(walk->fleet, i);

		if (incident->told == INCIDENT_UNTOLD ||
		    incident->severity < severity ||
		    incident_kind(incident->code) != INCIDENT_FACT)
			continue;
		ARRAY_EACH (other, &incident->members) {
			if (other->endpoint == member->endpoint)
				return true;
		}
	}
	return false;
}

/* No endpoint shows a fault that nobody was told of, unless something as bad
 * at the same endpoint was. */
static void
check_nothing_hidden(struct walk *walk)
{
	for (size_t i = 0; i < fleet_incident_count(walk->fleet); i++) {
		const struct incident *incident =
		    fleet_incident_at(walk->fleet, i);

		if (incident->told != INCIDENT_UNTOLD ||
		    incident_kind(incident->code) != INCIDENT_FACT)
			continue;
		ARRAY_EACH (member, &incident->members)
			assert_true(
			    has_told_as_bad(walk, member, incident->severity));
	}
}

static void
take(struct walk *walk, struct batch *batch, size_t most_alerts)
{
	size_t alerts = 0;
	bool is_summary = false;

	ARRAY_EACH (event, &batch->events) {
		check_event(walk, *event);
		alerts += ((*event)->kind == EVENT_INCIDENT_OPENED ||
			      (*event)->kind == EVENT_CHAIN_REGRESSED) &&
		    incident_kind((*event)->finding) == INCIDENT_FACT &&
		    strstr((*event)->text, "what remains") == NULL;
		is_summary |= (*event)->kind == EVENT_FIRST_PASS;
		walk->events++;
	}
	assert_true(alerts <= most_alerts);
	batch_clear(batch);
	check_told(walk, is_summary);
	check_nothing_hidden(walk);
}

static struct target
target_at(struct walk *walk, unsigned e, unsigned n)
{
	struct target target = {0};
	struct place place = {
	    .address = {
		.family = 4, .bytes = {192, 0, 2, (uint8_t)n}, .port = 443}};

	target_set(&target, walk->endpoints[e], &place, NULL);
	return target;
}

static void
set_targets(struct walk *walk, unsigned e)
{
	struct target targets[ADDRESSES];
	struct batch batch;
	size_t count = 0;
	unsigned mask = 1 + draw(walk, (1u << ADDRESSES) - 1);

	for (unsigned n = 0; n < ADDRESSES; n++) {
		if (mask >> n & 1)
			targets[count++] = target_at(walk, e, n + 1);
	}
	fleet_set_targets(
	    walk->fleet, walk->endpoints[e], targets, count, walk->now, &batch);
	for (size_t i = 0; i < count; i++)
		target_clear(&targets[i]);
	take(walk, &batch, 0);
}

static void
look(struct walk *walk, unsigned e, struct verdict *verdict,
    enum failure failure)
{
	struct target target = target_at(walk, e, 1 + draw(walk, ADDRESSES));
	struct look look = {
	    .target = &target, .verdict = verdict, .failure = failure};
	struct batch batch;

	fleet_observe(walk->fleet, &look, walk->now, &batch);
	/* What alternates has a pace of its own. */
	assert_true(
	    batch.look_again_s <= 60 || batch.look_again_s == MIXED_LOOK_S);
	take(walk, &batch, 1);
	target_clear(&target);
}

static void
come_or_go(struct walk *walk, unsigned e)
{
	struct batch batch;

	if (walk->is_watched[e]) {
		fleet_remove_endpoint(
		    walk->fleet, walk->endpoints[e], walk->now, &batch);
		take(walk, &batch, 0);
	} else {
		fleet_add_endpoint(walk->fleet, walk->endpoints[e]);
	}
	walk->is_watched[e] = !walk->is_watched[e];
	if (walk->is_watched[e])
		set_targets(walk, e);
}

static void
resolve(struct walk *walk, unsigned e)
{
	struct batch batch;

	if (draw(walk, 3) > 0)
		fleet_resolve_failed(walk->fleet, walk->endpoints[e],
		    FAILURE_RESOLVE_TIMEOUT, "", walk->now, &batch);
	else
		fleet_resolve_worked(
		    walk->fleet, walk->endpoints[e], walk->now, &batch);
	take(walk, &batch, 0);
}

static void
tick(struct walk *walk)
{
	struct batch batch;

	fleet_tick(walk->fleet, walk->now, &batch);
	take(walk, &batch, 0);
}

static void
step(struct walk *walk)
{
	unsigned e = draw(walk, ENDPOINTS);
	unsigned what = draw(walk, 100);

	walk->now += draw(walk, 10) == 0 ? draw(walk, 90000) : draw(walk, 60);
	if (what < 1)
		come_or_go(walk, e);
	else if (what < 3 && walk->is_watched[e])
		set_targets(walk, e);
	else if (what < 6)
		resolve(walk, e);
	else if (what < 10)
		tick(walk);
	else if (what < 25)
		look(walk, e, NULL, FAILURE_CONNECT_TIMEOUT);
	else if (what < 28)
		look(walk, e, walk->verdicts[draw(walk, CHAINS)],
		    FAILURE_HANDSHAKE_RESET);
	else if (what < 65)
		look(walk, e, walk->verdicts[0], FAILURE_NONE);
	else
		look(walk, e, walk->verdicts[draw(walk, CHAINS)], FAILURE_NONE);
}

static void
end_first_pass(struct walk *walk)
{
	struct batch batch;

	fleet_end_first_pass(walk->fleet, walk->now, &batch);
	walk->is_first_pass_over = true;
	take(walk, &batch, 0);
}

static void
begin(struct walk *walk, uint64_t seed)
{
	struct fleet_options options = fleet_options_default;

	memset(walk, 0, sizeof *walk);
	walk->seed = seed;
	walk->now = 1800000000;
	options.reminder_s = 86400;
	walk->fleet = fleet_new(&options);
	for (size_t i = 0; i < CHAINS; i++)
		walk->verdicts[i] = verdict_made(&chains[i]);
	for (unsigned e = 0; e < ENDPOINTS; e++) {
		struct endpoint *endpoint = endpoint_new();

		snprintf(endpoint->host.text, sizeof endpoint->host.text,
		    "e%u.example", e);
		endpoint_finish(endpoint);
		walk->endpoints[e] = endpoint;
		come_or_go(walk, e);
	}
}

static void
end(struct walk *walk)
{
	for (unsigned e = 0; e < ENDPOINTS; e++) {
		if (walk->is_watched[e])
			come_or_go(walk, e);
		endpoint_unref(walk->endpoints[e]);
	}
	assert_int_equal(fleet_incident_count(walk->fleet), 0);
	ARRAY_EACH (row, &walk->ledger)
		assert_int_not_equal(row->known, OPEN);
	for (size_t i = 0; i < CHAINS; i++) {
		assert_int_equal(walk->verdicts[i]->refs, 1);
		verdict_unref(walk->verdicts[i]);
	}
	ARRAY_CLEAR(&walk->ledger);
	fleet_free(walk->fleet);
}

static void
everything_is_told_once_and_nothing_is_hidden(void **state)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct walk walk;

		begin(&walk, seed);
		for (int i = 0; i < STEPS / 4; i++) {
			if (i == 200)
				end_first_pass(&walk);
			step(&walk);
		}
		assert_true(walk.events > 100);
		end(&walk);
	}
}

/* The same walk, and at its end the world is mended: everything resolves. */
static void
what_is_mended_resolves(void **state)
{
	struct walk walk;

	begin(&walk, 99);
	end_first_pass(&walk);
	for (int i = 0; i < STEPS / 8; i++)
		step(&walk);
	for (int i = 0; i < 6000; i++) {
		walk.now += 600;
		look(&walk, (unsigned)i % ENDPOINTS, walk.verdicts[0],
		    FAILURE_NONE);
		if (i % ENDPOINTS == 0)
			resolve(&walk, draw(&walk, ENDPOINTS));
	}
	for (unsigned e = 0; e < ENDPOINTS; e++) {
		struct batch batch;

		fleet_resolve_worked(
		    walk.fleet, walk.endpoints[e], walk.now, &batch);
		take(&walk, &batch, 0);
	}
	assert_int_equal(fleet_incident_count(walk.fleet), 0);
	end(&walk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everything_is_told_once_and_nothing_is_hidden),
	    cmocka_unit_test(what_is_mended_resolves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
