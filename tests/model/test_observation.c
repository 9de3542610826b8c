/* What a probe saw: born empty, freed with all it holds. */
#include "model/observation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
a_fresh_one_has_seen_and_reached_nothing(void **state)
{
	struct observation *o = observation_new();

	assert_int_equal(o->failure, FAILURE_NONE);
	assert_int_equal(o->certs.len, 0);
	assert_null(o->message);
	assert_int_equal(o->tls_version, 0);
	assert_string_equal(o->cipher, "");
	assert_string_equal(o->detail, "");
	assert_int_equal(o->dial_ms, -1);
	assert_int_equal(o->handshake_ms, -1);
	assert_int_equal(o->total_ms, -1);
	observation_free(o);
}

static void
it_gives_up_its_references_when_freed(void **state)
{
	struct observation *o = observation_new();
	X509 *x509 = X509_new();

	assert_int_equal(X509_up_ref(x509), 1);
	o->message = mem_dup("abc", 3);
	ARRAY_ADD(&o->certs)->x509 = x509;
	ARRAY_ADD(&o->certs)->x509 = NULL;
	observation_free(o);
	assert_non_null(X509_get0_tbs_sigalg(x509)); /* still there */
	X509_free(x509);
	observation_free(NULL);
}

static void
the_conversation_is_a_finding_of_its_own(void **state)
{
	struct observation *o = observation_new();

	assert_int_equal(observation_finding(o), FINDING_COUNT);
	o->was_client_cert_requested = true;
	assert_int_equal(observation_finding(o), FINDING_COUNT);
	o->is_client_cert_required = true;
	assert_int_equal(
	    observation_finding(o), FINDING_CLIENT_CERTIFICATE_REQUIRED);
	o->failure = FAILURE_CONNECT_REFUSED;
	assert_int_equal(observation_finding(o), FINDING_CONNECT_REFUSED);
	observation_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_fresh_one_has_seen_and_reached_nothing),
	    cmocka_unit_test(it_gives_up_its_references_when_freed),
	    cmocka_unit_test(the_conversation_is_a_finding_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
