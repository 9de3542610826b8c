/* What a responder is asked. */
#include "pki/ocsp_request.h"

#include <openssl/ocsp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint.h"

static void
it_names_the_one_certificate(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf =
	    MINT(.subject = "CN=x", .issuer = root, .names = "DNS:x.test");
	size_t len;
	CLEANUP(free)
	uint8_t *der = ocsp_request_new(leaf->cert, root->cert, &len);
	const unsigned char *p = der;
	OCSP_REQUEST *request = d2i_OCSP_REQUEST(NULL, &p, (long)len);
	OCSP_CERTID *id =
	    OCSP_cert_to_id(EVP_sha1(), leaf->cert->x509, root->cert->x509);

	assert_non_null(request);
	assert_int_equal(OCSP_request_onereq_count(request), 1);
	assert_int_equal(
	    OCSP_id_cmp(
		id, OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, 0))),
	    0);
	/* no nonce: caches would be of no use (RFC 5019 2.1.1) */
	assert_int_equal(OCSP_REQUEST_get_ext_count(request), 0);
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(request);
}

static void
a_short_one_goes_into_the_url(void **state)
{
	static const uint8_t bytes[] = {0xfb, 0xff, 0xfe, 0x01};
	uint8_t many[200] = {0};
	char far[300] = "http://o.test/";
	CLEANUP(free) char *a = ocsp_request_url("http://o.test", bytes, 4);
	CLEANUP(free) char *b = ocsp_request_url("http://o.test/x/", bytes, 4);

	assert_string_equal(a, "http://o.test/%2B%2F%2F%2BAQ%3D%3D");
	assert_string_equal(b, "http://o.test/x/%2B%2F%2F%2BAQ%3D%3D");
	assert_null(ocsp_request_url("http://o.test/", many, sizeof many));
	assert_null(ocsp_request_url("http://o.test/?q=", bytes, 4));
	memset(far + 14, 'a', 240);
	assert_null(ocsp_request_url(far, bytes, 4));
}

static void
what_says_nothing_has_no_life(void **state)
{
	static const uint8_t try_later[] = {0x30, 0x03, 0x0a, 0x01, 0x03};
	struct ocsp_life life;

	assert_true(ocsp_life_read(try_later, sizeof try_later, &life));
	assert_false(life.is_successful);
	assert_false(ocsp_life_read((const uint8_t *)"<html>", 6, &life));
	assert_false(ocsp_life_read(NULL, 0, &life));
}

static void
the_dates_of_an_answer_are_read(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=x", .issuer = root);
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_CERTID *id =
	    OCSP_cert_to_id(EVP_sha1(), leaf->cert->x509, root->cert->x509);
	ASN1_TIME *from = ASN1_TIME_adj(NULL, 0, 20000, 7);
	ASN1_TIME *to = ASN1_TIME_adj(NULL, 0, 20004, 9);
	OCSP_RESPONSE *response;
	unsigned char *der = NULL;
	struct ocsp_life life;
	int len;

	OCSP_basic_add1_status(
	    basic, id, V_OCSP_CERTSTATUS_GOOD, 0, NULL, from, to);
	OCSP_basic_sign(
	    basic, root->cert->x509, root->key, EVP_sha256(), NULL, 0);
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	len = i2d_OCSP_RESPONSE(response, &der);
	assert_true(ocsp_life_read(der, (size_t)len, &life));
	assert_true(life.is_successful);
	assert_int_equal(life.this_update, 20000LL * 86400 + 7);
	assert_int_equal(life.next_update, 20004LL * 86400 + 9);
	OPENSSL_free(der);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	OCSP_CERTID_free(id);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_names_the_one_certificate),
	    cmocka_unit_test(a_short_one_goes_into_the_url),
	    cmocka_unit_test(what_says_nothing_has_no_life),
	    cmocka_unit_test(the_dates_of_an_answer_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
