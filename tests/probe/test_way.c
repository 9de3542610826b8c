/* Probes that go through a proxy, begin with a header, or dial a path. */
#include "probe/way.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/credentials.h"
#include "support/fake_resolve.h"
#include "support/probe_scene.h"

#define CONNECTED "HTTP/1.1 200 OK\r\n\r\n"

struct rig {
	struct probe_scene scene;
	struct resolver *resolver;
	struct ip_address target;
};

static int
set_up(void **state)
{
	static struct rig rig;
	struct resolver_options options = {0};

	rig = (struct rig){0};
	probe_scene_init(&rig.scene, NULL);
	rig.resolver = resolver_new(rig.scene.loop, &options, NULL);
	prober_set_resolver(rig.scene.prober, rig.resolver);
	assert_true(ip_address_parse("192.0.2.1", &rig.target));
	rig.target.port = 443;
	*state = &rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	probe_scene_clear(&rig->scene);
	resolver_free(rig->resolver);
	return 0;
}

static void
assert_failure(
    const struct observation *o, enum failure failure, const char *words)
{
	if (o->failure != failure || strstr(o->detail, words) == NULL)
		fail_msg("%s: %s", failure_text(o->failure), o->detail);
}

static struct approach *
approach_of(struct rig *rig)
{
	return approach_edit(&rig->scene.endpoint->settings->approach);
}

/* The server of the script stands for the proxy and for what is behind it. */
static const struct observation *
go_through(struct rig *rig, enum proxy_kind kind, const char *host,
    const struct tls_script *script)
{
	struct tls_server *server = tls_server_start(script);
	struct approach_proxy *proxy = &approach_of(rig)->proxy;
	const struct observation *o;

	proxy->kind = kind;
	proxy->port = tls_server_address(server).port;
	assert_true(hostname_parse(host, &proxy->host, NULL));
	o = probe_scene_probe(&rig->scene, &rig->target);
	tls_server_stop(server);
	return o;
}

static struct tls_script
http_script(void)
{
	static const char asked[] =
	    "CONNECT 192.0.2.1:443 HTTP/1.1\r\nHost: 192.0.2.1:443\r\n\r\n";
	struct tls_script script = probe_scene_script();

	script.preface[0] = (struct tls_turn){.hear = sizeof asked - 1};
	script.preface[1] = (struct tls_turn){.say = CONNECTED};
	return script;
}

static void
the_chain_is_seen_through_an_http_proxy(void **state)
{
	struct tls_script script = http_script();
	const struct observation *o =
	    go_through(*state, PROXY_HTTP, "127.0.0.1", &script);

	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
}

