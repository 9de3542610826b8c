/* Reading DNS answers, good and hostile. */
#include "net/dns_answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct packet {
	uint8_t bytes[16384];
	size_t len;
};

static void
put(struct packet *p, const void *bytes, size_t len)
{
	assert_true(p->len + len <= sizeof p->bytes);
	memcpy(p->bytes + p->len, bytes, len);
	p->len += len;
}

#define PUT(p, text) put((p), (text), sizeof(text) - 1)

/* An answer to "www.test A" whose name stands at offset 12. */
static struct packet
start(unsigned flags, unsigned records)
{
	struct packet p = {.len = 0};
	const uint8_t header[12] = {0, 1, (uint8_t)(flags >> 8), (uint8_t)flags,
	    0, 1, (uint8_t)(records >> 8), (uint8_t)records};

	put(&p, header, sizeof header);
	PUT(&p, "\3www\4test\0\0\1\0\1");
	return p;
}

#define NAME "\300\14" /* a pointer to the question's name */
#define ANSWER 0x8180
#define A_300 "\0\1\0\1\0\0\1\54\0\4"
#define CNAME_60 "\0\5\0\1\0\0\0\74"

static bool
parse(const struct packet *p, struct dns_answer *answer, const char *word)
{
	struct error err = ERROR_INIT;
	/* A copy of its own size, so that reading past it is noticed. */
	uint8_t *copy = mem_dup(p->bytes, p->len);
	bool ok = dns_answer_parse(copy, p->len, answer, &err);

	free(copy);
	if (!ok && (word == NULL || strstr(err.message, word) == NULL))
		fail_msg("%s", err.message);
	return ok;
}

static void
addresses_are_read_once_each_and_in_order(void **state)
{
	struct packet p = start(ANSWER, 4);
	struct dns_answer answer;
	char text[IP_ADDRESS_TEXT_MAX];

	PUT(&p, NAME A_300 "\300\0\2\2");
	PUT(&p, NAME A_300 "\300\0\2\1");
	PUT(&p, NAME A_300 "\300\0\2\2");
	PUT(&p,
	    NAME "\0\34\0\1\0\0\0\12\0\20\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0"
		 "\1");
	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.rcode, 0);
	assert_int_equal(answer.addresses.len, 3);
	assert_string_equal(
	    ip_address_format(&answer.addresses.items[0], text), "192.0.2.2");
	assert_string_equal(
	    ip_address_format(&answer.addresses.items[1], text), "192.0.2.1");
	assert_string_equal(
	    ip_address_format(&answer.addresses.items[2], text), "2001:db8::1");
	assert_int_equal(answer.ttl_s, 10);
	assert_int_equal(answer.aliases.len, 0);
	dns_answer_clear(&answer);
}

static void
aliases_are_followed_in_any_order(void **state)
{
	struct packet p = start(ANSWER, 3);
	struct dns_answer answer;

	PUT(&p, "\1b\4test\0" A_300 "\300\0\2\1");
	PUT(&p, "\1a\4TEST\0" CNAME_60 "\0\10\1B\4test\0");
	PUT(&p, NAME CNAME_60 "\0\4\1a\300\20");
	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.addresses.len, 1);
	assert_int_equal(answer.aliases.len, 2);
	assert_string_equal(answer.aliases.items[0], "a.test");
	assert_string_equal(answer.aliases.items[1], "b.test");
	assert_int_equal(answer.ttl_s, 60);
	dns_answer_clear(&answer);
}

static void
records_of_others_are_passed_over(void **state)
{
	struct packet p = start(ANSWER, 3);
	struct dns_answer answer;

	PUT(&p, "\5other\0" A_300 "\300\0\2\1");
	PUT(&p, NAME "\0\20\0\1\0\0\0\1\0\3\2hi");	/* TXT */
	PUT(&p, NAME "\0\1\0\3\0\0\0\1\0\4\300\0\2\1"); /* class CH */
	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.addresses.len, 0);
	assert_int_equal(answer.ttl_s, 0);
	dns_answer_clear(&answer);
}

static void
no_such_name_is_an_answer(void **state)
{
	struct packet p = start(ANSWER | 3, 0);
	struct dns_answer answer;

	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.rcode, 3);
	assert_int_equal(answer.addresses.len, 0);
}

static void
a_ttl_with_the_top_bit_counts_as_zero(void **state)
{
	struct packet p = start(ANSWER, 1);
	struct dns_answer answer;

	PUT(&p, NAME "\0\1\0\1\200\0\1\54\0\4\300\0\2\1");
	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.ttl_s, 0);
	dns_answer_clear(&answer);
}

