/* The handshake over memory: what is captured, and where it can break. */
#include "probe/handshake.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "pki/key_library.h"
#include "support/memory_peer.h"

#define HOST "www.example.test"
#define NO_LIMIT SIZE_MAX

struct run {
	size_t limit;	   /* bytes of the server that arrive */
	int end_error;	   /* how they end: -1 not at all, else errno's */
	size_t segment;	   /* bytes that arrive at a time; 0: all */
	bool has_listened; /* out */
	size_t sent;	   /* out: bytes that the server had said */
	enum handshake_step result;
};

static struct handshaker *handshaker;

static int
set_up(void **state)
{
	struct error err = ERROR_INIT;

	handshaker = handshaker_new(&err);
	if (handshaker == NULL)
		print_error("%s\n", err.message);
	return handshaker != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	handshaker_free(handshaker);
	return 0;
}

/* Hands the server's bytes over in segments, within the limit. False when the
 * limit is reached. */
static bool
deliver(struct handshake *handshake, struct run *run, const uint8_t *bytes,
    size_t len, enum handshake_step (*step)(struct handshake *))
{
	while (len > 0 && run->result == HANDSHAKE_WAITS) {
		size_t n =
		    run->segment > 0 && run->segment < len ? run->segment : len;

		if (run->limit < n)
			n = run->limit;
		if (n == 0)
			return false;
		run->limit -= n;
		handshake_receive(handshake, bytes, n);
		run->result = step(handshake);
		bytes += n;
		len -= n;
	}
	return true;
}

/* The whole conversation, with the server of that script. */
static struct observation *
shake(const struct tls_script *script, const char *sni, struct run *run)
{
	SSL_CTX *ctx = tls_script_ctx(script);
	struct observation *observation = observation_new();
	CLEANUP(handshake_free)
	struct handshake *handshake =
	    handshake_new(handshaker, sni, VARIANT_USUAL, observation);
	enum handshake_step (*step)(struct handshake *) = handshake_step;
	struct memory_peer peer;
	const uint8_t *bytes;
	size_t len;

	memory_peer_init(&peer, ctx);
	run->result = step(handshake);
	for (int turn = 0; turn < 20; turn++) {
		const uint8_t *answer;

		if (run->result == HANDSHAKE_DONE && !run->has_listened &&
		    handshake_may_be_refused(handshake)) {
			run->has_listened = true;
			step = handshake_listen;
			run->result = HANDSHAKE_WAITS;
		}
		if (run->result != HANDSHAKE_WAITS)
			break;
		len = handshake_pending(handshake, &bytes);
		if (len == 0 && turn > 0)
			break;
		len = memory_peer_turn(&peer, bytes, len, &answer);
		handshake_sent(handshake, handshake_pending(handshake, &bytes));
		run->sent += len;
		if (!deliver(handshake, run, answer, len, step))
			break;
	}
	if (run->result == HANDSHAKE_WAITS && run->end_error >= 0) {
		handshake_receive_end(handshake, run->end_error);
		run->result = step(handshake);
	}
	handshake_close(handshake);
	memory_peer_clear(&peer);
	SSL_CTX_free(ctx);
	return observation;
}

#define RUN \
	{ \
		.limit = NO_LIMIT, .end_error = -1 \
	}

static struct tls_script
script_for(const char *host)
{
	struct mint_chain chain = mint_chain_for(host);

	return (struct tls_script){.chain = {chain.leaf, chain.intermediate}};
}

static void
assert_has_chain(const struct observation *o, const struct tls_script *script)
{
	assert_false(o->has_malformed_message);
	for (size_t i = 0; i < o->certs.len; i++) {
		const struct observation_cert *cert = &o->certs.items[i];

		assert_non_null(script->chain[i]);
		assert_memory_equal(cert->sha256,
		    script->chain[i]->cert->sha256, sizeof cert->sha256);
		assert_int_equal(
		    cert->der_len, script->chain[i]->cert->der_len);
		assert_non_null(cert->x509);
		assert_int_equal(
		    X509_cmp(cert->x509, script->chain[i]->cert->x509), 0);
	}
	assert_null(script->chain[o->certs.len]);
}

