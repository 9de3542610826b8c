/* TLS in memory against a scripted server: what is verified, and what goes
 * through. */
#include "net/tls_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/memory_peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define LONG_AGO 1
#define FAR_AWAY 4102444800 /* 2100 */

struct scene {
	char ca_file[64];
	const struct mint *root, *leaf;
	struct tls_session *session;
	struct memory_peer peer;
	SSL_CTX *ctx;
	struct error err;
	char client_file[64]; /* certificate and key */
	bool has_client_cert;
	enum tls_script_client_cert wants_client_cert;
};

static void
write_pem(const char *path, const struct mint *mint)
{
	FILE *file = fopen(path, "w");
	char *pem = mint_pem(mint);

	assert_non_null(file);
	assert_true(fputs(pem, file) >= 0);
	assert_int_equal(fclose(file), 0);
	free(pem);
}

static int
set_up(void **state)
{
	static struct scene scene;
	int fd;

	scene = (struct scene){.ca_file = "/tmp/chainwatch-ca-XXXXXX",
	    .client_file = "/tmp/chainwatch-client-XXXXXX"};
	fd = mkstemp(scene.ca_file);
	if (fd < 0)
		return -1;
	close(fd);
	fd = mkstemp(scene.client_file);
	if (fd < 0)
		return -1;
	close(fd);
	scene.root = MINT(.subject = "CN=Session Root", .is_ca = true,
	    .not_before = LONG_AGO, .not_after = FAR_AWAY);
	scene.leaf = MINT(.subject = "CN=Session Leaf", .issuer = scene.root,
	    .names = "DNS:log.example.net,IP:192.0.2.9", .not_before = LONG_AGO,
	    .not_after = FAR_AWAY);
	write_pem(scene.ca_file, scene.root);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	tls_session_free(scene->session);
	if (scene->ctx != NULL) {
		memory_peer_clear(&scene->peer);
		SSL_CTX_free(scene->ctx);
	}
	unlink(scene->ca_file);
	unlink(scene->client_file);
	return 0;
}

/* Hands bytes to and fro until the client is open or has failed. */
static bool
shake_hands(struct scene *scene, const char *name)
{
	const struct tls_session_options options = {
	    .ca_file = scene->ca_file,
	    .cert_file = scene->has_client_cert ? scene->client_file : NULL,
	    .key_file = scene->client_file,
	    .name = name,
	};
	struct tls_script script = {
	    .chain = {scene->leaf}, .client_cert = scene->wants_client_cert};
	struct strbuf out = STRBUF_INIT(1 << 20);
	const uint8_t *answer = NULL;
	size_t answer_len = 0;
	bool is_well = true;

	scene->ctx = tls_script_ctx(&script);
	if (scene->has_client_cert)
		X509_STORE_add_cert(SSL_CTX_get_cert_store(scene->ctx),
		    scene->root->cert->x509);
	memory_peer_init(&scene->peer, scene->ctx);
	scene->session = tls_session_new(&options, &scene->err);
	assert_non_null(scene->session);
	for (int i = 0; is_well && i < 8; i++) {
		is_well = tls_session_feed(
		    scene->session, answer, answer_len, &scene->err);
		tls_session_take_output(scene->session, &out);
		answer_len = memory_peer_turn(&scene->peer,
		    (const uint8_t *)strbuf_text(&out), out.len, &answer);
		strbuf_clear(&out);
	}
	return is_well && tls_session_is_open(scene->session);
}

static void
a_chain_to_the_anchor_for_the_name_is_taken(void **state)
{
	assert_true(shake_hands(*state, "log.example.net"));
}

static void
an_address_is_a_name_too(void **state)
{
	assert_true(shake_hands(*state, "192.0.2.9"));
}

static void
another_name_is_refused(void **state)
{
	struct scene *scene = *state;

	assert_false(shake_hands(scene, "other.example.net"));
	assert_non_null(strstr(scene->err.message, "ostname mismatch"));
}

static void
another_anchor_is_refused(void **state)
{
	struct scene *scene = *state;

	write_pem(scene->ca_file,
	    MINT(.subject = "CN=Other Root", .is_ca = true,
		.not_before = LONG_AGO, .not_after = FAR_AWAY));
	assert_false(shake_hands(scene, "log.example.net"));
	assert_non_null(strstr(scene->err.message, "issuer certificate"));
}

static void
what_is_expired_is_refused(void **state)
{
	struct scene *scene = *state;

	scene->leaf = MINT(.subject = "CN=Session Leaf", .issuer = scene->root,
	    .names = "DNS:log.example.net", .not_before = LONG_AGO,
	    .not_after = 86400);
	assert_false(shake_hands(scene, "log.example.net"));
	assert_non_null(strstr(scene->err.message, "expired"));
}

