/* The list of a Certificate message, good and hostile. */
#include "probe/cert_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hex.h"

/* Parses a copy of its own size. NULL err message: it is good. */
static struct observation *
parse(const void *body, size_t len, bool is_tls13, const char *word)
{
	struct observation *o = observation_new();
	struct error err = ERROR_INIT;
	bool ok =
	    cert_message_parse(o, mem_dup(body, len), len, is_tls13, &err);

	assert_int_equal(o->message_len, len);
	assert_int_equal(ok, word == NULL);
	assert_int_equal(o->has_malformed_message, !ok);
	if (word != NULL && strstr(err.message, word) == NULL)
		fail_msg("%s", err.message);
	return o;
}

#define BODY(text) (text), sizeof(text) - 1

static void
certificates_come_in_order_with_their_digests(void **state)
{
	static const char old[] = "\0\0\13\0\0\3abc\0\0\2xy";
	static const char new[] = "\2!!\0\0\22\0\0\3abc\0\3ext\0\0\2xy\0\0";
	static const char sha256_abc[] = "ba7816bf8f01cfea414140de5dae2223"
					 "b00361a396177a9cb410ff61f20015ad";

	for (int is_tls13 = 0; is_tls13 <= 1; is_tls13++) {
		struct observation *o = is_tls13
		    ? parse(BODY(new), true, NULL)
		    : parse(BODY(old), false, NULL);
		char hex[65];

		assert_int_equal(o->certs.len, 2);
		assert_int_equal(o->certs.items[0].der_len, 3);
		assert_memory_equal(o->certs.items[0].der, "abc", 3);
		assert_memory_equal(o->certs.items[1].der, "xy", 2);
		assert_in_range((uintptr_t)o->certs.items[1].der,
		    (uintptr_t)o->message,
		    (uintptr_t)o->message + o->message_len);
		hex_encode(o->certs.items[0].sha256, 32, hex);
		assert_string_equal(hex, sha256_abc);
		assert_null(o->certs.items[0].x509);
		observation_free(o);
	}
}

static void
an_empty_list_is_good(void **state)
{
	struct observation *o = parse(BODY("\0\0\0"), false, NULL);

	assert_int_equal(o->certs.len, 0);
	observation_free(o);
	observation_free(parse(BODY("\0\0\0\0"), true, NULL));
}

