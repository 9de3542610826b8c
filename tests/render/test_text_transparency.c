/* The block of transparency: only where somebody wants to know. */
#include "render/text_transparency.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

static void
expect(const struct report *report, bool is_verbose, const char *text)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(4096);
	struct render_style style = scene_style;

	style.is_verbose = is_verbose;
	text_transparency(&buf, report, &style);
	assert_string_equal(strbuf_text(&buf), text);
}

static void
nothing_is_said_where_nobody_gave_a_list(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	expect(report, true, "");
	report->transparency = transparency_new();
	report->transparency->is_enough = true;
	report->transparency->counts[SCT_EMBEDDED] = 2;
	expect(report, false, "");
	expect(report, true,
	    "\nTransparency  2 embedded, 0 in the handshake, 0 stapled\n"
	    "  No list of logs is given: timestamps are counted, and not "
	    "verified.\n");
}

static void
each_timestamp_is_a_line(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	struct transparency *transparency = transparency_new();

	report->transparency = transparency;
	*ARRAY_ADD(&transparency->scts) = (struct report_sct){
	    .way = SCT_EMBEDDED,
	    .standing = SCT_VALID,
	    .timestamp_ms = MINT_NOW * 1000,
	    .log = mem_strdup("Argon"),
	    .operator= mem_strdup("Google"),
	    .log_state = CT_LOG_USABLE,
	};
	*ARRAY_ADD(&transparency->scts) = (struct report_sct){
	    .way = SCT_HANDSHAKE,
	    .standing = SCT_UNKNOWN_LOG,
	    .timestamp_ms = MINT_NOW * 1000,
	    .log_id = {0xab, 0xcd, 0xef, 0x01},
	};
	transparency->counts[SCT_EMBEDDED] = 1;
	transparency->counts[SCT_HANDSHAKE] = 1;
	transparency->wanted = 2;
	transparency->list = mem_strdup("logs.json");
	transparency->list_made_at = MINT_NOW - INT64_C(86400) * 71;
	transparency->is_list_stale = true;
	expect(report, false,
	    "\nTransparency  1 embedded, 1 in the handshake, 0 stapled; "
	    "browsers want 2 embedded\n"
	    "  valid: embedded, 2026-06-01 00:00 UTC, Argon (Google, usable)\n"
	    "  of an unknown log: handshake, 2026-06-01 00:00 UTC, log "
	    "abcdef01...\n"
	    "  The list of logs is of 2026-03-22 00:00 UTC, 71 days old: too "
	    "old to say that\n"
	    "  anything is missing.\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_said_where_nobody_gave_a_list),
	    cmocka_unit_test(each_timestamp_is_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
