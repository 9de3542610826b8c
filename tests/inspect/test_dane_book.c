/* What DNS says of services: asked for once, kept, and believed only where
 * proofs can be had. */
#include "inspect/dane_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_loop.h"
#include "support/fake_resolve.h"

#define HOST "mx.example.test"
#define NAME "_25._tcp." HOST

static const struct dane_service service = {
    .host = HOST, .port = 25, .is_without_pkix = true};

struct rig {
	struct loop *loop;
	struct resolver *resolver;
	struct dane_book *book;
	unsigned calls, changes;
	bool can_prove;
	struct dane *dane; /* the last, a reference */
};

static void
on_change(void *arg, bool can_prove, const char *detail)
{
	struct rig *rig = arg;

	rig->changes++;
	rig->can_prove = can_prove;
	assert_true(can_prove || detail[0] != '\0');
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct resolver_options options = {.is_validating = true};
	struct error err = ERROR_INIT;

	rig->loop = loop_new();
	rig->resolver = resolver_new(rig->loop, &options, &err);
	rig->book = dane_book_new(rig->loop, rig->resolver);
	dane_book_on_change(rig->book, on_change, rig);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	dane_book_free(rig->book);
	dane_unref(rig->dane);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
	free(rig);
	return 0;
}

static void
on_dane(void *arg, struct dane *dane)
{
	struct rig *rig = arg;

	rig->calls++;
	dane_unref(rig->dane);
	rig->dane = dane == NULL ? NULL : dane_ref(dane);
}

static enum dane_state
ask(struct rig *rig)
{
	rig->calls = 0;
	(void)dane_book_ask(rig->book, &service, on_dane, rig);
	assert_int_equal(rig->calls, 0);
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->calls, 1);
	return rig->dane == NULL ? DANE_UNKNOWN : rig->dane->state;
}

static void
what_is_proven_comes_with_its_records(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA,
	    "3 1 1 00ff, 2 0 1 aabbcc", 300, LOOKUP_SECURE);
	assert_int_equal(ask(rig), DANE_SECURE);
	assert_string_equal(rig->dane->name, NAME);
	assert_true(rig->dane->is_without_pkix);
	assert_int_equal(rig->dane->records.len, 2);
	assert_int_equal(rig->dane->records.items[1].usage, 2);
	assert_int_equal(rig->dane->records.items[1].len, 3);
	assert_ptr_equal(dane_book_find(rig->book, &service), rig->dane);
}

static void
each_answer_has_its_state(void **state)
{
	static const struct {
		const char *records;
		enum lookup_security security;
		enum dane_state state;
	} cases[] = {
	    {"3 1 1 00ff", LOOKUP_SECURE, DANE_SECURE},
	    {"3 1 1 00ff", LOOKUP_INSECURE, DANE_INSECURE},
	    {"", LOOKUP_SECURE, DANE_ABSENT},
	    {"", LOOKUP_INSECURE, DANE_ABSENT},
	};
	struct rig *rig = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA,
		    cases[i].records, 60, cases[i].security);
		fake_loop_run_for(rig->loop, 61000);
		assert_int_equal(ask(rig), cases[i].state);
	}
	fake_lookup_fail(
	    rig->resolver, NAME, DNS_TYPE_TLSA, RESOLVE_REFUSED, LOOKUP_BOGUS);
	fake_loop_run_for(rig->loop, 61000);
	assert_int_equal(ask(rig), DANE_BOGUS);
	assert_string_equal(rig->dane->reason, "signature expired");
}

static void
an_answer_is_kept_as_long_as_it_holds(void **state)
{
	struct rig *rig = *state;
	unsigned asked;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 300,
	    LOOKUP_SECURE);
	(void)ask(rig);
	asked = fake_lookup_count(rig->resolver);
	fake_loop_run_for(rig->loop, 290 * 1000);
	(void)ask(rig);
	assert_int_equal(fake_lookup_count(rig->resolver), asked);
	fake_loop_run_for(rig->loop, 20 * 1000);
	(void)ask(rig);
	assert_true(fake_lookup_count(rig->resolver) > asked);
}

