/* The terms on which a server is asked: which of its certificates they draw.
 * By real handshakes with libssl's server. */
#include "probe/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "probe/handshake.h"
#include "support/memory_peer.h"

#define HOST "www.example.test"

static struct handshaker *handshaker;

static int
set_up(void **state)
{
	struct error err = ERROR_INIT;

	handshaker = handshaker_new(&err);
	return handshaker != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	handshaker_free(handshaker);
	return 0;
}

static struct observation *
shake(const struct tls_script *script, enum variant variant)
{
	SSL_CTX *ctx = tls_script_ctx(script);
	struct observation *observation = observation_new();
	CLEANUP(handshake_free)
	struct handshake *handshake =
	    handshake_new(handshaker, HOST, variant, observation);
	enum handshake_step result = handshake_step(handshake);
	struct memory_peer peer;

	memory_peer_init(&peer, ctx);
	for (int turn = 0; turn < 20 && result == HANDSHAKE_WAITS; turn++) {
		const uint8_t *bytes, *answer;
		size_t len = handshake_pending(handshake, &bytes);

		len = memory_peer_turn(&peer, bytes, len, &answer);
		handshake_sent(handshake, handshake_pending(handshake, &bytes));
		handshake_receive(handshake, answer, len);
		result = handshake_step(handshake);
	}
	assert_int_not_equal(result, HANDSHAKE_WAITS);
	memory_peer_clear(&peer);
	SSL_CTX_free(ctx);
	return observation;
}

/* A leaf of that kind under a CA of that kind. */
static const struct mint *
leaf_of(enum mint_key_kind kind, enum mint_key_kind ca_kind)
{
	const struct mint *ca = MINT(.subject = "CN=CA", .key = "ca",
	    .key_kind = ca_kind, .is_ca = true);

	return MINT(.subject = "CN=" HOST, .names = "DNS:" HOST, .issuer = ca,
	    .key = "leaf", .key_kind = kind);
}

static bool
shows(const struct observation *o, const struct mint *mint)
{
	return mint != NULL && o->certs.len > 0 && o->failure == FAILURE_NONE &&
	    memcmp(o->certs.items[0].sha256, mint->cert->sha256,
		CERT_SHA256_LEN) == 0;
}

static const int versions[] = {TLS1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};
static const enum mint_key_kind ca_kinds[] = {MINT_RSA_2048, MINT_EC_P256};

static void
assert_draws(const struct tls_script *script, const struct mint *rsa,
    const struct mint *ecdsa)
{
	CLEANUP(observation_free)
	struct observation *by_rsa = shake(script, VARIANT_RSA);
	CLEANUP(observation_free)
	struct observation *by_ecdsa = shake(script, VARIANT_ECDSA);

	assert_int_equal(shows(by_rsa, rsa), rsa != NULL);
	assert_int_equal(shows(by_ecdsa, ecdsa), ecdsa != NULL);
	if (rsa == NULL)
		assert_int_equal(by_rsa->failure, FAILURE_HANDSHAKE_ALERT);
	if (ecdsa == NULL)
		assert_int_equal(by_ecdsa->failure, FAILURE_HANDSHAKE_ALERT);
}

/* Whatever signed it, in every version. */
static void
each_key_type_draws_its_own_certificate_or_a_refusal(void **state)
{
	for (size_t v = 0; v < sizeof versions / sizeof versions[0]; v++) {
		for (size_t c = 0; c < 2; c++) {
			const struct mint *rsa =
			    leaf_of(MINT_RSA_2048, ca_kinds[c]);
			const struct mint *ecdsa =
			    leaf_of(MINT_EC_P256, ca_kinds[c]);
			struct tls_script script = {
			    .chain = {rsa},
			    .other = {ecdsa},
			    .min_version = versions[v],
			    .max_version = versions[v],
			};

			assert_draws(&script, rsa, ecdsa);
			script.other[0] = NULL;
			assert_draws(&script, rsa, NULL);
			script.chain[0] = ecdsa;
			assert_draws(&script, NULL, ecdsa);
		}
	}
}

static void
tls12_is_that_and_no_other(void **state)
{
	const struct mint *leaf = leaf_of(MINT_EC_P256, MINT_EC_P256);

	for (size_t v = 0; v < sizeof versions / sizeof versions[0]; v++) {
		struct tls_script script = {
		    .chain = {leaf},
		    .min_version = versions[v],
		    .max_version = versions[v],
		};
		CLEANUP(observation_free)
		struct observation *o = shake(&script, VARIANT_TLS12);

		assert_int_equal(shows(o, leaf), versions[v] == TLS1_2_VERSION);
	}
}

static void
without_a_name_none_is_sent(void **state)
{
	for (int i = 0; i < VARIANT_COUNT; i++) {
		CLEANUP(observation_free)
		struct observation *o = observation_new();
		CLEANUP(handshake_free)
		struct handshake *handshake =
		    handshake_new(handshaker, HOST, (enum variant)i, o);
		const uint8_t *hello;
		size_t len;

		assert_int_equal(handshake_step(handshake), HANDSHAKE_WAITS);
		len = handshake_pending(handshake, &hello);
		assert_int_equal(memmem(hello, len, HOST, strlen(HOST)) != NULL,
		    i != VARIANT_NO_SNI);
		assert_int_equal(
		    terms_have_name((enum variant)i), i != VARIANT_NO_SNI);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		each_key_type_draws_its_own_certificate_or_a_refusal),
	    cmocka_unit_test(tls12_is_that_and_no_other),
	    cmocka_unit_test(without_a_name_none_is_sent),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