static void
a_file_without_certificates_is_refused_at_once(void **state)
{
	struct scene *scene = *state;

	const struct tls_session_options options = {
	    .ca_file = "/dev/null", .name = "a.test"};

	assert_null(tls_session_new(&options, &scene->err));
	assert_non_null(strstr(scene->err.message, "/dev/null"));
}

/* A certificate and its key in one file, as many keep them. */
static void
write_client(struct scene *scene, const char *passphrase)
{
	const struct mint *client = MINT(.subject = "CN=Monitor",
	    .issuer = scene->root, .extended_key_usage = "clientAuth",
	    .not_before = LONG_AGO, .not_after = FAR_AWAY);
	FILE *file;

	write_pem(scene->client_file, client);
	file = fopen(scene->client_file, "a");
	assert_non_null(file);
	assert_int_equal(PEM_write_PrivateKey(file, client->key,
			     passphrase == NULL ? NULL : EVP_aes_128_cbc(),
			     NULL, 0, NULL, (void *)(uintptr_t)passphrase),
	    1);
	assert_int_equal(fclose(file), 0);
	scene->has_client_cert = true;
}

static void
a_certificate_of_our_own_is_shown(void **state)
{
	struct scene *scene = *state;
	X509 *shown;
	char name[64] = "";

	write_client(scene, NULL);
	scene->wants_client_cert = TLS_SCRIPT_REQUEST;
	assert_true(shake_hands(scene, "log.example.net"));
	shown = SSL_get1_peer_certificate(scene->peer.ssl);
	assert_non_null(shown);
	X509_NAME_get_text_by_NID(
	    X509_get_subject_name(shown), NID_commonName, name, sizeof name);
	assert_string_equal(name, "Monitor");
	X509_free(shown);
}

static void
without_one_none_is_shown(void **state)
{
	struct scene *scene = *state;

	scene->wants_client_cert = TLS_SCRIPT_REQUEST;
	assert_true(shake_hands(scene, "log.example.net"));
	assert_null(SSL_get0_peer_certificate(scene->peer.ssl));
}

static void
a_key_with_a_passphrase_is_refused_and_nobody_asked(void **state)
{
	struct scene *scene = *state;
	const struct tls_session_options options = {
	    .ca_file = scene->ca_file,
	    .cert_file = scene->client_file,
	    .key_file = scene->client_file,
	    .name = "a.test",
	};

	write_client(scene, "open sesame");
	assert_null(tls_session_new(&options, &scene->err));
	assert_non_null(strstr(scene->err.message, scene->client_file));
}

static void
what_is_written_arrives(void **state)
{
	struct scene *scene = *state;
	struct strbuf out = STRBUF_INIT(1 << 20);
	char got[16] = "";

	assert_true(shake_hands(scene, "log.example.net"));
	assert_true(
	    tls_session_write(scene->session, "5 hello", 7, &scene->err));
	tls_session_take_output(scene->session, &out);
	assert_true(out.len > 7);
	assert_null(memmem(strbuf_text(&out), out.len, "hello", 5));
	assert_int_equal(
	    BIO_write(scene->peer.in, strbuf_text(&out), (int)out.len),
	    (int)out.len);
	assert_int_equal(SSL_read(scene->peer.ssl, got, sizeof got), 7);
	assert_string_equal(got, "5 hello");
	strbuf_clear(&out);
}

static void
nonsense_is_a_failure(void **state)
{
	struct scene *scene = *state;

	const struct tls_session_options options = {
	    .ca_file = scene->ca_file, .name = "a.test"};

	scene->session = tls_session_new(&options, &scene->err);
	assert_true(tls_session_feed(scene->session, NULL, 0, &scene->err));
	assert_false(tls_session_feed(
	    scene->session, "HTTP/1.1 400 Bad", 16, &scene->err));
	assert_int_equal(scene->err.kind, ERROR_CRYPTO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_chain_to_the_anchor_for_the_name_is_taken),
	    TEST(an_address_is_a_name_too),
	    TEST(another_name_is_refused),
	    TEST(another_anchor_is_refused),
	    TEST(what_is_expired_is_refused),
	    TEST(a_file_without_certificates_is_refused_at_once),
	    TEST(a_certificate_of_our_own_is_shown),
	    TEST(without_one_none_is_shown),
	    TEST(a_key_with_a_passphrase_is_refused_and_nobody_asked),
	    TEST(what_is_written_arrives),
	    TEST(nonsense_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
