/* Plugin output: the line that a monitoring system shows and graphs. */
#include "cli/nagios.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "judge/judge.h"
#include "support/mint.h"

#define HOST "www.example.test"

/* What the judge says of these, up to NULL. */
static struct report *
judge_these(const struct mint *first, const struct mint *second)
{
	struct mint_chain good = mint_chain_for(HOST);
	struct chain *chain = mint_presented(first, second, NULL);
	struct trust_store *store = mint_trust("test", good.root, NULL);
	const struct trust_store *stores[] = {store};
	const struct evidence evidence = {
	    .presented = chain, .stores = stores, .store_count = 1};
	struct report *report =
	    judge(&evidence, &judge_options_default, MINT_NOW);

	chain_unref(chain);
	trust_store_unref(store);
	return report;
}

static void
assert_text(enum exit_code code, const struct nagios_item *items, size_t count,
    const char *text)
{
	struct strbuf buf = STRBUF_INIT(1 << 16);

	nagios_text(&buf, code, HOST ":443", items, count, "no | such\nname");
	assert_string_equal(strbuf_text(&buf), text);
	strbuf_clear(&buf);
}

static void
a_good_chain_is_one_line_with_days(void **state)
{
	struct mint_chain good = mint_chain_for(HOST);
	struct report *report = judge_these(good.leaf, good.intermediate);
	const struct nagios_item item = {.subject = "192.0.2.1:443",
	    .report = report,
	    .failure = FINDING_COUNT,
	    .total_ms = 1023};

	assert_text(EXIT_CODE_OK, &item, 1,
	    "CHAINWATCH OK - " HOST ":443: the chain is complete and trusted "
	    "until 2026-07-16 (45 days) | days_left=45;;;; time=1.023s;;;0; "
	    "days_chain_elem1=45;;;; days_chain_elem2=3650;;;;\n"
	    "192.0.2.1:443: ok\n");
	report_unref(report);
}

static void
of_several_the_worst_is_said_and_all_are_listed(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct report *good = judge_these(chain.leaf, chain.intermediate);
	struct report *bad = judge_these(chain.leaf, NULL);
	const struct nagios_item items[] = {
	    {.subject = "192.0.2.1:443",
		.report = good,
		.failure = FINDING_COUNT,
		.total_ms = 5},
	    {.subject = "192.0.2.2:443",
		.report = bad,
		.failure = FINDING_COUNT,
		.total_ms = 20},
	    {.subject = "192.0.2.3:443",
		.failure = FINDING_CONNECT_REFUSED,
		.failure_detail = "connect: refused | again",
		.total_ms = -1},
	};
	struct strbuf buf = STRBUF_INIT(1 << 16);
	const char *text;

	nagios_text(&buf, EXIT_CODE_CRITICAL, HOST ":443", items, 3, "");
	text = strbuf_text(&buf);
	assert_int_equal(strncmp(text,
			     "CHAINWATCH CRITICAL - " HOST ":443: only the "
			     "server's own certificate is sent (leaf-only) at "
			     "192.0.2.2:443, of 3 addresses | days_left=0;;;; "
			     "time=0.020s;;;0; days_chain_elem1=45;;;;\n"
			     "192.0.2.1:443: ok\n"
			     "192.0.2.2:443: critical: leaf-only: Only ",
			     100),
	    0);
	assert_non_null(strstr(text,
	    "\n192.0.2.3:443: critical: connect-refused: connect: refused / "
	    "again\n"));
	/* one bar: what stands behind it are numbers */
	assert_ptr_equal(strchr(text, '|'), strrchr(text, '|'));
	strbuf_clear(&buf);
	report_unref(good);
	report_unref(bad);
}

static void
what_cannot_be_looked_at_has_words_and_no_numbers(void **state)
{
	assert_text(EXIT_CODE_UNKNOWN, NULL, 0,
	    "CHAINWATCH UNKNOWN - " HOST ":443: no / such name\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_chain_is_one_line_with_days),
	    cmocka_unit_test(of_several_the_worst_is_said_and_all_are_listed),
	    cmocka_unit_test(what_cannot_be_looked_at_has_words_and_no_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
