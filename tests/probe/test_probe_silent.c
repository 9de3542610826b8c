/*
 * Silent addresses among others, in virtual time: the prober and the schedule
 * are real, dialling is played. Nobody else may be late for them.
 */
#include "probe/probe.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/mem.h"
#include "net/dial.h"
#include "schedule/schedule.h"
#include "support/fake_loop.h"

#define TARGETS 2000
#define SILENT 500
#define INTERVAL_MS 60000
#define TIMEOUT_MS 10000
#define ANSWER_MS 30 /* of those that refuse */
#define LATE_MOST_MS 2000
#define RUN_MS (10 * INTERVAL_MS)

/* ---- dialling, played ---------------------------------------------------- */

struct dial {
	struct loop_timer *timer;
	int error_number;
	dial_fn fn;
	void *arg;
};

static unsigned open_dials, most_dials;

/* From one in four nothing comes back. */
static bool
is_silent(const struct ip_address *address)
{
	return (address->bytes[2] + address->bytes[3]) % 4 == 0;
}

static void
on_dialed(void *arg)
{
	struct dial dial = *(struct dial *)arg;

	dial_cancel(arg);
	dial.fn(dial.arg, -1, dial.error_number);
}

struct dial *
dial_start_way(struct loop *loop, const struct dial_way *way,
    int64_t timeout_ms, dial_fn fn, void *arg)
{
	struct dial *dial = MEM_NEW(struct dial);
	bool is_mute = is_silent(&way->address);

	dial->fn = fn;
	dial->arg = arg;
	dial->error_number = is_mute ? ETIMEDOUT : ECONNREFUSED;
	dial->timer = loop_timer_new(loop, on_dialed, dial);
	loop_timer_set(dial->timer, is_mute ? timeout_ms : ANSWER_MS);
	if (++open_dials > most_dials)
		most_dials = open_dials;
	return dial;
}

struct dial *
dial_start(struct loop *loop, const struct ip_address *address,
    int64_t timeout_ms, dial_fn fn, void *arg)
{
	const struct dial_way way = {.address = *address};

	return dial_start_way(loop, &way, timeout_ms, fn, arg);
}

void
dial_cancel(struct dial *dial)
{
	if (dial == NULL)
		return;
	open_dials--;
	loop_timer_free(dial->timer);
	free(dial);
}

bool
dial_local_address(UNUSED int fd, UNUSED struct ip_address *ret_address)
{
	return false;
}

/* ---- a fleet ------------------------------------------------------------- */

struct fleet {
	struct loop *loop;
	struct prober *prober;
	int64_t worst_ms, worst_silent_ms;
	size_t looks, silent_looks;
};

struct member {
	struct fleet *fleet;
	struct loop_timer *due;
	struct target target;
	uint64_t key;
	unsigned failures;
	int64_t due_ms;
};

static void
plan(struct member *member, int64_t due_ms)
{
	member->due_ms = due_ms;
	loop_timer_set(member->due, due_ms - loop_now_ms(member->fleet->loop));
}

static void
on_seen(void *arg, struct observation *observation)
{
	struct member *member = arg;
	struct fleet *fleet = member->fleet;
	int64_t now_ms = loop_now_ms(fleet->loop);
	int64_t late_ms = now_ms - observation->total_ms - member->due_ms;

	if (is_silent(&member->target.place.address)) {
		fleet->silent_looks++;
		member->failures++;
		if (late_ms > fleet->worst_silent_ms)
			fleet->worst_silent_ms = late_ms;
	} else {
		fleet->looks++;
		if (late_ms > fleet->worst_ms)
			fleet->worst_ms = late_ms;
	}
	observation_free(observation);
	plan(member,
	    schedule_retry_due(
		member->key, INTERVAL_MS, member->failures, now_ms));
}

static void
on_due(void *arg)
{
	struct member *member = arg;

	probe_start(member->fleet->prober, &member->target, on_seen, member);
}

/* An endpoint of its own at that address. */
static void
set_member(struct member *member, struct fleet *fleet,
    const struct ip_address *address, unsigned i)
{
	struct endpoint *endpoint = endpoint_new();
	struct place place = place_at(address);

	endpoint->settings->timeout_ms = TIMEOUT_MS;
	endpoint->id = mem_printf("e%u:443", i);
	member->fleet = fleet;
	member->key = hash_text(HASH_START, endpoint->id);
	target_set(&member->target, endpoint, &place, NULL);
	endpoint_unref(endpoint);
	member->due = loop_timer_new(fleet->loop, on_due, member);
	plan(member,
	    schedule_first_due(member->key, INTERVAL_MS, INTERVAL_MS,
		loop_now_ms(fleet->loop)));
}

/* So many in each network, silent ones beside others. */
static void
play(struct fleet *fleet, unsigned of_a_network)
{
	struct error err = ERROR_INIT;
	struct member *members = mem_new(TARGETS, sizeof *members);
	unsigned silent = 0;

	*fleet = (struct fleet){.loop = loop_new()};
	open_dials = most_dials = 0;
	fleet->prober = prober_new(fleet->loop, &prober_options_default, &err);
	assert_non_null(fleet->prober);
	for (unsigned i = 0; i < TARGETS; i++) {
		unsigned network = i / of_a_network;
		struct ip_address address = {.family = 4,
		    .port = 443,
		    .bytes = {10, (uint8_t)(network >> 8), (uint8_t)network,
			(uint8_t)(i % of_a_network)}};

		silent += is_silent(&address);
		set_member(&members[i], fleet, &address, i);
	}
	assert_int_equal(silent, SILENT);
	fake_loop_run_for(fleet->loop, RUN_MS);
	prober_free(fleet->prober);
	for (unsigned i = 0; i < TARGETS; i++) {
		loop_timer_free(members[i].due);
		target_clear(&members[i].target);
	}
	free(members);
	loop_free(fleet->loop);
	assert_int_equal(open_dials, 0);
	printf("%u a network: %zu looks, the latest %lld ms; %zu at silent "
	       "ones, the latest %lld ms; %u dials at once\n",
	    of_a_network, fleet->looks, (long long)fleet->worst_ms,
	    fleet->silent_looks, (long long)fleet->worst_silent_ms, most_dials);
}

static void
expect_on_time(const struct fleet *fleet)
{
	/* An interval each, less the one under way in the end. */
	assert_in_range(
	    fleet->looks, 9 * (TARGETS - SILENT), 11 * (TARGETS - SILENT));
	assert_true(fleet->silent_looks >= 9 * SILENT);
	assert_in_range(fleet->worst_ms, 0, LATE_MOST_MS);
}

static void
silent_addresses_make_nobody_late(void **state)
{
	struct fleet fleet;

	play(&fleet, 1);
	expect_on_time(&fleet);
	assert_int_equal(fleet.worst_ms, 0);
}

static void
not_even_their_neighbours(void **state)
{
	struct fleet fleet;

	play(&fleet, 200);
	expect_on_time(&fleet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(silent_addresses_make_nobody_late),
	    cmocka_unit_test(not_even_their_neighbours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
