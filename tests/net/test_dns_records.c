/* Reading MX, SRV and TLSA records, good and hostile. */
#include "net/dns_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct packet {
	uint8_t bytes[32768];
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

/* An answer about "www.test", whose name stands at offset 12. */
static struct packet
start(unsigned rcode, unsigned records)
{
	struct packet p = {.len = 0};
	const uint8_t header[12] = {0, 1, 0x81, (uint8_t)(0x80 | rcode), 0, 1,
	    (uint8_t)(records >> 8), (uint8_t)records};

	put(&p, header, sizeof header);
	PUT(&p, "\3www\4test\0\0\1\0\1");
	return p;
}

#define NAME "\300\14" /* a pointer to the question's name */
#define MX_300 "\0\17\0\1\0\0\1\54"
#define SRV_60 "\0\41\0\1\0\0\0\74"
#define TLSA_60 "\0\64\0\1\0\0\0\74"
#define CNAME_30 "\0\5\0\1\0\0\0\36"

static bool
parse(const struct packet *p, enum dns_type type, struct dns_records *records)
{
	struct error err = ERROR_INIT;
	/* A copy of its own size, so that reading past it is noticed. */
	uint8_t *copy = mem_dup(p->bytes, p->len);
	bool ok = dns_records_parse(copy, p->len, type, records, &err);

	free(copy);
	assert_true(ok || err.message[0] != '\0');
	return ok;
}

static void
mail_exchangers_are_read_in_order(void **state)
{
	struct packet p = start(0, 3);
	struct dns_records records;

	(void)state;
	PUT(&p, NAME MX_300 "\0\10\0\24\3MX2\300\20");
	PUT(&p, NAME "\0\1\0\1\0\0\0\1\0\4\300\0\2\1"); /* A */
	PUT(&p, NAME MX_300 "\0\12\0\12\1a\4test\0");
	assert_true(parse(&p, DNS_TYPE_MX, &records));
	assert_int_equal(records.list.len, 2);
	assert_string_equal(records.list.items[0].host, "mx2.test");
	assert_int_equal(records.list.items[0].priority, 20);
	assert_string_equal(records.list.items[1].host, "a.test");
	assert_int_equal(records.list.items[1].priority, 10);
	assert_int_equal(records.ttl_s, 300);
	assert_null(records.canonical);
	dns_records_clear(&records);
}

static void
the_root_as_host_is_a_dot(void **state)
{
	struct packet p = start(0, 1);
	struct dns_records records;

	(void)state;
	PUT(&p, NAME MX_300 "\0\3\0\0\0");
	assert_true(parse(&p, DNS_TYPE_MX, &records));
	assert_string_equal(records.list.items[0].host, ".");
	dns_records_clear(&records);
}

static void
services_have_port_weight_and_priority(void **state)
{
	struct packet p = start(0, 1);
	struct dns_records records;

	(void)state;
	PUT(&p, NAME SRV_60 "\0\16\0\1\0\2\3\341\1x\4test\0");
	assert_true(parse(&p, DNS_TYPE_SRV, &records));
	assert_string_equal(records.list.items[0].host, "x.test");
	assert_int_equal(records.list.items[0].priority, 1);
	assert_int_equal(records.list.items[0].weight, 2);
	assert_int_equal(records.list.items[0].port, 993);
	dns_records_clear(&records);
}

static void
associations_are_read_behind_an_alias(void **state)
{
	struct packet p = start(0, 3);
	struct dns_records records;

	(void)state;
	PUT(&p, NAME CNAME_30 "\0\3\1b\0");
	PUT(&p, "\1b\0" TLSA_60 "\0\5\3\1\1\253\315");
	PUT(&p, "\1b\0" TLSA_60 "\0\3\2\0\0");
	assert_true(parse(&p, DNS_TYPE_TLSA, &records));
	assert_string_equal(records.canonical, "b");
	assert_int_equal(records.ttl_s, 30);
	assert_int_equal(records.list.len, 2);
	assert_int_equal(records.list.items[0].usage, 3);
	assert_int_equal(records.list.items[0].selector, 1);
	assert_int_equal(records.list.items[0].matching, 1);
	assert_int_equal(records.list.items[0].data_len, 2);
	assert_memory_equal(records.list.items[0].data, "\253\315", 2);
	assert_int_equal(records.list.items[1].usage, 2);
	assert_int_equal(records.list.items[1].data_len, 0);
	dns_records_clear(&records);
}

