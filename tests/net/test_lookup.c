/* Questions of other types, against a scripted DNS server on loopback. What is
 * signed is tested by tests/system/dane.sh, with a real server. */
#include "net/lookup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/dns_server.h"

static const char garbage[] =
    "\x81\x80\0\1\0\1\0\0\0\0\7garbage\4test\0\0\17\0\1"
    "\300\14\0\17\0\1\0\0\0\74\0\4\0\12\300\377";

static const struct dns_row rows[] = {
    {.name = "mail.test",
	.type = 15,
	.answers = {"MX 10 mx1.test", "MX 20 mx2.test"},
	.ttl_s = 300},
    {.name = "_imaps._tcp.mail.test",
	.type = 33,
	.answers = {"SRV 0 1 993 imap.test"},
	.ttl_s = 60},
    {.name = "_25._tcp.mx1.test",
	.type = 52,
	.answers = {"TLSA 3 1 1 00ff10", "TLSA 2 0 1 aabb"},
	.ttl_s = 60},
    {.name = "alias.test",
	.type = 15,
	.answers = {"CNAME mail.test", "MX 10 mx1.test"},
	.ttl_s = 60},
    {.name = "mx1.test", .type = 1, .answers = {"A 192.0.2.1"}, .ttl_s = 60},
    {.name = "broken.test", .type = 0, .rcode = 2},
    {.name = "garbage.test",
	.type = 0,
	.raw_answer = garbage,
	.raw_len = sizeof garbage - 1},
    {.name = "silent.test", .type = 0, .is_silent = true},
    {.name = NULL},
};

struct scene {
	struct loop *loop;
	struct dns_server *server;
	struct resolver *resolver;
	struct loop_timer *timer;
	char anchor[32];
	int calls;
	struct lookup_result result;
	char hosts[4][64];
	struct dns_record first;
};

static void
open_resolver(struct scene *scene, int64_t timeout_ms, const char *anchor)
{
	struct error err = ERROR_INIT;
	const struct resolver_options options = {
	    .server = dns_server_address(scene->server),
	    .hosts = "",
	    .timeout_ms = timeout_ms,
	    .is_validating = anchor != NULL,
	    .trust_anchor = anchor,
	};

	resolver_free(scene->resolver);
	scene->resolver = resolver_new(scene->loop, &options, &err);
	if (scene->resolver == NULL)
		fail_msg("%s", err.message);
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.anchor = "chainwatch-anchor-XXXXXX"};
	scene.loop = loop_new();
	scene.server = dns_server_new(scene.loop, rows);
	open_resolver(&scene, 5000, NULL);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	loop_timer_free(scene->timer);
	resolver_free(scene->resolver);
	dns_server_free(scene->server);
	loop_free(scene->loop);
	unlink(scene->anchor);
	return 0;
}

static void
on_result(void *arg, const struct lookup_result *result)
{
	struct scene *scene = arg;
	size_t count = 0;

	scene->calls++;
	scene->result = *result;
	ARRAY_EACH (record, &result->records.list) {
		if (record->host != NULL && count < 4)
			snprintf(scene->hosts[count++], 64, "%s", record->host);
	}
	if (result->records.list.len > 0)
		scene->first = result->records.list.items[0];
	loop_stop(scene->loop);
}

static void
look_up(struct scene *scene, const char *name, enum dns_type type)
{
	scene->calls = 0;
	(void)lookup_start(scene->resolver, name, type, on_result, scene);
	assert_int_equal(scene->calls, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 1);
}

static void
each_type_comes_with_its_records(void **state)
{
	struct scene *scene = *state;

	look_up(scene, "mail.test", DNS_TYPE_MX);
	assert_int_equal(scene->result.status, RESOLVE_OK);
	assert_int_equal(scene->result.security, LOOKUP_INSECURE);
	assert_int_equal(scene->result.records.list.len, 2);
	assert_string_equal(scene->hosts[0], "mx1.test");
	assert_string_equal(scene->hosts[1], "mx2.test");
	assert_int_equal(scene->result.records.ttl_s, 300);
	look_up(scene, "_imaps._tcp.mail.test", DNS_TYPE_SRV);
	assert_int_equal(scene->first.port, 993);
	look_up(scene, "_25._tcp.mx1.test", DNS_TYPE_TLSA);
	assert_int_equal(scene->result.records.list.len, 2);
	assert_int_equal(scene->first.usage, 3);
	assert_int_equal(scene->first.data_len, 3);
}

static void
an_alias_is_followed(void **state)
{
	struct scene *scene = *state;

	look_up(scene, "alias.test", DNS_TYPE_MX);
	assert_int_equal(scene->result.status, RESOLVE_OK);
	assert_non_null(scene->result.records.canonical);
	assert_int_equal(scene->result.records.list.len, 2);
}

