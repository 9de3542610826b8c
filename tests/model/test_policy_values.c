/* What the rows of a policy may say, key by key. */
#include "model/policy_values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define A64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"

static bool
read_one(const char *text, struct policy_values *ret_values, struct error *err)
{
	struct policy_lines lines;
	struct policy_row row;
	bool has_row, ok;

	ok = policy_lines_open(&lines, "f", text, strlen(text), err) &&
	    policy_lines_next(&lines, &row, &has_row, err) &&
	    policy_values_read(&lines, &row, ret_values, err);
	policy_lines_close(&lines);
	return ok;
}

static void
good_rows_become_values(void **state)
{
	struct policy_values values;
	struct policy_rule *rule = &values.rule;

	assert_true(read_one("lifetime name=l from=2026-03-15 days=200 "
			     "scope=all source=\"BR 6.3.2\"",
	    &values, NULL));
	assert_int_equal(values.kind, POLICY_ROW_RULE);
	assert_int_equal(rule->kind, POLICY_LIFETIME);
	assert_int_equal(rule->from, INT64_C(1773532800));
	assert_int_equal(rule->days, 200);
	assert_true(rule->is_for_all);
	assert_string_equal(rule->source, "BR 6.3.2");
	policy_rule_clear(rule);

	assert_true(read_one("distrust name=d programmes=chrome,apple roots=r "
			     "sct-after=2024-11-11 issued-after=2024-11-11"
			     " issued-before=2024-11-11T00:00:01Z source=s",
	    &values, NULL));
	assert_int_equal(
	    rule->programmes, 1u << POLICY_CHROME | 1u << POLICY_APPLE);
	assert_int_equal(rule->sct_after, INT64_C(1731369599)); /* 23:59:59 */
	assert_int_equal(rule->issued_after, rule->sct_after);
	assert_int_equal(rule->issued_before, INT64_C(1731283201));
	policy_rule_clear(rule);

	assert_true(read_one(
	    "lack name=x clients=a-1,b created-from=2016-08-22 source=s",
	    &values, NULL));
	assert_int_equal(rule->kind, POLICY_LACK);
	assert_int_equal(rule->lacking.len, 2);
	assert_string_equal(rule->lacking.items[0], "a-1");
	assert_int_equal(rule->from, INT64_C(1471824000));
	policy_rule_clear(rule);

	assert_true(
	    read_one("root sha256=" A64 " label=\"A b\"", &values, NULL));
	assert_int_equal(values.root.digest[0], 0x01);
	assert_int_equal(values.root.digest[31], 0xef);
	assert_false(values.root.is_key);
	assert_true(read_one("public spki=" A64, &values, NULL));
	assert_true(values.root.is_key);
}

static void
bad_rows_say_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
	    {"lifetimes a=1", "f:1: 'lifetimes' is no keyword of a policy"},
	    {"version 2", "f:1: write 'version 1'"},
	    {"version", "f:1: a word is missing"},
	    {"base none", "f:1: write 'base shipped'"},
	    {"lifetime x", "f:1: 'x': words of a 'lifetime' row are key=value"},
	    {"lifetime weeks=2", "f:1: 'weeks' is no key of a 'lifetime' row"},
	    {"lifetime name=l\n days=9", "f:1: a 'lifetime' row wants 'from'"},
	    {"lifetime name=l\n name=l", "f:2: 'name' stands twice in one row"},
	    {"lifetime name=\"a b\"", "f:1: 'name' must be 1 to 64 letters"},
	    {"lifetime days=0", "f:1: 'days' must be a number from 1 to 10000"},
	    {"lifetime days=10001", "f:1: 'days' must be a number"},
	    {"lifetime days=-1", "f:1: 'days' must be a number"},
	    {"lifetime days=1d", "f:1: 'days' must be a number"},
	    {"lifetime days=99999999999999999999", "f:1: 'days' must be a"},
	    {"lifetime from=2026-02-30", "f:1: 'from' must be a date such as"},
	    {"lifetime from=15.3.2026", "f:1: 'from' must be a date such as"},
	    {"lifetime scope=some", "f:1: 'scope' must be public or all"},
	    {"lifetime source=\"\"", "f:1: 'source' must not be empty"},
	    {"key kind=dsa", "f:1: 'kind' must be rsa or ec"},
	    {"key bits=100", "f:1: 'bits' must be a number from 160"},
	    {"signature digest=sha1", "f:1: 'digest' must be sha256, sha384"},
	    {"remove programmes=opera", "f:1: 'programmes' must be of mozilla"},
	    {"remove programmes=chrome,chrome", "f:1: 'programmes' must not"},
	    {"remove programmes=", "f:1: 'programmes' must be of mozilla"},
	    {"root sha256=00", "f:1: 'sha256' must be the 64 hexadecimal"},
	    {"root label=x", "f:1: a root wants either 'sha256' or 'spki'"},
	    {"root sha256=" A64 " spki=" A64, "f:1: a root wants either"},
	    {"roots name=r public=maybe", "f:1: 'public' must be yes or no"},
	    {"distrust name=d programmes=chrome roots=r source=s",
		"f:1: 'distrust' wants 'issued-after'"},
	    {"term name=t programmes=chrome source=s", "f:1: 'term' wants"},
	    {"term name=t programmes=chrome source=s years=1 "
	     "remove=2026-01-01",
		"f:1: 'term' wants either 'remove' or 'years'"},
	    {"term name=t programmes=chrome source=s years=1 "
	     "created-from=2026-01-01 created-before=2026-01-01",
		"f:1: 'created-from' must be earlier"},
	    {"lack name=l clients=a source=s", "f:1: 'lack' wants either"},
	    {"lack name=l clients=a source=s roots=r created-from=2016-01-01",
		"f:1: 'lack' wants either 'roots' or 'created-from'"},
	    {"transparency name=t programmes=chrome from=2026-01-01 days=180 "
	     "scts=3 longer=2 operators=2 beside=2 source=s",
		"f:1: 'longer' is at least 'scts'"},
	    {"transparency scts=0", "f:1: 'scts' must be a number from 1"},
	    {"lack clients=a,,b", "f:1: 'clients' must be 1 to 64 letters"},
	    {"lack clients=a,a", "f:1: 'clients' must not name one twice"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct policy_values values;
		struct error err = ERROR_INIT;

		assert_false(read_one(rows[i].text, &values, &err));
		if (strncmp(err.message, rows[i].message,
			strlen(rows[i].message)) != 0)
			assert_string_equal(err.message, rows[i].message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_rows_become_values),
	    cmocka_unit_test(bad_rows_say_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