static void
no_such_name_is_an_answer(void **state)
{
	struct packet p = start(3, 0);
	struct dns_records records;

	(void)state;
	assert_true(parse(&p, DNS_TYPE_MX, &records));
	assert_int_equal(records.rcode, 3);
	assert_int_equal(records.list.len, 0);
	dns_records_clear(&records);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		enum dns_type type;
		const char *body;
		size_t len;
	} cases[] = {
#define BODY(text) (text), sizeof(text) - 1
	    {DNS_TYPE_MX, BODY(NAME MX_300 "\0\2\0\12")},
	    {DNS_TYPE_MX, BODY(NAME MX_300 "\0\0")},
	    {DNS_TYPE_MX, BODY(NAME MX_300 "\0\4\0\12\1a")},
	    {DNS_TYPE_MX, BODY(NAME MX_300 "\0\6\0\12\1a\0\0")},
	    {DNS_TYPE_MX, BODY(NAME MX_300 "\0\4\0\12\300\377")},
	    {DNS_TYPE_SRV, BODY(NAME SRV_60 "\0\6\0\1\0\2\3\341")},
	    {DNS_TYPE_SRV, BODY(NAME SRV_60 "\0\3\0\1\0")},
	    {DNS_TYPE_TLSA, BODY(NAME TLSA_60 "\0\2\3\1")},
	    {DNS_TYPE_TLSA, BODY(NAME TLSA_60 "\0\11\3\1\1")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct packet p = start(0, 1);
		struct dns_records records;

		put(&p, cases[i].body, cases[i].len);
		if (parse(&p, cases[i].type, &records))
			fail_msg("case %zu was accepted", i);
	}
}

static void
every_cut_of_a_good_answer_is_refused(void **state)
{
	struct packet p = start(0, 2);
	struct dns_records records;

	(void)state;
	PUT(&p, NAME CNAME_30 "\0\3\1b\0");
	PUT(&p, "\1b\0" SRV_60 "\0\16\0\1\0\2\3\341\1x\4test\0");
	for (size_t len = p.len; len-- > 0;) {
		struct packet cut = p;

		cut.len = len;
		assert_false(parse(&cut, DNS_TYPE_SRV, &records));
	}
}

static void
more_records_or_bytes_than_allowed_are_refused(void **state)
{
	static const uint8_t much[DNS_RECORD_MAX_DATA + 1];
	struct packet many = start(0, DNS_RECORDS_MAX + 1);
	struct packet most = start(0, DNS_RECORDS_MAX);
	struct packet large = start(0, 1);
	struct dns_records records;

	(void)state;
	for (int i = 0; i <= DNS_RECORDS_MAX; i++) {
		PUT(&many, NAME MX_300 "\0\5\0\12\1a\0");
		if (i < DNS_RECORDS_MAX)
			PUT(&most, NAME MX_300 "\0\5\0\12\1a\0");
	}
	assert_false(parse(&many, DNS_TYPE_MX, &records));
	assert_true(parse(&most, DNS_TYPE_MX, &records));
	assert_int_equal(records.list.len, DNS_RECORDS_MAX);
	dns_records_clear(&records);
	PUT(&large, NAME TLSA_60 "\40\4\3\0\0");
	put(&large, much, sizeof much);
	assert_false(parse(&large, DNS_TYPE_TLSA, &records));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mail_exchangers_are_read_in_order),
	    cmocka_unit_test(the_root_as_host_is_a_dot),
	    cmocka_unit_test(services_have_port_weight_and_priority),
	    cmocka_unit_test(associations_are_read_behind_an_alias),
	    cmocka_unit_test(no_such_name_is_an_answer),
	    cmocka_unit_test(what_makes_no_sense_is_refused),
	    cmocka_unit_test(every_cut_of_a_good_answer_is_refused),
	    cmocka_unit_test(more_records_or_bytes_than_allowed_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