static void
every_version_is_spoken_and_its_chain_captured(void **state)
{
	static const int versions[] = {
	    TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};

	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		struct observation *o;

		script.min_version = script.max_version = versions[i];
		o = shake(&script, HOST, &run);
		if (run.result != HANDSHAKE_DONE)
			fail_msg("%x: %s", (unsigned)versions[i], o->detail);
		assert_int_equal(o->failure, FAILURE_NONE);
		assert_int_equal(o->tls_version, versions[i]);
		assert_int_not_equal(o->cipher[0], '\0');
		assert_has_chain(o, &script);
		observation_free(o);
	}
}

static void
a_staple_is_asked_for_and_kept_in_every_version(void **state)
{
	static const int versions[] = {
	    TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};
	/* That says "try later": from 3.6 on a server sends what can be read.
	 */
	const struct tls_script_staple staple = {"\x30\x03\x0a\x01\x03", 5};

	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		struct observation *o;

		script.min_version = script.max_version = versions[i];
		script.staple = &staple;
		o = shake(&script, HOST, &run);
		assert_int_equal(run.result, HANDSHAKE_DONE);
		assert_true(o->was_staple_asked);
		assert_has_chain(o, &script);
		assert_int_equal(o->certs.items[0].staple_len, staple.len);
		assert_memory_equal(
		    o->certs.items[0].staple, staple.bytes, staple.len);
		assert_null(o->certs.items[1].staple);
		observation_free(o);
	}
}

static void
timestamps_are_asked_for_and_kept_in_every_version(void **state)
{
	static const int versions[] = {
	    TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};
	const struct tls_script_staple scts = {"no list, but kept", 17};

	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		uint8_t digest[CERT_SHA256_LEN], none[CERT_SHA256_LEN] = {0};
		struct observation *o;

		script.min_version = script.max_version = versions[i];
		script.scts = &scts;
		o = shake(&script, HOST, &run);
		assert_int_equal(run.result, HANDSHAKE_DONE);
		assert_has_chain(o, &script);
		assert_non_null(o->scts);
		assert_int_equal(o->scts_len, scts.len);
		assert_memory_equal(o->scts, scts.bytes, scts.len);
		observation_digest_scts(o, digest);
		assert_memory_not_equal(digest, none, sizeof none);
		observation_free(o);
	}
}

static void
any_order_and_any_chain_is_captured_as_sent(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct tls_script scripts[] = {
	    {.chain = {chain.leaf}},
	    {.chain = {chain.leaf, chain.root, chain.intermediate}},
	    {.chain = {chain.leaf, chain.leaf, chain.leaf}},
	    {.chain = {chain.root}},
	};

	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
		struct run run = RUN;
		struct observation *o = shake(&scripts[i], HOST, &run);

		assert_int_equal(run.result, HANDSHAKE_DONE);
		assert_has_chain(o, &scripts[i]);
		observation_free(o);
	}
}

static void
weak_keys_and_signatures_are_no_obstacle(void **state)
{
	const struct mint *const leaves[] = {
	    MINT(.subject = "CN=weak", .key_kind = MINT_RSA_1024),
	    MINT(.subject = "CN=sha1", .key_kind = MINT_RSA_2048,
		.digest = "SHA1"),
	    MINT(.subject = "CN=dsa", .key_kind = MINT_DSA_1024),
	    MINT(.subject = "CN=ed25519", .key_kind = MINT_ED25519),
	    MINT(.subject = "CN=p521", .key_kind = MINT_EC_P521),
	    MINT(.subject = "CN=pss", .key_kind = MINT_RSA_PSS_2048),
	    MINT(.subject = "CN=broken", .has_broken_signature = true),
	};

	for (size_t i = 0; i < sizeof leaves / sizeof leaves[0]; i++) {
		struct tls_script script = {.chain = {leaves[i]}};
		struct run run = RUN;
		struct observation *o;

		if (leaves[i]->key != NULL &&
		    EVP_PKEY_is_a(leaves[i]->key, "DSA"))
			script.max_version = TLS1_2_VERSION;
		o = shake(&script, HOST, &run);
		if (run.result != HANDSHAKE_DONE)
			fail_msg("%s: %s", leaves[i]->cert->label, o->detail);
		assert_has_chain(o, &script);
		observation_free(o);
	}
}