static void
odd_bytes_of_a_name_are_escaped(void **state)
{
	struct packet p = start(ANSWER, 2);
	struct dns_answer answer;

	PUT(&p, NAME CNAME_60 "\0\5\3a.\33\0");
	PUT(&p, "\3a.\33\0" A_300 "\300\0\2\1");
	assert_true(parse(&p, &answer, NULL));
	assert_string_equal(answer.aliases.items[0], "a\\046\\027");
	assert_int_equal(answer.addresses.len, 1);
	dns_answer_clear(&answer);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		unsigned flags, records;
		const char *body;
		size_t len;
		const char *word;
	} cases[] = {
#define BODY(text) (text), sizeof(text) - 1
	    {0x0100, 0, BODY(""), "no answer"},
	    {0x8380, 0, BODY(""), "cut off"},
	    {ANSWER, 1, BODY(""), "record 1"},
	    {ANSWER, 1, BODY(NAME A_300 "\300\0\2"), "record 1"},
	    {ANSWER, 1, BODY(NAME "\0\1\0\1\0\0"), "record 1"},
	    {ANSWER, 1, BODY("\300\35" A_300 "\300\0\2\1"), "record 1"},
	    {ANSWER, 1, BODY("\1a\300\33" A_300 "\300\0\2\1"), "record 1"},
	    {ANSWER, 1, BODY("\300"), "record 1"},
	    {ANSWER, 1, BODY("\100a" A_300 "\300\0\2\1"), "record 1"},
	    {ANSWER, 1, BODY("\77abc"), "record 1"},
	    {ANSWER, 1, BODY(NAME "\0\1\0\1\0\0\0\1\0\3\300\0\2"), "3 bytes"},
	    {ANSWER, 1, BODY(NAME "\0\34\0\1\0\0\0\1\0\4\300\0\2\1"),
		"4 bytes"},
	    {ANSWER, 1, BODY(NAME CNAME_60 "\0\3\1a\0\0"), NULL},
	    {ANSWER, 1, BODY(NAME CNAME_60 "\0\4\1a\0\0"), "CNAME"},
	    {ANSWER, 1, BODY(NAME CNAME_60 "\0\2\1a"), "CNAME"},
	    {ANSWER, 1, BODY(NAME CNAME_60 "\0\2\300\14"), "16 CNAMEs"},
	    {ANSWER, 513, BODY(""), "513 records"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct packet p = start(cases[i].flags, cases[i].records);
		struct dns_answer answer;

		put(&p, cases[i].body, cases[i].len);
		if (cases[i].word == NULL) {
			assert_true(parse(&p, &answer, NULL));
			dns_answer_clear(&answer);
			continue;
		}
		if (parse(&p, &answer, cases[i].word))
			fail_msg("case %zu was accepted", i);
	}
}

static void
every_cut_of_a_good_answer_is_refused(void **state)
{
	struct packet p = start(ANSWER, 2);
	struct dns_answer answer;

	PUT(&p, NAME CNAME_60 "\0\4\1a\300\20");
	PUT(&p, "\1a\300\20" A_300 "\300\0\2\1");
	for (size_t len = p.len; len-- > 0;) {
		struct packet cut = p;

		cut.len = len;
		assert_false(parse(&cut, &answer, "DNS answer"));
	}
}

static void
a_name_of_255_bytes_fits_and_one_more_does_not(void **state)
{
	for (int extra = 0; extra <= 1; extra++) {
		struct packet p = start(ANSWER, 1);
		struct dns_answer answer;
		uint8_t label[64] = {63};

		memset(label + 1, 'x', 63);
		for (int i = 0; i < 3; i++)
			put(&p, label, 64);
		label[0] = (uint8_t)(61 + extra);
		put(&p, label, 62u + (size_t)extra);
		PUT(&p, "\0" A_300 "\300\0\2\1");
		if (extra == 0) {
			assert_true(parse(&p, &answer, NULL));
			dns_answer_clear(&answer);
		} else {
			assert_false(parse(&p, &answer, "record 1"));
		}
	}
}

static void
as_many_records_as_allowed_are_read(void **state)
{
	struct packet p = start(ANSWER, DNS_ANSWER_MAX_RECORDS);
	struct dns_answer answer;

	for (int i = 0; i < DNS_ANSWER_MAX_RECORDS; i++) {
		const uint8_t address[4] = {
		    10, 0, (uint8_t)(i >> 8), (uint8_t)i};

		PUT(&p, NAME A_300);
		put(&p, address, 4);
	}
	assert_true(parse(&p, &answer, NULL));
	assert_int_equal(answer.addresses.len, DNS_ANSWER_MAX_RECORDS);
	dns_answer_clear(&answer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_read_once_each_and_in_order),
	    cmocka_unit_test(aliases_are_followed_in_any_order),
	    cmocka_unit_test(records_of_others_are_passed_over),
	    cmocka_unit_test(no_such_name_is_an_answer),
	    cmocka_unit_test(a_ttl_with_the_top_bit_counts_as_zero),
	    cmocka_unit_test(odd_bytes_of_a_name_are_escaped),
	    cmocka_unit_test(what_makes_no_sense_is_refused),
	    cmocka_unit_test(every_cut_of_a_good_answer_is_refused),
	    cmocka_unit_test(a_name_of_255_bytes_fits_and_one_more_does_not),
	    cmocka_unit_test(as_many_records_as_allowed_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
