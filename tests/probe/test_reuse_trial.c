/* libssl asks in this program; where it does not: daemon/test_unasked.c. */
#include "probe/reuse_trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "pki/key_library.h"

static struct handshaker *
open_handshaker(bool is_fast)
{
	struct error err = ERROR_INIT;
	struct handshaker *handshaker;

	key_library_enable(is_fast);
	handshaker = handshaker_new(&err);
	key_library_enable(true);
	assert_non_null(handshaker);
	return handshaker;
}

/* Should this fail on another OpenSSL: the daemon says so, and goes on at the
 * cost of `fast_keys: false`. */
static void
libssl_asks(UNUSED void **state)
{
	struct handshaker *handshaker = open_handshaker(true);

	assert_false(handshaker_is_passed_by(handshaker));
	assert_int_equal(ERR_peek_error(), 0);
	handshaker_free(handshaker);
}

static void
nobody_is_passed_by_who_did_not_want_to_be_asked(UNUSED void **state)
{
	struct handshaker *handshaker = open_handshaker(false);

	assert_false(handshaker_is_passed_by(handshaker));
	handshaker_free(handshaker);
}

/* This handshaker's certificates come from elsewhere, so that one hears
 * nothing. */
static void
who_is_not_asked_is_found_out(UNUSED void **state)
{
	struct handshaker *handshaker = open_handshaker(false);
	CLEANUP(cert_reuse_free) struct cert_reuse *other = cert_reuse_new();

	assert_false(reuse_trial_is_asked(handshaker, other));
	handshaker_free(handshaker);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(libssl_asks),
	    cmocka_unit_test(nobody_is_passed_by_who_did_not_want_to_be_asked),
	    cmocka_unit_test(who_is_not_asked_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
