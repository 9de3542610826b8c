/* Reasons are sentences with the certificate and the number filled in. */
#include "clients/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
certificate_and_limit_are_filled_in(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(400);
	struct client_verdict verdict = {
	    .reason = CLIENT_REASON_WEAK_KEY,
	    .cert = MINT(.subject = "CN=Some CA", .is_ca = true)->cert,
	    .limit = 2048,
	};

	client_reason_format(&buf, &verdict);
	assert_string_equal(strbuf_text(&buf),
	    "the key of \"Some CA\" is shorter than 2048 bits");
}

static void
every_reason_has_words_and_no_hole(void **state)
{
	for (int reason = 0; reason < CLIENT_REASON_COUNT; reason++) {
		CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(400);
		struct client_verdict verdict = {
		    .reason = (enum client_reason)reason,
		    .limit = 7,
		};

		client_reason_format(&buf, &verdict);
		assert_true(strlen(strbuf_text(&buf)) >= 10);
		assert_null(strpbrk(strbuf_text(&buf), "{}"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(certificate_and_limit_are_filled_in),
	    cmocka_unit_test(every_reason_has_words_and_no_hole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
