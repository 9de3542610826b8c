/* Probes that show a client certificate, to servers that want one. */
#include "probe/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pki/identity.h"
#include "support/probe_scene.h"

static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

/* That of every approach here. */
static struct identity identity = {.refs = 1};

static const struct identity *
give_identity(UNUSED void *arg, const struct approach *approach)
{
	return approach_has_identity(approach) ? &identity : NULL;
}

static int
set_up(void **state)
{
	static struct probe_scene scene;
	const struct probe_secrets secrets = {.identity = give_identity};
	struct mint_chain chain = mint_chain_for("client.example.test");

	identity.leaf = chain.leaf->cert->x509;
	identity.key = chain.leaf->key;
	identity.chain = sk_X509_new_null();
	sk_X509_push(identity.chain, chain.intermediate->cert->x509);
	probe_scene_init(&scene, NULL);
	prober_set_secrets(scene.prober, &secrets);
	approach_edit(&scene.endpoint->settings->approach)->identity.cert_file =
	    mem_strdup("client.pem");
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	probe_scene_clear(*state);
	assert_int_equal(identity.refs, 1);
	sk_X509_free(identity.chain);
	return 0;
}

static void
a_certificate_that_is_taken_leaves_nothing_to_say(void **state)
{
	for (size_t i = 0; i < 2; i++) {
		struct tls_script script = probe_scene_script();
		const struct observation *o;

		script.client_cert = TLS_SCRIPT_REQUIRE;
		script.min_version = script.max_version = versions[i];
		o = probe_scene_play(*state, &script);
		assert_int_equal(o->failure, FAILURE_NONE);
		assert_string_equal(o->detail, "");
		assert_true(o->was_client_cert_sent);
		assert_false(o->is_client_cert_required);
		assert_false(o->is_client_cert_refused);
		assert_int_equal(observation_finding(o), FINDING_COUNT);
		assert_int_equal(o->certs.len, 2);
	}
}

static void
a_certificate_that_is_refused_is_told_with_the_alert(void **state)
{
	for (size_t i = 0; i < 2; i++) {
		struct tls_script script = probe_scene_script();
		const struct observation *o;

		script.client_cert = TLS_SCRIPT_REFUSE;
		script.min_version = script.max_version = versions[i];
		o = probe_scene_play(*state, &script);
		assert_true(o->is_client_cert_refused);
		assert_false(o->is_client_cert_required);
		assert_int_equal(
		    observation_finding(o), FINDING_CLIENT_CERTIFICATE_REFUSED);
		assert_string_equal(o->detail,
		    "the server refuses the client certificate: alert "
		    "certificate_expired (45)");
		assert_int_equal(o->certs.len, 2);
	}
}

static void
nothing_is_shown_to_servers_that_do_not_ask(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o = probe_scene_play(*state, &script);

	assert_false(o->was_client_cert_requested);
	assert_false(o->was_client_cert_sent);
	assert_int_equal(o->failure, FAILURE_NONE);
}

static void
without_an_identity_it_is_required_as_before(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	approach_identity_clear(&scene->endpoint->settings->approach->identity);
	script.client_cert = TLS_SCRIPT_REQUIRE;
	o = probe_scene_play(scene, &script);
	assert_true(o->is_client_cert_required);
	assert_false(o->was_client_cert_sent);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_certificate_that_is_taken_leaves_nothing_to_say),
	    TEST(a_certificate_that_is_refused_is_told_with_the_alert),
	    TEST(nothing_is_shown_to_servers_that_do_not_ask),
	    TEST(without_an_identity_it_is_required_as_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