static void
old_exchanges_are_no_obstacle(void **state)
{
	static const char *const ciphers[] = {
	    "AES128-SHA:@SECLEVEL=0", "AES256-SHA256:@SECLEVEL=0"};
	const struct mint *leaf =
	    MINT(.subject = "CN=rsa", .key_kind = MINT_RSA_2048);

	for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++) {
		struct tls_script script = {.chain = {leaf},
		    .ciphers = ciphers[i],
		    .max_version = TLS1_2_VERSION};
		struct run run = RUN;
		struct observation *o = shake(&script, HOST, &run);

		if (run.result != HANDSHAKE_DONE)
			fail_msg("%s: %s", ciphers[i], o->detail);
		assert_true(
		    strncmp(o->cipher, ciphers[i], strlen(o->cipher)) == 0);
		observation_free(o);
	}
}

static void
aes_128_is_what_a_server_without_wishes_picks(void **state)
{
	struct tls_script script = script_for(HOST);
	struct run run = RUN, old_run = RUN;
	struct observation *o = shake(&script, HOST, &run);

	assert_string_equal(o->cipher, "TLS_AES_128_GCM_SHA256");
	observation_free(o);
	script.max_version = TLS1_2_VERSION;
	o = shake(&script, HOST, &old_run);
	assert_string_equal(o->cipher, "ECDHE-ECDSA-AES128-GCM-SHA256");
	observation_free(o);
}

static void
byte_by_byte_is_the_same(void **state)
{
	struct tls_script script = script_for(HOST);
	struct run run = RUN;
	struct observation *o;

	run.segment = 1;
	o = shake(&script, HOST, &run);
	assert_int_equal(run.result, HANDSHAKE_DONE);
	assert_has_chain(o, &script);
	observation_free(o);
}

static void
a_client_certificate_that_is_only_asked_for_is_no_failure(void **state)
{
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION;
	     version++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		struct observation *o;

		script.client_cert = TLS_SCRIPT_REQUEST;
		script.min_version = script.max_version = version;
		o = shake(&script, HOST, &run);
		assert_int_equal(run.result, HANDSHAKE_DONE);
		assert_true(o->was_client_cert_requested);
		assert_false(o->is_client_cert_required);
		assert_int_equal(o->failure, FAILURE_NONE);
		assert_has_chain(o, &script);
		observation_free(o);
	}
}

static void
a_client_certificate_that_is_demanded_is_noticed(void **state)
{
	for (int version = TLS1_VERSION; version <= TLS1_3_VERSION; version++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		struct observation *o;

		script.client_cert = TLS_SCRIPT_REQUIRE;
		script.min_version = script.max_version = version;
		o = shake(&script, HOST, &run);
		assert_int_equal(run.has_listened, version == TLS1_3_VERSION);
		if (!o->is_client_cert_required || o->failure != FAILURE_NONE)
			fail_msg("%x: %d %s", (unsigned)version, o->failure,
			    o->detail);
		assert_true(o->was_client_cert_requested);
		assert_non_null(strstr(o->detail, "client certificate"));
		assert_has_chain(o, &script);
		observation_free(o);
	}
}

static void
a_server_without_the_key_is_found_out_and_its_chain_kept(void **state)
{
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION;
	     version++) {
		struct tls_script script = script_for(HOST);
		struct run run = RUN;
		struct observation *o;

		script.key = tls_script_forge_key(script.chain[0]->key);
		script.min_version = script.max_version = version;
		script.ciphers = "ECDHE+AESGCM:@SECLEVEL=0";
		o = shake(&script, HOST, &run);
		assert_int_equal(run.result, HANDSHAKE_FAILED);
		assert_int_equal(o->failure, FAILURE_HANDSHAKE_SIGNATURE);
		assert_non_null(strstr(o->detail, "holds the key"));
		assert_has_chain(o, &script);
		observation_free(o);
		EVP_PKEY_free(script.key);
	}
}

