/* What DNS says of certificates, as a shared value. */
#include "model/dane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
add(struct dane *dane, uint8_t usage, char byte)
{
	struct tlsa record = {.usage = usage,
	    .selector = 1,
	    .matching = TLSA_EXACT,
	    .data = mem_dup(&byte, 1),
	    .len = 1};

	dane_add(dane, &record);
}

static void
the_order_of_records_does_not_count(void **state)
{
	CLEANUP(dane_unref)
	struct dane *a = dane_new("_25._tcp.a", DANE_SECURE);
	CLEANUP(dane_unref)
	struct dane *b = dane_new("_25._tcp.a", DANE_SECURE);

	(void)state;
	assert_int_equal(dane_hash(a), dane_hash(b));
	add(a, 3, 'x');
	add(a, 2, 'y');
	add(b, 2, 'y');
	assert_true(dane_hash(a) != dane_hash(b));
	add(b, 3, 'x');
	assert_true(dane_hash(a) == dane_hash(b));
	assert_int_equal(dane_hash(NULL), 0);
}

static void
all_else_does(void **state)
{
	CLEANUP(dane_unref)
	struct dane *a = dane_new("_25._tcp.a", DANE_SECURE);
	CLEANUP(dane_unref)
	struct dane *b = dane_new("_25._tcp.b", DANE_SECURE);
	CLEANUP(dane_unref) struct dane *c = dane_new("_25._tcp.a", DANE_BOGUS);
	CLEANUP(dane_unref) struct dane *d = dane_new("_25._tcp.a", DANE_BOGUS);
	CLEANUP(dane_unref)
	struct dane *e = dane_new("_25._tcp.a", DANE_SECURE);

	(void)state;
	d->reason = mem_strdup("signature expired");
	e->is_without_pkix = true;
	assert_true(dane_hash(a) != dane_hash(b));
	assert_true(dane_hash(a) != dane_hash(c));
	assert_true(dane_hash(c) != dane_hash(d));
	assert_true(dane_hash(a) != dane_hash(e));
}

static void
mail_passes_over_the_usages_of_trust_stores(void **state)
{
	CLEANUP(dane_unref)
	struct dane *dane = dane_new("_25._tcp.a", DANE_SECURE);

	(void)state;
	for (uint8_t usage = 0; usage < 4; usage++)
		add(dane, usage, 'x');
	for (int i = 0; i < 4; i++)
		assert_null(dane_fault(dane, &dane->records.items[i]));
	dane->is_without_pkix = true;
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    dane_fault(dane, &dane->records.items[i]) != NULL, i < 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_order_of_records_does_not_count),
	    cmocka_unit_test(all_else_does),
	    cmocka_unit_test(mail_passes_over_the_usages_of_trust_stores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
