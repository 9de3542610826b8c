/* Policies out of texts: what is shipped, and what an operator puts on top. */
#include "model/policy_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B64 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SHIPPED \
	"version 1\n" \
	"lifetime name=l from=2020-09-01 days=398 source=s\n" \
	"public sha256=" A64 "\n" \
	"roots name=r\nroot sha256=" A64 "\n" \
	"remove name=gone programmes=chrome roots=r from=2026-04-15 " \
	"source=s\n"

static struct policy *
read_texts(const char *shipped, const char *own, struct error *err)
{
	const struct policy_text base = {"base", shipped, strlen(shipped)};
	const struct policy_text top = {
	    "own", own, own == NULL ? 0 : strlen(own)};

	return policy_read(&base, 1, own == NULL ? NULL : &top, err);
}

static const struct policy_rule *
rule_of(const struct policy *policy, const char *name)
{
	ARRAY_EACH (rule, &policy->rules) {
		if (strcmp(rule->name, name) == 0)
			return rule;
	}
	return NULL;
}

static void
own_rules_go_on_top_only_when_asked(void **state)
{
	CLEANUP(policy_unref) struct policy *shipped = NULL;
	CLEANUP(policy_unref) struct policy *alone = NULL;
	CLEANUP(policy_unref) struct policy *top = NULL;

	shipped = read_texts(SHIPPED, NULL, NULL);
	alone = read_texts(SHIPPED,
	    "version 1\nlifetime name=m from=2020-09-01 days=90 source=s\n",
	    NULL);
	top = read_texts(SHIPPED,
	    "version 1\nbase shipped\n"
	    "lifetime name=m from=2021-09-01 days=90 source=s\n",
	    NULL);
	assert_int_equal(shipped->rules.len, 2);
	assert_int_equal(shipped->roots.len, 2);
	assert_int_equal(alone->rules.len, 1);
	assert_int_equal(alone->roots.len, 0);
	assert_int_equal(top->rules.len, 3);
	assert_string_equal(top->name, "own");
	assert_true(shipped->generation != alone->generation);
	assert_true(shipped->generation != top->generation);
}

static void
equal_texts_have_equal_generations(void **state)
{
	CLEANUP(policy_unref) struct policy *a = NULL;
	CLEANUP(policy_unref) struct policy *b = NULL;

	a = read_texts(SHIPPED, NULL, NULL);
	b = read_texts(SHIPPED, NULL, NULL);
	assert_true(a->generation == b->generation);
}

static void
a_shipped_name_takes_its_place(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy = read_texts(SHIPPED,
	    "version 1\nbase shipped\n"
	    "lifetime name=l from=2020-09-01 days=90 source=mine\n"
	    "roots name=r\nroot sha256=" B64 "\n",
	    NULL);

	assert_non_null(policy);
	assert_int_equal(policy->rules.len, 2);
	assert_int_equal(rule_of(policy, "l")->days, 90);
	assert_string_equal(rule_of(policy, "l")->source, "mine");
	/* the public one, and the group's only one */
	assert_int_equal(policy->roots.len, 2);
	assert_int_equal(policy->roots.items[0].group, POLICY_NO_GROUP);
	assert_int_equal(policy->roots.items[1].digest[0], 0xbb);
	assert_int_equal(
	    policy->roots.items[1].group, rule_of(policy, "gone")->group);
}

static void
shipped_rules_can_be_dropped(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy = read_texts(
	    SHIPPED, "version 1\nbase shipped\ndrop name=gone\n", NULL);
	struct error err = ERROR_INIT;

	assert_null(rule_of(policy, "gone"));
	assert_null(read_texts(
	    SHIPPED, "version 1\nbase shipped\ndrop name=gon\n", &err));
	assert_string_equal(err.message, "own:3: no rule 'gon' is shipped");
}

static void
what_does_not_fit_together_is_refused(void **state)
{
	static const struct {
		const char *own, *message;
	} rows[] = {
	    {"", "own:1: a policy must begin with 'version 1'"},
	    {"lifetime name=l", "own:1: a policy must begin with"},
	    {"version 3\n", "own:1: write 'version 1'"},
	    {"version 1\nversion 1\n", "own:2: 'version' must stand first"},
	    {"version 1\nroots name=r\nbase shipped\n",
		"own:3: 'base' must stand first"},
	    {"version 1\nroot sha256=" A64, "own:2: a 'root' row must follow"},
	    {"version 1\nroots name=r\nroot sha256=" A64 "\npublic sha256=" B64
	     "\nroot sha256=" A64,
		"own:5: a 'root' row must follow"},
	    {"version 1\nroots name=r\nroot sha256=" A64 "\nroot sha256=" A64,
		"own:4: this root stands here twice"},
	    {"version 1\npublic sha256=" A64 "\npublic sha256=" A64,
		"own:3: this root stands here twice"},
	    {"version 1\nroots name=r\nroots name=r\n",
		"own:3: there are 'roots' 'r' already, in line 2"},
	    {"version 1\nremove name=g programmes=chrome roots=r "
	     "from=2026-01-01 source=s\n",
		"own: rule 'g' in line 2: no 'roots' 'r' with a 'root'"},
	    {"version 1\nroots name=r\nremove name=g programmes=chrome roots=r "
	     "from=2026-01-01 source=s\n",
		"own: rule 'g' in line 3: no 'roots' 'r' with a 'root'"},
	    {"version 1\nlifetime name=a from=2026-01-01 days=1 source=s\n"
	     "lifetime name=a from=2027-01-01 days=1 source=s\n",
		"own:3: there is a rule 'a' already, in line 2"},
	    {"version 1\nlifetime name=a from=2026-01-01 days=1 source=s\n"
	     "lifetime name=b from=2026-01-01 days=2 source=s\n",
		"own: rules 'a' and 'b' begin at the same time"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;

		assert_null(read_texts(SHIPPED, rows[i].own, &err));
		if (strncmp(err.message, rows[i].message,
			strlen(rows[i].message)) != 0)
			assert_string_equal(err.message, rows[i].message);
	}
}

static void
limits_of_different_things_may_begin_together(void **state)
{
	CLEANUP(policy_unref)
	struct policy *policy = read_texts(SHIPPED,
	    "version 1\n"
	    "key name=a from=2014-01-01 kind=rsa bits=2048 source=s\n"
	    "key name=b from=2014-01-01 kind=ec bits=256 source=s\n"
	    "key name=c from=2014-01-01 kind=rsa bits=1024 scope=all source=s\n"
	    "signature name=d from=2014-01-01 digest=sha256 source=s\n",
	    NULL);

	assert_non_null(policy);
	assert_int_equal(policy->rules.len, 4);
}

static void
rows_are_bounded(void **state)
{
	size_t len = 10, max = 100 * (POLICY_MAX_ROWS + 2);
	char *text = mem_new(max, 1);
	struct error err = ERROR_INIT;

	memcpy(text, "version 1\n", 10);
	for (int i = 0; i <= POLICY_MAX_ROWS; i++)
		len += (size_t)snprintf(
		    text + len, max - len, "public sha256=%064x\n", i);
	assert_null(read_texts(SHIPPED, text, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(own_rules_go_on_top_only_when_asked),
	    cmocka_unit_test(equal_texts_have_equal_generations),
	    cmocka_unit_test(a_shipped_name_takes_its_place),
	    cmocka_unit_test(shipped_rules_can_be_dropped),
	    cmocka_unit_test(what_does_not_fit_together_is_refused),
	    cmocka_unit_test(limits_of_different_things_may_begin_together),
	    cmocka_unit_test(rows_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