static void
what_cannot_be_read_is_marked_and_the_rest_kept(void **state)
{
	static const struct {
		const char *body;
		size_t len;
		bool is_tls13;
		const char *word;
		size_t kept;
	} cases[] = {
	    {BODY(""), false, "message", 0},
	    {BODY(""), true, "message", 0},
	    {BODY("\0\0"), false, "message", 0},
	    {BODY("\0\0\1"), false, "message", 0},
	    {BODY("\0\0\0!"), false, "message", 0},
	    {BODY("\5ab\0\0\0"), true, "message", 0},
	    {BODY("\0\0\2\0\0"), false, "entry 1", 0},
	    {BODY("\0\0\3\0\0\0"), false, "entry 1", 0},
	    {BODY("\0\0\4\0\0\2x"), false, "entry 1", 0},
	    {BODY("\0\0\10\0\0\1x\0\0\2y"), false, "entry 2", 1},
	    {BODY("\0\0\7\0\0\1x\0\0\2"), false, "entry 2", 1},
	    {BODY("\0\0\0\4\0\0\1x"), true, "entry 1", 0},
	    {BODY("\0\0\0\6\0\0\1x\0\1"), true, "entry 1", 0},
	    {BODY("\0\377\377\377"), true, "message", 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct observation *o = parse(cases[i].body, cases[i].len,
		    cases[i].is_tls13, cases[i].word);

		assert_int_equal(o->certs.len, cases[i].kept);
		observation_free(o);
	}
}

static void
of_too_many_the_first_are_kept(void **state)
{
	for (size_t extra = 0; extra <= 1; extra++) {
		size_t count = OBSERVATION_MAX_CERTS + extra;
		uint8_t body[3 + 4 * (OBSERVATION_MAX_CERTS + 1)] = {
		    0, (uint8_t)(4 * count >> 8), (uint8_t)(4 * count)};
		struct observation *o;

		for (size_t i = 0; i < count; i++)
			body[3 + 4 * i + 2] = 1;
		o = parse(body, 3 + 4 * count, false,
		    extra > 0 ? "more than 100" : NULL);
		assert_int_equal(o->certs.len, OBSERVATION_MAX_CERTS);
		observation_free(o);
	}
}

static void
a_message_beyond_the_limit_is_not_read(void **state)
{
	size_t len = OBSERVATION_MAX_BYTES + 1;
	uint8_t *body = mem_new(len, 1);

	body[0] = (uint8_t)((len - 3) >> 16);
	body[1] = (uint8_t)((len - 3) >> 8);
	body[2] = (uint8_t)(len - 3);
	observation_free(parse(body, len, false, "more than 262144"));
	free(body);
}

static void
each_entry_has_its_staple(void **state)
{
	/* an unknown extension before it, a second staple behind it */
	static const char body[] = "\0\0\0\55"
				   "\0\0\1a\0\30\0\22\0\1!"
				   "\0\5\0\6\1\0\0\2xy\0\5\0\5\1\0\0\1z"
				   "\0\0\1b\0\11\0\5\0\5\1\0\0\1q";
	struct observation *o = parse(BODY(body), true, NULL);

	assert_int_equal(o->certs.len, 2);
	assert_int_equal(o->certs.items[0].staple_len, 2);
	assert_memory_equal(o->certs.items[0].staple, "xy", 2);
	assert_int_equal(o->certs.items[1].staple_len, 1);
	assert_memory_equal(o->certs.items[1].staple, "q", 1);
	observation_free(o);
}

static void
timestamps_are_those_of_the_first_entry(void **state)
{
	/* a second list behind them, and one with the second certificate */
	static const char body[] = "\0\0\0\42"
				   "\0\0\1a\0\15\0\22\0\2xy"
				   "\0\22\0\3abc"
				   "\0\0\1b\0\11\0\22\0\5abcde";
	static const char empty[] = "\0\0\0\12"
				    "\0\0\1a\0\4\0\22\0\0";
	struct observation *o = parse(BODY(body), true, NULL);

	assert_int_equal(o->certs.len, 2);
	assert_int_equal(o->scts_len, 2);
	assert_memory_equal(o->scts, "xy", 2);
	observation_free(o);
	o = parse(BODY(empty), true, NULL);
	assert_null(o->scts);
	observation_free(o);
}

static void
a_status_that_cannot_be_read_is_none(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
	    {BODY("")},
	    {BODY("\1")},
	    {BODY("\1\0\0\0")},	  /* of no length */
	    {BODY("\1\0\0\2x")},  /* cut */
	    {BODY("\1\0\0\1xy")}, /* more than it says */
	    {BODY("\2\0\0\1x")},  /* of another kind */
	    {BODY("\1\377\377\377x")},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const uint8_t *staple = NULL;
		size_t len = 0;

		assert_false(cert_status_read((const uint8_t *)cases[i].bytes,
		    cases[i].len, &staple, &len));
		assert_null(staple);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(certificates_come_in_order_with_their_digests),
	    cmocka_unit_test(an_empty_list_is_good),
	    cmocka_unit_test(what_cannot_be_read_is_marked_and_the_rest_kept),
	    cmocka_unit_test(of_too_many_the_first_are_kept),
	    cmocka_unit_test(each_entry_has_its_staple),
	    cmocka_unit_test(timestamps_are_those_of_the_first_entry),
	    cmocka_unit_test(a_status_that_cannot_be_read_is_none),
	    cmocka_unit_test(a_message_beyond_the_limit_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
