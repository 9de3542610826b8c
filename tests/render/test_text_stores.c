/* The block of trust stores: only where there are several. */
#include "render/text_stores.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

static void
add(struct report *report, const char *name, int64_t breaks_at,
    const char *reason)
{
	struct report_store *store = ARRAY_ADD(&report->stores);

	store->name = mem_strdup(name);
	store->is_valid = reason == NULL;
	store->breaks_at = breaks_at;
	store->reason = reason == NULL ? NULL : mem_strdup(reason);
}

static void
expect(const struct report *report, unsigned width, const char *text)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(4096);
	struct render_style style = scene_style;

	style.width = width;
	text_stores(&buf, report, &style);
	assert_string_equal(strbuf_text(&buf), text);
}

static void
one_store_is_the_verdict_itself(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	add(report, "system", TIMESTAMP_NEVER, NULL);
	expect(report, 80, "");
}

static void
each_of_several_has_its_line(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	add(report, "system", MINT_NOW + (int64_t)30 * 86400, NULL);
	add(report, "corp", 0, "It does not have \"A\", where the chain ends.");
	add(report, "lab", TIMESTAMP_NEVER, NULL);
	expect(report, 80,
	    "\nTrust stores\n"
	    "  system  accepts until 2026-07-01 (30 days)\n"
	    "  corp    refuses: It does not have \"A\", where the chain ends.\n"
	    "  lab     accepts\n");
}

static void
long_names_and_narrow_terminals_break_lines(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	add(report, "corp", 0, "It does not have \"A\", where it ends.");
	add(report, "/usr/share/stores/of/somebody.pem", TIMESTAMP_NEVER, NULL);
	expect(report, 40,
	    "\nTrust stores\n"
	    "  corp  refuses: It does not have \"A\",\n"
	    "        where it ends.\n"
	    "  /usr/share/stores/of/somebody.pem\n"
	    "        accepts\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_store_is_the_verdict_itself),
	    cmocka_unit_test(each_of_several_has_its_line),
	    cmocka_unit_test(long_names_and_narrow_terminals_break_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