static void
what_fails_has_its_status(void **state)
{
	static const struct {
		const char *name;
		enum resolve_status status;
		const char *word;
	} cases[] = {
	    {"nowhere.test", RESOLVE_NO_NAME, "NXDOMAIN"},
	    {"mx1.test", RESOLVE_NO_ADDRESS, "no such record"},
	    {"broken.test", RESOLVE_REFUSED, "SERVFAIL"},
	    {"garbage.test", RESOLVE_REFUSED, ""},
	    {"a..b", RESOLVE_REFUSED, "syntax"},
	};
	struct scene *scene = *state;

	/* Twice: failures come from libunbound's cache, too. */
	for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
		size_t at = i / 2;

		look_up(scene, cases[at].name, DNS_TYPE_MX);
		if (scene->result.status != cases[at].status ||
		    strstr(scene->result.detail, cases[at].word) == NULL)
			fail_msg("%s: %d, %s", cases[at].name,
			    scene->result.status, scene->result.detail);
		assert_int_equal(scene->result.security, LOOKUP_INSECURE);
	}
}

static void
silence_ends_at_our_deadline(void **state)
{
	struct scene *scene = *state;

	open_resolver(scene, 100, NULL);
	look_up(scene, "silent.test", DNS_TYPE_TLSA);
	assert_int_equal(scene->result.status, RESOLVE_TIMEOUT);
	assert_non_null(strstr(scene->result.detail, "within 100 ms"));
}

static void
stop(void *arg)
{
	loop_stop(((struct scene *)arg)->loop);
}

static void
turn_for(struct scene *scene, int64_t ms)
{
	loop_timer_free(scene->timer);
	scene->timer = loop_timer_new(scene->loop, stop, scene);
	loop_timer_set(scene->timer, ms);
	loop_run(scene->loop);
}

static void
cancelled_it_stays_silent(void **state)
{
	struct scene *scene = *state;
	struct lookup *lookup;

	lookup_cancel(lookup_start(
	    scene->resolver, "mail.test", DNS_TYPE_MX, on_result, scene));
	lookup = lookup_start(
	    scene->resolver, "silent.test", DNS_TYPE_MX, on_result, scene);
	/* Answered within the call that asks, told a turn later. */
	lookup_cancel(lookup_start(
	    scene->resolver, "a..b", DNS_TYPE_MX, on_result, scene));
	turn_for(scene, 50);
	lookup_cancel(lookup);
	(void)lookup_start(
	    scene->resolver, "silent.test", DNS_TYPE_MX, on_result, scene);
	resolver_free(scene->resolver);
	scene->resolver = NULL;
	turn_for(scene, 50);
	assert_int_equal(scene->calls, 0);
}

static void
write_anchor(struct scene *scene, const char *text)
{
	int fd;

	unlink(scene->anchor);
	snprintf(
	    scene->anchor, sizeof scene->anchor, "chainwatch-anchor-XXXXXX");
	fd = mkstemp(scene->anchor);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
}

#define ANCHOR \
	"test. IN DS 20326 8 2 " \
	"E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"

static void
what_should_be_signed_and_is_not_is_bogus(void **state)
{
	struct scene *scene = *state;

	write_anchor(scene, ANCHOR);
	open_resolver(scene, 5000, scene->anchor);
	assert_true(resolver_is_validating(scene->resolver));
	look_up(scene, "mail.test", DNS_TYPE_MX);
	assert_int_equal(scene->result.status, RESOLVE_REFUSED);
	assert_int_equal(scene->result.security, LOOKUP_BOGUS);
	assert_int_equal(scene->result.records.list.len, 0);
	assert_true(strlen(scene->result.detail) > 10);
}

static void
a_trust_anchor_that_is_none_is_an_error(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	struct resolver_options options = {
	    .server = dns_server_address(scene->server),
	    .hosts = "",
	    .is_validating = true,
	    .trust_anchor = "no/such/file",
	};

	assert_null(resolver_new(scene->loop, &options, &err));
	assert_non_null(strstr(err.message, "no/such/file"));
	write_anchor(scene, "; nothing but words\nhello\n");
	options.trust_anchor = scene->anchor;
	assert_null(resolver_new(scene->loop, &options, &err));
	assert_non_null(strstr(err.message, "DNSKEY"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		each_type_comes_with_its_records, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		an_alias_is_followed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_fails_has_its_status, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		silence_ends_at_our_deadline, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		cancelled_it_stays_silent, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_should_be_signed_and_is_not_is_bogus, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_trust_anchor_that_is_none_is_an_error, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