static void
the_chain_is_seen_through_a_socks_proxy(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.preface[0] = (struct tls_turn){.hear = 3};
	script.preface[1] =
	    (struct tls_turn){.say = "\5\0", .say_len = 2, .hear = 10};
	script.preface[2] =
	    (struct tls_turn){.say = "\5\0\0\1\0\0\0\0\0\0", .say_len = 10};
	o = go_through(*state, PROXY_SOCKS5, "127.0.0.1", &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
}

/* The proxy is named; the first address that it has leads nowhere. */
static void
a_proxy_is_resolved_and_its_addresses_are_tried(void **state)
{
	struct rig *rig = *state;
	struct tls_script script = http_script();
	const struct observation *o;

	fake_resolve_set(
	    rig->resolver, "proxy.example.test", "127.45.56.200 127.0.0.1", 60);
	o = go_through(rig, PROXY_HTTP, "proxy.example.test", &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
}

/* As a reload does it, in the midst of a question. */
static void
another_resolver_is_asked_again(void **state)
{
	struct rig *rig = *state;
	struct resolver_options options = {0};
	struct resolver *fresh = resolver_new(rig->scene.loop, &options, NULL);
	struct tls_script script = http_script();
	struct tls_server *server = tls_server_start(&script);
	struct approach_proxy *proxy = &approach_of(rig)->proxy;

	fake_resolve_set(fresh, "proxy.example.test", "127.0.0.1", 60);
	proxy->kind = PROXY_HTTP;
	proxy->port = tls_server_address(server).port;
	assert_true(hostname_parse("proxy.example.test", &proxy->host, NULL));
	probe_scene_start(&rig->scene, &rig->target);
	prober_set_resolver(rig->scene.prober, fresh);
	resolver_free(rig->resolver);
	rig->resolver = fresh;
	probe_scene_run_until(&rig->scene, 1);
	assert_failure(rig->scene.seen[0], FAILURE_NONE, "");
	assert_int_equal(fake_resolve_count(fresh), 1);
	tls_server_stop(server);
}

static void
a_probe_is_cancelled_while_its_proxy_is_resolved(void **state)
{
	struct rig *rig = *state;
	struct approach_proxy *proxy = &approach_of(rig)->proxy;

	proxy->kind = PROXY_SOCKS5;
	assert_true(hostname_parse("proxy.example.test", &proxy->host, NULL));
	probe_cancel(probe_scene_start(&rig->scene, &rig->target));
	probe_scene_run_for(&rig->scene, 20);
	assert_int_equal(rig->scene.seen_len, 0);
}

static void
a_proxy_without_an_address_is_named(void **state)
{
	struct tls_script script = http_script();

	assert_failure(
	    go_through(*state, PROXY_HTTP, "proxy.example.test", &script),
	    FAILURE_PROXY_UNREACHABLE, "the proxy proxy.example.test port ");
}

static void
without_a_resolver_a_named_proxy_cannot_be_reached(void **state)
{
	struct rig *rig = *state;
	struct tls_script script = http_script();

	prober_set_resolver(rig->scene.prober, NULL);
	assert_failure(
	    go_through(rig, PROXY_HTTP, "proxy.example.test", &script),
	    FAILURE_PROXY_UNREACHABLE, "no resolver");
}

static void
a_proxy_that_is_down_is_no_fault_of_the_target(void **state)
{
	struct rig *rig = *state;
	struct approach_proxy *proxy = &approach_of(rig)->proxy;

	proxy->kind = PROXY_HTTP;
	proxy->port = 1;
	assert_true(hostname_parse("127.45.56.200", &proxy->host, NULL));
	assert_failure(probe_scene_probe(&rig->scene, &rig->target),
	    FAILURE_PROXY_UNREACHABLE,
	    "the proxy 127.45.56.200 port 1 cannot be reached: Connection "
	    "refused");
}

static void
a_silent_proxy_ends_at_the_deadline(void **state)
{
	struct rig *rig = *state;
	struct tls_script script = http_script();

	rig->scene.endpoint->settings->timeout_ms = 200;
	script.preface[0].hear += 1;
	assert_failure(go_through(rig, PROXY_HTTP, "127.0.0.1", &script),
	    FAILURE_PROXY_TIMEOUT, "no end of its answer to CONNECT");
}

static bool
give_credentials(UNUSED void *arg, const struct approach *approach,
    struct credentials *ret_credentials)
{
	return strcmp(approach->credentials_file, "good") == 0 &&
	    credentials_parse("u:hunter2", 9, NULL, ret_credentials, NULL);
}

static void
credentials_that_cannot_be_read_are_told(void **state)
{
	struct rig *rig = *state;
	const struct probe_secrets secrets = {.credentials = give_credentials};
	struct tls_script script = http_script();

	prober_set_secrets(rig->scene.prober, &secrets);
	approach_of(rig)->credentials_file = mem_strdup("bad");
	assert_failure(go_through(rig, PROXY_HTTP, "127.0.0.1", &script),
	    FAILURE_PROXY_CREDENTIALS, "were not read: bad");
}

static void
credentials_are_sent_and_never_shown(void **state)
{
	struct rig *rig = *state;
	const struct probe_secrets secrets = {.credentials = give_credentials};
	struct tls_script script = http_script();
	const struct observation *o;

	prober_set_secrets(rig->scene.prober, &secrets);
	approach_of(rig)->credentials_file = mem_strdup("good");
	script.preface[0].hear +=
	    strlen("Proxy-Authorization: Basic dTpodW50ZXIy\r\n");
	script.preface[1].say = "HTTP/1.1 407 hunter who?\r\n\r\n";
	o = go_through(rig, PROXY_HTTP, "127.0.0.1", &script);
	assert_failure(o, FAILURE_PROXY_CREDENTIALS, "407 hunter who?");
	assert_null(strstr(o->detail, "hunter2"));
	assert_null(strstr(o->detail, "dTpodW50ZXIy"));
}

/* Proxy, header, STARTTLS, TLS: in this order. */
static void
all_is_said_in_order(void **state)
{
	struct rig *rig = *state;
	struct tls_script script = http_script();
	const struct observation *o;

	approach_of(rig)->header = PROXY_HEADER_V2;
	rig->scene.endpoint->starttls = STARTTLS_POSTGRES;
	script.preface[1].hear = 28 + 8;
	script.preface[2] = (struct tls_turn){.say = "S"};
	o = go_through(rig, PROXY_HTTP, "127.0.0.1", &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
}

static void
a_path_has_a_key_of_its_own(void **state)
{
	struct place a = place_at_path("/run/a.sock");
	struct place b = place_at_path("/run/b.sock");
	struct ip_address x = way_key(&a), y = way_key(&b);

	assert_int_not_equal(ip_address_compare(&x, &y), 0);
	y = way_key(&a);
	assert_int_equal(ip_address_compare(&x, &y), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_chain_is_seen_through_an_http_proxy),
	    TEST(the_chain_is_seen_through_a_socks_proxy),
	    TEST(a_proxy_is_resolved_and_its_addresses_are_tried),
	    TEST(another_resolver_is_asked_again),
	    TEST(a_probe_is_cancelled_while_its_proxy_is_resolved),
	    TEST(a_proxy_without_an_address_is_named),
	    TEST(without_a_resolver_a_named_proxy_cannot_be_reached),
	    TEST(a_proxy_that_is_down_is_no_fault_of_the_target),
	    TEST(a_silent_proxy_ends_at_the_deadline),
	    TEST(credentials_that_cannot_be_read_are_told),
	    TEST(credentials_are_sent_and_never_shown),
	    TEST(all_is_said_in_order),
	    TEST(a_path_has_a_key_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