static void
a_server_that_shares_no_cipher_says_so(void **state)
{
	struct tls_script script = {
	    .chain = {MINT(.subject = "CN=rsa", .key_kind = MINT_RSA_2048)},
	    .max_version = TLS1_2_VERSION,
	    .ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=0"};
	struct run run = RUN;
	struct observation *o = shake(&script, HOST, &run);

	assert_int_equal(run.result, HANDSHAKE_FAILED);
	assert_int_equal(o->failure, FAILURE_HANDSHAKE_ALERT);
	assert_string_equal(
	    o->detail, "the server sent alert handshake_failure (40)");
	assert_int_equal(o->certs.len, 0);
	observation_free(o);
}

/* Cuts the server's side of a good handshake at each byte. */
static void
cut_everywhere(int version, int end_error, enum failure expected)
{
	const struct mint *leaf = MINT(.subject = "CN=small", .names = "DNS:a");
	struct tls_script script = {.chain = {leaf},
	    .min_version = version,
	    .max_version = version,
	    .has_no_tickets = true};
	struct run whole = RUN;
	struct observation *o = shake(&script, HOST, &whole);
	size_t with_chain = 0;

	assert_int_equal(whole.result, HANDSHAKE_DONE);
	observation_free(o);
	for (size_t limit = 0; limit < whole.sent; limit++) {
		struct run run = {.limit = limit, .end_error = end_error};

		o = shake(&script, HOST, &run);
		if (run.result == HANDSHAKE_DONE) {
			/* An ECDSA signature may be a byte or two shorter. */
			assert_true(whole.sent - limit <= 8);
			observation_free(o);
			continue;
		}
		if (run.result != HANDSHAKE_FAILED || o->failure != expected)
			fail_msg("cut at %zu of %zu: %d, %s", limit, whole.sent,
			    o->failure, o->detail);
		with_chain += o->certs.len;
		observation_free(o);
	}
	assert_true(with_chain > 50);
	assert_true(with_chain < whole.sent);
}

static void
an_end_at_any_byte_is_closed_early(void **state)
{
	cut_everywhere(TLS1_2_VERSION, 0, FAILURE_CLOSED_EARLY);
	cut_everywhere(TLS1_3_VERSION, 0, FAILURE_CLOSED_EARLY);
}

static void
a_reset_at_any_byte_is_a_reset(void **state)
{
	cut_everywhere(TLS1_3_VERSION, ECONNRESET, FAILURE_HANDSHAKE_RESET);
}

/* The same bytes again, in both ways to send them. */
static void
assert_reuses(int version, bool is_reused)
{
	struct tls_script script = script_for(HOST);
	struct run first = RUN, second = RUN;
	struct observation *once, *again;

	script.max_version = version;
	once = shake(&script, HOST, &first);
	again = shake(&script, HOST, &second);
	assert_int_equal(first.result, HANDSHAKE_DONE);
	assert_int_equal(second.result, HANDSHAKE_DONE);
	assert_int_equal(once->certs.len, 2);
	assert_has_chain(once, &script);
	assert_has_chain(again, &script);
	for (size_t i = 0; i < once->certs.len; i++) {
		if (is_reused)
			assert_ptr_equal(once->certs.items[i].x509,
			    again->certs.items[i].x509);
		else
			assert_ptr_not_equal(once->certs.items[i].x509,
			    again->certs.items[i].x509);
	}
	observation_free(once);
	observation_free(again);
}

/* Should this fail on another OpenSSL, then libssl does not ask there what
 * probe/cert_reuse.c answers: nothing is wrong, but slower. */
static void
a_certificate_that_comes_again_is_not_parsed_again(void **state)
{
	assert_reuses(TLS1_3_VERSION, true);
	assert_reuses(TLS1_2_VERSION, true);
}

static void
without_fast_keys_each_is_parsed(void **state)
{
	struct handshaker *usual = handshaker;
	struct error err = ERROR_INIT;

	key_library_enable(false);
	handshaker = handshaker_new(&err);
	key_library_enable(true);
	assert_non_null(handshaker);
	assert_reuses(TLS1_3_VERSION, false);
	assert_reuses(TLS1_2_VERSION, false);
	handshaker_free(handshaker);
	handshaker = usual;
}

static struct observation *
shake_raw(const void *bytes, size_t len, size_t times)
{
	struct observation *o = observation_new();
	struct handshake *handshake =
	    handshake_new(handshaker, "", VARIANT_USUAL, o);
	enum handshake_step result = handshake_step(handshake);

	assert_int_equal(result, HANDSHAKE_WAITS);
	for (size_t i = 0; i < times && result == HANDSHAKE_WAITS; i++) {
		handshake_receive(handshake, bytes, len);
		result = handshake_step(handshake);
	}
	if (result == HANDSHAKE_WAITS) {
		handshake_receive_end(handshake, 0);
		result = handshake_step(handshake);
	}
	assert_int_equal(result, HANDSHAKE_FAILED);
	handshake_close(handshake);
	handshake_free(handshake);
	return o;
}

/* A ServerHello of TLS 1.2 that agrees to extended master secrets. */
#define HELLO \
	"\26\3\3\0\60\2\0\0\54\3\3" \
	"01234567890123456789012345678901\0\300\57\0\0\4\0\27\0\0"

static void
a_certificate_that_cannot_be_parsed_is_kept_raw(void **state)
{
	static const char bytes[] =
	    HELLO "\26\3\3\0\16\13\0\0\12\0\0\7\0\0\4oops";
	struct observation *o = shake_raw(bytes, sizeof bytes - 1, 1);

	assert_int_equal(o->failure, FAILURE_HANDSHAKE_MALFORMED);
	assert_false(o->has_malformed_message);
	assert_int_equal(o->certs.len, 1);
	assert_int_equal(o->certs.items[0].der_len, 4);
	assert_memory_equal(o->certs.items[0].der, "oops", 4);
	assert_null(o->certs.items[0].x509);
	assert_int_equal(o->tls_version, TLS1_2_VERSION);
	observation_free(o);
}

static void
a_list_that_cannot_be_read_is_kept_raw(void **state)
{
	static const char bytes[] =
	    HELLO "\26\3\3\0\16\13\0\0\12\0\0\7\0\0\11oops";
	struct observation *o = shake_raw(bytes, sizeof bytes - 1, 1);

	assert_int_equal(o->failure, FAILURE_HANDSHAKE_MALFORMED);
	assert_true(o->has_malformed_message);
	assert_int_equal(o->message_len, 10);
	observation_free(o);
}

static void
ssl_3_is_named_as_too_old(void **state)
{
	static const char hello[] = "\26\3\0\0\52\2\0\0\46\3\0"
				    "01234567890123456789012345678901\0\0\57\0";
	static const char alert[] = "\25\3\0\0\2\2\50";
	struct observation *o = shake_raw(hello, sizeof hello - 1, 1);

	assert_int_equal(o->failure, FAILURE_HANDSHAKE_PROTOCOL);
	assert_non_null(strstr(o->detail, "SSL 3.0, which is too old"));
	observation_free(o);
	o = shake_raw(alert, sizeof alert - 1, 1);
	assert_int_equal(o->failure, FAILURE_HANDSHAKE_ALERT);
	assert_non_null(strstr(o->detail, "handshake_failure (40)"));
	assert_non_null(strstr(o->detail, "SSL 3.0"));
	observation_free(o);
}

static void
a_certificate_message_beyond_the_limit_is_too_large(void **state)
{
	static const char bytes[] = HELLO "\26\3\3\0\12\13\4\0\1\0\0\7\0\0\4";
	struct observation *o = shake_raw(bytes, sizeof bytes - 1, 1);

	assert_int_equal(o->failure, FAILURE_TOO_LARGE);
	observation_free(o);
}

/* A Certificate message within the limit, in records of one byte each. */
static void
bytes_without_end_are_too_large(void **state)
{
	static const char start[] = HELLO "\26\3\3\0\4\13\3\377\0";
	struct observation *o = observation_new();
	struct handshake *handshake =
	    handshake_new(handshaker, "", VARIANT_USUAL, o);
	enum handshake_step result = handshake_step(handshake);
	size_t sent = 0;

	handshake_receive(handshake, start, sizeof start - 1);
	result = handshake_step(handshake);
	while (result == HANDSHAKE_WAITS && sent < 2 * HANDSHAKE_MAX_BYTES) {
		char records[600];

		for (size_t i = 0; i < sizeof records; i += 6)
			memcpy(records + i, "\26\3\3\0\1x", 6);
		handshake_receive(handshake, records, sizeof records);
		sent += sizeof records;
		result = handshake_step(handshake);
	}
	assert_int_equal(result, HANDSHAKE_FAILED);
	assert_int_equal(o->failure, FAILURE_TOO_LARGE);
	assert_true(sent <= HANDSHAKE_MAX_BYTES + 600);
	handshake_free(handshake);
	observation_free(o);
}

static void
giving_up_says_how_far_it_came(void **state)
{
	struct observation *o = observation_new();
	struct handshake *handshake =
	    handshake_new(handshaker, HOST, VARIANT_USUAL, o);

	assert_int_equal(handshake_step(handshake), HANDSHAKE_WAITS);
	handshake_give_up(handshake, 250);
	assert_int_equal(o->failure, FAILURE_HANDSHAKE_TIMEOUT);
	assert_non_null(strstr(o->detail, "within 250 ms"));
	assert_non_null(strstr(o->detail, "without having said anything"));
	handshake_free(handshake);
	observation_free(o);
}

static void
the_name_is_sent_in_the_clear_and_none_for_addresses(void **state)
{
	for (int has_sni = 0; has_sni <= 1; has_sni++) {
		struct observation *o = observation_new();
		struct handshake *handshake = handshake_new(
		    handshaker, has_sni ? HOST : "", VARIANT_USUAL, o);
		const uint8_t *hello;
		size_t len;

		assert_int_equal(handshake_step(handshake), HANDSHAKE_WAITS);
		len = handshake_pending(handshake, &hello);
		assert_true(len > 100);
		assert_int_equal(
		    memmem(hello, len, HOST, strlen(HOST)) != NULL, has_sni);
		handshake_free(handshake);
		observation_free(o);
	}
}

static void
a_partial_send_keeps_the_rest(void **state)
{
	struct observation *o = observation_new();
	struct handshake *handshake =
	    handshake_new(handshaker, HOST, VARIANT_USUAL, o);
	const uint8_t *hello;
	uint8_t copy[4096];
	size_t len;

	assert_int_equal(handshake_step(handshake), HANDSHAKE_WAITS);
	len = handshake_pending(handshake, &hello);
	assert_true(len < sizeof copy);
	memcpy(copy, hello, len);
	handshake_sent(handshake, 70);
	assert_int_equal(handshake_pending(handshake, &hello), len - 70);
	assert_memory_equal(hello, copy + 70, len - 70);
	handshake_sent(handshake, len - 70);
	assert_int_equal(handshake_pending(handshake, &hello), 0);
	handshake_free(handshake);
	observation_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_version_is_spoken_and_its_chain_captured),
	    cmocka_unit_test(a_staple_is_asked_for_and_kept_in_every_version),
	    cmocka_unit_test(
		timestamps_are_asked_for_and_kept_in_every_version),
	    cmocka_unit_test(any_order_and_any_chain_is_captured_as_sent),
	    cmocka_unit_test(weak_keys_and_signatures_are_no_obstacle),
	    cmocka_unit_test(old_exchanges_are_no_obstacle),
	    cmocka_unit_test(aes_128_is_what_a_server_without_wishes_picks),
	    cmocka_unit_test(byte_by_byte_is_the_same),
	    cmocka_unit_test(
		a_client_certificate_that_is_only_asked_for_is_no_failure),
	    cmocka_unit_test(a_client_certificate_that_is_demanded_is_noticed),
	    cmocka_unit_test(
		a_server_without_the_key_is_found_out_and_its_chain_kept),
	    cmocka_unit_test(a_server_that_shares_no_cipher_says_so),
	    cmocka_unit_test(an_end_at_any_byte_is_closed_early),
	    cmocka_unit_test(a_reset_at_any_byte_is_a_reset),
	    cmocka_unit_test(
		a_certificate_that_comes_again_is_not_parsed_again),
	    cmocka_unit_test(without_fast_keys_each_is_parsed),
	    cmocka_unit_test(a_certificate_that_cannot_be_parsed_is_kept_raw),
	    cmocka_unit_test(a_list_that_cannot_be_read_is_kept_raw),
	    cmocka_unit_test(ssl_3_is_named_as_too_old),
	    cmocka_unit_test(
		a_certificate_message_beyond_the_limit_is_too_large),
	    cmocka_unit_test(bytes_without_end_are_too_large),
	    cmocka_unit_test(giving_up_says_how_far_it_came),
	    cmocka_unit_test(
		the_name_is_sent_in_the_clear_and_none_for_addresses),
	    cmocka_unit_test(a_partial_send_keeps_the_rest),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
