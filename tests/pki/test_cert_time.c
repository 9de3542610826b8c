/* The two forms of RFC 5280, and what libcrypto reads besides. */
#include "pki/cert_time.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define UTC V_ASN1_UTCTIME
#define GENERALIZED V_ASN1_GENERALIZEDTIME

static bool
read(int type, const char *text, int64_t *ret_seconds, bool *ret_is_odd)
{
	ASN1_TIME *time = ASN1_STRING_type_new(type);
	bool ok;

	ASN1_STRING_set(time, text, -1);
	ok = cert_time_read(time, ret_seconds, ret_is_odd);
	ASN1_STRING_free(time);
	return ok;
}

static void
proper_forms_are_read_to_the_second(void **state)
{
	static const struct {
		int type;
		const char *text;
		int64_t seconds;
	} rows[] = {
	    {UTC, "700101000000Z", 0},
	    {UTC, "260601000000Z", 1780272000},
	    {UTC, "491231235959Z", INT64_C(2524607999)},
	    {UTC, "500101000000Z", -631152000},
	    {UTC, "240229120000Z", 1709208000},
	    {GENERALIZED, "20500101000000Z", INT64_C(2524608000)},
	    {GENERALIZED, "99991231235959Z", INT64_C(253402300799)},
	    {GENERALIZED, "20260601000001Z", 1780272001},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t seconds = 42;
		bool is_odd = true;

		assert_true(
		    read(rows[i].type, rows[i].text, &seconds, &is_odd));
		assert_int_equal(seconds, rows[i].seconds);
		assert_false(is_odd);
	}
}

static void
odd_forms_are_read_and_flagged(void **state)
{
	static const struct {
		int type;
		const char *text;
		int64_t seconds;
	} rows[] = {
	    {UTC, "2606010000Z", 1780272000},
	    {UTC, "260601010000+0100", 1780272000},
	    {GENERALIZED, "20260601000000.5Z", 1780272000},
	    {GENERALIZED, "20260601010000+0100", 1780272000},
	    {GENERALIZED, "202606010000Z", 1780272000},
	    {GENERALIZED, "20260531233000.25-0030", 1780272000},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t seconds = 42;
		bool is_odd = false;

		assert_true(
		    read(rows[i].type, rows[i].text, &seconds, &is_odd));
		assert_int_equal(seconds, rows[i].seconds);
		assert_true(is_odd);
	}
}

static void
what_is_no_time_is_refused(void **state)
{
	static const struct {
		int type;
		const char *text;
	} rows[] = {
	    {UTC, ""},
	    {UTC, "yesterday"},
	    {UTC, "260230000000Z"},
	    {UTC, "261301000000Z"},
	    {UTC, "260601240000Z"},
	    {UTC, "260601006000Z"},
	    {UTC, "26060100000 Z"},
	    {UTC, "-60601000000Z"},
	    {UTC, "20260601000000Z"},
	    {GENERALIZED, "260601000000Z"},
	    {GENERALIZED, "20260601"},
	    {GENERALIZED, "2026060100000xZ"},
	    {GENERALIZED, "20260601000000.Z"},
	    {GENERALIZED, "20260601000000.5"},
	    {GENERALIZED, "202606010000.5Z"},
	    {GENERALIZED, "20260601000000"},
	    {GENERALIZED, "20260601000000+01"},
	    {GENERALIZED, "20260601000000+1300"},
	    {GENERALIZED, "20260601000000+0060"},
	    {GENERALIZED, "20260601000000ZZ"},
	    {UTC, "260601000000.5Z"},
	    {UTC, "260601000060Z"},
	    {V_ASN1_UTF8STRING, "260601000000Z"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t seconds = 42;
		bool is_odd = false;

		assert_false(
		    read(rows[i].type, rows[i].text, &seconds, &is_odd));
		assert_int_equal(seconds, 42);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static void
no_time_at_all_is_refused(void **state)
{
	int64_t seconds;
	bool is_odd;

	assert_false(cert_time_read(NULL, &seconds, &is_odd));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(proper_forms_are_read_to_the_second),
	    cmocka_unit_test(odd_forms_are_read_and_flagged),
	    cmocka_unit_test(what_is_no_time_is_refused),
	    cmocka_unit_test(no_time_at_all_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
