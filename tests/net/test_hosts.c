/* Hosts files, tidy and not. */
#include "net/hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"

static void
note(void *arg, const struct ip_address *address, const char *name)
{
	char text[IP_ADDRESS_TEXT_MAX];

	strbuf_addf(arg, "%s=%s ", ip_address_format(address, text), name);
}

static void
assert_reads(const char *file, size_t bad, const char *expected)
{
	struct strbuf pairs = STRBUF_INIT(4096);
	/* A copy of its own size, so that reading past it is noticed. */
	char *copy = mem_dup(file, strlen(file));

	assert_int_equal(hosts_parse(copy, strlen(file), note, &pairs), bad);
	assert_string_equal(strbuf_text(&pairs), expected);
	free(copy);
	strbuf_clear(&pairs);
}

static void
pairs_come_in_order(void **state)
{
	assert_reads("127.0.0.1 localhost\n::1\tlocalhost ip6-localhost\n", 0,
	    "127.0.0.1=localhost ::1=localhost ::1=ip6-localhost ");
	assert_reads("  10.0.0.1  a.example   b # c d\r\n\n \n10.0.0.2 last", 0,
	    "10.0.0.1=a.example 10.0.0.1=b 10.0.0.2=last ");
	assert_reads("10.0.0.1 Under_Score.Example.", 0,
	    "10.0.0.1=Under_Score.Example. ");
	assert_reads("", 0, "");
	assert_reads("# only\n#", 0, "");
}

static void
what_makes_no_sense_is_passed_over(void **state)
{
	assert_reads("garbage here\n10.0.0.1 a\n", 1, "10.0.0.1=a ");
	assert_reads("10.0.0.1 x..y b\n", 1, "10.0.0.1=b ");
	assert_reads("10.0.0.1 a\"b .c d;e f\\g\n10.0.0.300 h\n", 2, "");
	assert_reads("10.0.0.1 caf\303\251\n", 1, "");
	assert_reads("10.0.0.1\n", 0, "");
	assert_reads("fe80::1%lo0 localhost\n", 0, "");
}

static void
names_have_a_limit(void **state)
{
	char file[400] = "::1 ";

	for (size_t i = 0; i < 253; i++)
		file[4 + i] = i % 50 == 49 ? '.' : 'x';
	assert_int_equal(strlen(file), 257);
	for (size_t extra = 0; extra <= 1; extra++) {
		struct strbuf pairs = STRBUF_INIT(4096);

		if (extra == 1)
			file[257] = 'x';
		assert_int_equal(
		    hosts_parse(file, strlen(file), note, &pairs), extra);
		assert_int_equal(pairs.len > 0, extra == 0);
		strbuf_clear(&pairs);
	}
	memset(file + 4, 'x', 64);
	file[68] = '\0';
	assert_reads(file, 1, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pairs_come_in_order),
	    cmocka_unit_test(what_makes_no_sense_is_passed_over),
	    cmocka_unit_test(names_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