static void
a_day_as_ttl_holds_for_an_hour(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 86400,
	    LOOKUP_SECURE);
	(void)ask(rig);
	fake_lookup_set(
	    rig->resolver, NAME, DNS_TYPE_TLSA, "", 60, LOOKUP_SECURE);
	fake_loop_run_for(
	    rig->loop, (DANE_BOOK_MAX_TTL_S - 10) * INT64_C(1000));
	assert_int_equal(ask(rig), DANE_SECURE);
	fake_loop_run_for(rig->loop, 20 * 1000);
	assert_int_equal(ask(rig), DANE_ABSENT);
}

static void
no_answer_leaves_what_was_known(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 60,
	    LOOKUP_SECURE);
	(void)ask(rig);
	fake_lookup_fail(rig->resolver, NAME, DNS_TYPE_TLSA, RESOLVE_TIMEOUT,
	    LOOKUP_INSECURE);
	fake_loop_run_for(rig->loop, 61000);
	assert_int_equal(ask(rig), DANE_SECURE);
	assert_int_equal(rig->dane->records.len, 1);
}

static void
many_that_ask_at_once_cost_one_question(void **state)
{
	struct rig *rig = *state;
	unsigned before;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 300,
	    LOOKUP_SECURE);
	for (int i = 0; i < 10; i++)
		(void)dane_book_ask(rig->book, &service, on_dane, rig);
	before = fake_lookup_count(rig->resolver);
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->calls, 10);
	/* the host, and its records */
	assert_int_equal(fake_lookup_count(rig->resolver) - before, 2);
}

static void
a_proven_alias_is_asked_first_and_else_the_name(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(rig->resolver, HOST, DNS_TYPE_A, "", 60, LOOKUP_SECURE);
	fake_lookup_set_alias(
	    rig->resolver, HOST, DNS_TYPE_A, "real.example.test");
	fake_lookup_set(rig->resolver, "_25._tcp.real.example.test",
	    DNS_TYPE_TLSA, "3 1 1 00ff", 60, LOOKUP_SECURE);
	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "2 1 1 00ff", 60,
	    LOOKUP_SECURE);
	(void)ask(rig);
	assert_string_equal(rig->dane->name, "_25._tcp.real.example.test");
	fake_lookup_set(rig->resolver, "_25._tcp.real.example.test",
	    DNS_TYPE_TLSA, "", 60, LOOKUP_SECURE);
	fake_loop_run_for(rig->loop, 61000);
	(void)ask(rig);
	assert_string_equal(rig->dane->name, NAME);
	assert_int_equal(rig->dane->records.items[0].usage, 2);
}

static void
an_unproven_alias_is_not_followed(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(
	    rig->resolver, HOST, DNS_TYPE_A, "", 60, LOOKUP_INSECURE);
	fake_lookup_set_alias(
	    rig->resolver, HOST, DNS_TYPE_A, "real.example.test");
	fake_lookup_set(rig->resolver, "_25._tcp.real.example.test",
	    DNS_TYPE_TLSA, "3 1 1 00ff", 60, LOOKUP_SECURE);
	assert_int_equal(ask(rig), DANE_ABSENT);
	assert_string_equal(rig->dane->name, NAME);
}

static void
without_proofs_nothing_is_asked_and_it_is_told_once(void **state)
{
	struct rig *rig = *state;
	unsigned asked;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 60,
	    LOOKUP_SECURE);
	fake_lookup_fail(
	    rig->resolver, ".", DNS_TYPE_DNSKEY, RESOLVE_REFUSED, LOOKUP_BOGUS);
	assert_int_equal(ask(rig), DANE_UNKNOWN);
	assert_null(rig->dane);
	assert_int_equal(rig->changes, 1);
	assert_false(rig->can_prove);
	asked = fake_lookup_count(rig->resolver);
	(void)ask(rig);
	assert_int_equal(fake_lookup_count(rig->resolver), asked);
	assert_int_equal(rig->changes, 1);

	/* A better forwarder. */
	fake_lookup_set(
	    rig->resolver, ".", DNS_TYPE_DNSKEY, "", 60, LOOKUP_SECURE);
	fake_loop_run_for(rig->loop, DANE_BOOK_PROOF_S * INT64_C(1000));
	(void)ask(rig);
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->changes, 2);
	assert_true(rig->can_prove);
	assert_int_equal(ask(rig), DANE_SECURE);
}

