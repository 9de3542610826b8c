/* OCSP responses in memory: as many as the store gives back, and bounded. */
#include "fetch/revocation_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/revocation_rig.h"

#define RESPONSE_BYTES 1500 /* with a certificate of the responder's */
#define LATER_S 3600

/* RFC 6960 4.2.1: as small as a response can be */
static const uint8_t try_later[] = {0x30, 0x03, 0x0a, 0x01, 0x03};

struct fleet {
	struct revocation_rig *rig;
	struct want want; /* of the leaf that the others are like */
	struct cert cert;
	uint8_t response[RESPONSE_BYTES];
};

static struct fleet
fleet_of(struct revocation_rig *rig)
{
	struct fleet fleet = {
	    .rig = rig,
	    .want = revocation_rig_leaf(rig, "0A", NULL, "/ocsp"),
	};

	fleet.cert = *fleet.want.cert;
	return fleet;
}

/* Leaves that differ in their digest: all that is asked by. */
static void
be_leaf(struct fleet *fleet, size_t i)
{
	memcpy(fleet->cert.sha256, &i, sizeof i);
	memcpy(fleet->response, &i, sizeof i);
	fleet->want.cert = &fleet->cert;
}

static void
restore(struct fleet *fleet, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct revocations_record record = {
		    .answer = {.kind = REVOCATION_ANSWER_OCSP,
			.outcome = REVOCATION_GOT,
			.der = fleet->response,
			.der_len = sizeof fleet->response,
			.asked_at = fleet->rig->now},
		    .next_at = fleet->rig->now + LATER_S,
		};
		size_t url_count;

		be_leaf(fleet, i);
		record.answer.url = want_urls(&fleet->want, &url_count)[0];
		record.cert_sha256 = fleet->cert.sha256;
		revocations_restore(fleet->rig->revocations, &record);
	}
}

/* How many of them need not be asked for. */
static size_t
known_of(struct fleet *fleet, size_t count)
{
	size_t known_count = 0;

	for (size_t i = 0; i < count; i++) {
		struct revocations_known known;

		be_leaf(fleet, i);
		revocations_find(fleet->rig->revocations, &fleet->want, &known);
		if (known.count == 0)
			continue;
		assert_false(known.is_open);
		assert_int_equal(known.answers[0]->der_len, RESPONSE_BYTES);
		assert_memory_equal(known.answers[0]->der, &i, sizeof i);
		known_count++;
	}
	return known_count;
}

static void
as_many_as_a_store_keeps_are_known_after_a_restart(void **state)
{
	struct fleet fleet = fleet_of(*state);

	restore(&fleet, REVOCATIONS_MAX_RESPONSES);
	assert_int_equal(known_of(&fleet, REVOCATIONS_MAX_RESPONSES),
	    REVOCATIONS_MAX_RESPONSES);
	print_message("an entry takes %zu bytes beside its URL and response\n",
	    sizeof(struct revocation_entry));
	assert_true(sizeof(struct revocation_entry) <= 256);
	revocation_rig_ask(fleet.rig, &fleet.want);
	assert_int_equal(revocation_rig_requests(fleet.rig), 0);
}

static void
their_number_is_bounded(void **state)
{
	struct fleet fleet = fleet_of(*state);
	struct revocations_counts counts;

	restore(&fleet, REVOCATIONS_MAX_RESPONSES + 100);
	counts = revocations_counts(fleet.rig->revocations);
	assert_int_equal(counts.responses, REVOCATIONS_MAX_RESPONSES);
	assert_int_equal(counts.response_bytes,
	    (size_t)REVOCATIONS_MAX_RESPONSES * RESPONSE_BYTES);
}

static void
their_bytes_are_bounded_and_the_last_one_stays(void **state)
{
	struct revocation_rig *rig = *state;
	struct fleet fleet;
	struct revocations_counts counts;

	rig->options.max_response_bytes = 10 * RESPONSE_BYTES;
	revocation_rig_restart(rig);
	fleet = fleet_of(rig);
	restore(&fleet, 25);
	counts = revocations_counts(rig->revocations);
	assert_int_equal(counts.response_bytes, 10 * RESPONSE_BYTES);
	assert_int_equal(counts.responses, 10);
	assert_int_equal(known_of(&fleet, 25), 10);
	be_leaf(&fleet, 24);
	revocation_rig_ask(rig, &fleet.want);
	assert_int_equal(revocation_rig_requests(rig), 0);
}

static void
one_that_comes_takes_the_place_of_another(void **state)
{
	struct revocation_rig *rig = *state;
	struct fleet fleet;
	uint8_t *bytes = mem_dup(try_later, sizeof try_later);
	struct revocations_known known;

	rig->options.max_response_bytes = 2 * RESPONSE_BYTES;
	revocation_rig_restart(rig);
	fleet = fleet_of(rig);
	restore(&fleet, 2);
	revocation_rig_plan(
	    rig, revocation_rig_bytes(rig, bytes, sizeof try_later));
	be_leaf(&fleet, 2);
	known = revocation_rig_ask(rig, &fleet.want);
	assert_int_equal(known.count, 1);
	assert_int_equal(known.answers[0]->outcome, REVOCATION_GOT);
	assert_int_equal(revocations_counts(rig->revocations).response_bytes,
	    RESPONSE_BYTES + sizeof try_later);
	assert_int_equal(known_of(&fleet, 2), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    REVOCATION_TEST(as_many_as_a_store_keeps_are_known_after_a_restart),
	    REVOCATION_TEST(their_number_is_bounded),
	    REVOCATION_TEST(their_bytes_are_bounded_and_the_last_one_stays),
	    REVOCATION_TEST(one_that_comes_takes_the_place_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
