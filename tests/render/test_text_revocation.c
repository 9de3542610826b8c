/* The block of revocation: only where somebody was asked, or said something. */
#include "render/text_revocation.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "scene.h"

static struct revocation *
add(struct report *report, size_t i, enum revocation_status status,
    const char *words)
{
	struct revocation *revocation = ARRAY_ADD(&report->revocations);

	revocation->cert = cert_ref(report->presented->certs[i]);
	revocation->status = status;
	revocation->reason = REVOCATION_NO_REASON;
	revocation->words = mem_strdup(words);
	return revocation;
}

static void
expect(const struct report *report, bool is_verbose, const char *text)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(4096);
	struct render_style style = scene_style;

	style.is_verbose = is_verbose;
	text_revocation(&buf, report, &style);
	assert_string_equal(strbuf_text(&buf), text);
}

static void
nothing_is_said_where_nobody_was_asked(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	expect(report, true, "");
	(void)add(report, 0, REVOCATION_UNKNOWN, "Nobody was asked.");
	expect(report, false, "");
	expect(report, true,
	    "\nRevocation\n"
	    "  unknown  www.example.test\n"
	    "    Nobody was asked.\n");
}

static void
who_said_something_is_shown(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();

	add(report, 0, REVOCATION_GOOD, "Good.")->source = REVOCATION_STAPLE;
	(void)add(report, 1, REVOCATION_NOT_APPLICABLE, "Nobody can be asked.");
	expect(report, false,
	    "\nRevocation\n"
	    "  good  www.example.test\n"
	    "    Good.\n"
	    "  not applicable  Test Intermediate\n"
	    "    Nobody can be asked.\n");
}

static void
that_an_answer_is_awaited_is_said(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	struct want *want = ARRAY_ADD(&report->wants);

	*want = (struct want){
	    .kind = WANT_ISSUER,
	    .cert = cert_ref(report->presented->certs[0]),
	};
	(void)add(report, 0, REVOCATION_UNKNOWN, "No answer has come yet.");
	expect(report, false, "");
	report->wants.items[0].kind = WANT_CRL;
	expect(report, false,
	    "\nRevocation\n"
	    "  unknown  www.example.test\n"
	    "    No answer has come yet.\n");
}

static void
refused_for_revocation_alone_is_when_clients_accept(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	struct report_client *client = ARRAY_ADD(&report->clients);
	struct finding *finding;

	client->accepts = true;
	client->breaks_at = TIMESTAMP_NEVER;
	report->is_valid = false;
	assert_false(text_revocation_is_all(report));
	finding = report_add(report, FINDING_LEAF_REVOKED,
	    report->presented->certs[0], "It was revoked.");
	assert_true(text_revocation_is_all(report));
	client->accepts = false; /* it has expired as well */
	assert_false(text_revocation_is_all(report));
	client->accepts = true;
	finding->severity = SEVERITY_WARNING; /* another path gets round it */
	assert_false(text_revocation_is_all(report));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_said_where_nobody_was_asked),
	    cmocka_unit_test(who_said_something_is_shown),
	    cmocka_unit_test(that_an_answer_is_awaited_is_said),
	    cmocka_unit_test(
		refused_for_revocation_alone_is_when_clients_accept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