static void
silence_about_proofs_is_told_after_a_while(void **state)
{
	struct rig *rig = *state;

	fake_lookup_fail(rig->resolver, ".", DNS_TYPE_DNSKEY, RESOLVE_TIMEOUT,
	    LOOKUP_INSECURE);
	for (int i = 0; i < 10; i++) {
		(void)ask(rig);
		assert_null(rig->dane);
		assert_int_equal(rig->changes, i < 4 ? 0 : 1);
		fake_loop_run_for(rig->loop, DANE_BOOK_RETRY_S * INT64_C(1000));
	}
	assert_false(rig->can_prove);
}

static void
who_asks_once_is_told_of_silence_at_once(void **state)
{
	struct rig *rig = *state;

	fake_lookup_fail(rig->resolver, ".", DNS_TYPE_DNSKEY, RESOLVE_TIMEOUT,
	    LOOKUP_INSECURE);
	dane_book_be_impatient(rig->book);
	(void)ask(rig);
	assert_null(rig->dane);
	assert_int_equal(rig->changes, 1);
	assert_false(rig->can_prove);
}

static void
proofs_that_end_leave_what_was_known(void **state)
{
	struct rig *rig = *state;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 60,
	    LOOKUP_SECURE);
	(void)ask(rig);
	fake_lookup_fail(
	    rig->resolver, ".", DNS_TYPE_DNSKEY, RESOLVE_REFUSED, LOOKUP_BOGUS);
	fake_lookup_fail(
	    rig->resolver, NAME, DNS_TYPE_TLSA, RESOLVE_REFUSED, LOOKUP_BOGUS);
	fake_loop_run_for(rig->loop, DANE_BOOK_PROOF_S * INT64_C(1000));
	dane_book_set_resolver(rig->book, rig->resolver);
	assert_int_equal(ask(rig), DANE_SECURE);
	assert_int_equal(rig->changes, 1);
}

static void
without_a_resolver_nobody_knows_anything(void **state)
{
	struct rig *rig = *state;

	dane_book_set_resolver(rig->book, NULL);
	assert_int_equal(ask(rig), DANE_UNKNOWN);
	assert_null(rig->dane);
	assert_int_equal(fake_lookup_count(rig->resolver), 0);
	assert_int_equal(rig->changes, 0);
}

static void
cancelled_it_stays_silent(void **state)
{
	struct rig *rig = *state;
	struct dane_wait *wait;

	fake_lookup_set(rig->resolver, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 300,
	    LOOKUP_SECURE);
	wait = dane_book_ask(rig->book, &service, on_dane, rig);
	fake_loop_run_for(rig->loop, 7);
	dane_wait_cancel(wait);
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->calls, 0);
	/* The answer is known by now; it would come a turn later. */
	dane_wait_cancel(dane_book_ask(rig->book, &service, on_dane, rig));
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->calls, 0);
}

static void
another_resolver_is_asked_what_waits(void **state)
{
	struct rig *rig = *state;
	struct resolver_options options = {.is_validating = true};
	struct error err = ERROR_INIT;
	struct resolver *other = resolver_new(rig->loop, &options, &err);

	fake_lookup_set(
	    other, NAME, DNS_TYPE_TLSA, "3 1 1 00ff", 300, LOOKUP_SECURE);
	(void)dane_book_ask(rig->book, &service, on_dane, rig);
	fake_loop_run_for(rig->loop, 7);
	dane_book_set_resolver(rig->book, other);
	resolver_free(rig->resolver);
	rig->resolver = other;
	fake_loop_run_for(rig->loop, 100);
	assert_int_equal(rig->calls, 1);
	assert_int_equal(rig->dane->state, DANE_SECURE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(what_is_proven_comes_with_its_records),
	    TEST(each_answer_has_its_state),
	    TEST(an_answer_is_kept_as_long_as_it_holds),
	    TEST(a_day_as_ttl_holds_for_an_hour),
	    TEST(no_answer_leaves_what_was_known),
	    TEST(many_that_ask_at_once_cost_one_question),
	    TEST(a_proven_alias_is_asked_first_and_else_the_name),
	    TEST(an_unproven_alias_is_not_followed),
	    TEST(without_proofs_nothing_is_asked_and_it_is_told_once),
	    TEST(silence_about_proofs_is_told_after_a_while),
	    TEST(who_asks_once_is_told_of_silence_at_once),
	    TEST(proofs_that_end_leave_what_was_known),
	    TEST(without_a_resolver_nobody_knows_anything),
	    TEST(cancelled_it_stays_silent),
	    TEST(another_resolver_is_asked_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
