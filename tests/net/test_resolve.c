/* Names to addresses, against a scripted DNS server on loopback. */
#include "net/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/dns_server.h"

#define MAX_ADDRESSES 16

static const char garbage[] = "\x81\x80\0\1\0\1\0\0\0\0\3abc";

static const struct dns_row rows[] = {
    {.name = "both.test",
	.type = 1,
	.answers = {"A 192.0.2.1", "A 192.0.2.2"},
	.ttl_s = 300},
    {.name = "both.test",
	.type = 28,
	.answers = {"AAAA 2001:db8::1"},
	.ttl_s = 120},
    {.name = "four.test", .type = 1, .answers = {"A 192.0.2.4"}, .ttl_s = 60},
    {.name = "alias.test",
	.type = 1,
	.answers = {"CNAME middle.test", "CNAME four.test", "A 192.0.2.4"},
	.ttl_s = 60},
    {.name = "middle.test",
	.type = 0,
	.answers = {"CNAME four.test"},
	.ttl_s = 60},
    {.name = "empty.test", .type = 16},
    {.name = "broken.test", .type = 0, .rcode = 2},
    {.name = "refused.test", .type = 0, .rcode = 5},
    {.name = "garbage.test",
	.type = 0,
	.raw_answer = garbage,
	.raw_len = sizeof garbage - 1},
    {.name = "silent.test", .type = 0, .is_silent = true},
    {.name = "half.test", .type = 1, .answers = {"A 192.0.2.9"}, .ttl_s = 60},
    {.name = "half.test", .type = 28, .is_silent = true},
    {.name = "sick.test", .type = 1, .rcode = 2},
    {.name = "sick.test",
	.type = 28,
	.answers = {"AAAA 2001:db8::9"},
	.ttl_s = 60},
    {.name = "large.test",
	.type = 1,
	.answers = {"A 192.0.2.7"},
	.ttl_s = 60,
	.is_truncated_by_udp = true},
    {.name = NULL},
};

struct scene {
	struct loop *loop;
	struct dns_server *server;
	struct resolver *resolver;
	struct resolve_query *query;
	struct loop_timer *timer;
	char hosts[64];
	int calls, stop_after;
	enum resolve_status status;
	bool is_partial;
	int64_t ttl_s;
	size_t len;
	char addresses[MAX_ADDRESSES][IP_ADDRESS_TEXT_MAX];
	char detail[160];
	char aliases[160]; /* each with a blank behind it */
};

static void
open_resolver(struct scene *scene, int64_t timeout_ms)
{
	struct error err = ERROR_INIT;
	const struct resolver_options options = {
	    .server = dns_server_address(scene->server),
	    .hosts = scene->hosts,
	    .timeout_ms = timeout_ms,
	};

	resolver_free(scene->resolver);
	scene->resolver = resolver_new(scene->loop, &options, &err);
	if (scene->resolver == NULL)
		fail_msg("%s", err.message);
}

static void
write_file(char *path, const char *text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene =
	    (struct scene){.stop_after = 1, .hosts = "chainwatch-hosts-XXXXXX"};
	write_file(scene.hosts,
	    "127.0.0.1 localhost\n::1 localhost\n"
	    "what is this\n192.0.2.77 box.example box # ours\n"
	    "2001:db8::77 box.example\n");
	scene.loop = loop_new();
	scene.server = dns_server_new(scene.loop, rows);
	open_resolver(&scene, 5000);
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
	unlink(scene->hosts);
	return 0;
}

static void
on_result(void *arg, const struct resolve_result *result)
{
	struct scene *scene = arg;

	scene->query = NULL;
	scene->status = result->status;
	scene->is_partial = result->is_partial;
	scene->ttl_s = result->ttl_s;
	scene->len = 0;
	ARRAY_EACH (address, &result->addresses)
		ip_address_format(address, scene->addresses[scene->len++]);
	snprintf(scene->detail, sizeof scene->detail, "%s", result->detail);
	scene->aliases[0] = '\0';
	ARRAY_EACH (alias, &result->aliases) {
		size_t len = strlen(scene->aliases);

		snprintf(scene->aliases + len, sizeof scene->aliases - len,
		    "%s ", *alias);
	}
	if (++scene->calls == scene->stop_after)
		loop_stop(scene->loop);
}

static void
resolve(struct scene *scene, const char *name)
{
	scene->calls = 0;
	scene->query = resolve_start(scene->resolver, name, on_result, scene);
	assert_int_equal(scene->calls, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 1);
}

static void
both_families_come_as_one_with_the_smallest_ttl(void **state)
{
	struct scene *scene = *state;

	resolve(scene, "both.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 3);
	assert_string_equal(scene->addresses[0], "192.0.2.1");
	assert_string_equal(scene->addresses[1], "192.0.2.2");
	assert_string_equal(scene->addresses[2], "2001:db8::1");
	assert_int_equal(scene->ttl_s, 120);
	assert_false(scene->is_partial);
	assert_string_equal(scene->detail, "");
}

static void
one_family_is_enough_and_not_partial(void **state)
{
	struct scene *scene = *state;

	resolve(scene, "four.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 1);
	assert_false(scene->is_partial);
}

static void
an_alias_is_followed(void **state)
{
	struct scene *scene = *state;

	resolve(scene, "alias.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 1);
	assert_string_equal(scene->aliases, "middle.test four.test ");
	assert_string_equal(scene->addresses[0], "192.0.2.4");
}

static void
the_second_answer_comes_from_the_cache(void **state)
{
	struct scene *scene = *state;
	unsigned before;

	resolve(scene, "both.test");
	before = dns_server_questions(scene->server);
	resolve(scene, "BOTH.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 3);
	assert_int_equal(dns_server_questions(scene->server), before);
}

static void
what_was_forgotten_is_asked_for_anew(void **state)
{
	struct scene *scene = *state;
	unsigned before;

	resolve(scene, "both.test");
	before = dns_server_questions(scene->server);
	resolver_forget(scene->resolver);
	resolve(scene, "both.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 3);
	assert_true(dns_server_questions(scene->server) > before);
}

/* libunbound would say so for 5 s, without a question. */
static void
a_failure_that_is_remembered_is_asked_for_again(void **state)
{
	struct scene *scene = *state;
	unsigned before;

	open_resolver(scene, 20000);
	resolve(scene, "broken.test");
	assert_int_equal(scene->status, RESOLVE_REFUSED);
	before = dns_server_questions(scene->server);
	resolve(scene, "broken.test");
	assert_int_equal(scene->status, RESOLVE_REFUSED);
	assert_true(dns_server_questions(scene->server) > before);
}

static void
forgetting_lets_what_is_under_way_end(void **state)
{
	struct scene *scene = *state;

	scene->query =
	    resolve_start(scene->resolver, "both.test", on_result, scene);
	resolver_forget(scene->resolver);
	resolver_forget(scene->resolver);
	loop_run(scene->loop);
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 3);
	scene->query =
	    resolve_start(scene->resolver, "silent.test", on_result, scene);
	resolver_forget(scene->resolver);
	resolve_cancel(TAKE(scene->query));
}

static void
what_fails_has_its_status(void **state)
{
	static const struct {
		const char *name;
		enum resolve_status status;
		const char *word;
	} cases[] = {
	    {"nowhere.test", RESOLVE_NO_NAME, "no such name (NXDOMAIN)"},
	    {"empty.test", RESOLVE_NO_ADDRESS, "the name has no address"},
	    {"broken.test", RESOLVE_REFUSED, "SERVFAIL"},
	    {"refused.test", RESOLVE_REFUSED, "SERVFAIL"},
	    {"garbage.test", RESOLVE_REFUSED, "SERVFAIL"},
	    {"a..b", RESOLVE_REFUSED, "syntax"},
	};
	struct scene *scene = *state;

	/* Twice: failures come from libunbound's cache, too. */
	for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
		size_t at = i / 2;

		resolve(scene, cases[at].name);
		if (scene->status != cases[at].status ||
		    strstr(scene->detail, cases[at].word) == NULL ||
		    strchr(scene->detail, ':') != NULL)
			fail_msg("%s: %d, %s", cases[at].name, scene->status,
			    scene->detail);
		assert_int_equal(scene->len, 0);
		assert_int_equal(scene->ttl_s, 0);
	}
}

static void
silence_ends_at_our_deadline(void **state)
{
	struct scene *scene = *state;
	int64_t start = loop_now_ms(scene->loop);

	open_resolver(scene, 100);
	resolve(scene, "silent.test");
	assert_int_equal(scene->status, RESOLVE_TIMEOUT);
	assert_non_null(strstr(scene->detail, "within 100 ms"));
	assert_in_range(loop_now_ms(scene->loop) - start, 100, 3000);
}

static void
a_family_that_cannot_be_learned_leaves_the_other_and_says_so(void **state)
{
	struct scene *scene = *state;

	open_resolver(scene, 100);
	resolve(scene, "half.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 1);
	assert_true(scene->is_partial);
	assert_non_null(
	    strstr(scene->detail, "its IPv6 (AAAA) addresses: no answer"));
	resolve(scene, "sick.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_string_equal(scene->addresses[0], "2001:db8::9");
	assert_true(scene->is_partial);
	assert_non_null(
	    strstr(scene->detail, "its IPv4 (A) addresses: the server failed"));
}

static void
a_cut_answer_is_asked_for_again_by_tcp(void **state)
{
	struct scene *scene = *state;

	resolve(scene, "large.test");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_string_equal(scene->addresses[0], "192.0.2.7");
	assert_true(dns_server_tcp_questions(scene->server) >= 1);
}

static void
the_hosts_file_comes_first(void **state)
{
	struct scene *scene = *state;

	resolve(scene, "box.example");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 2);
	assert_string_equal(scene->addresses[0], "192.0.2.77");
	assert_string_equal(scene->addresses[1], "2001:db8::77");
	resolve(scene, "box");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_string_equal(scene->addresses[0], "192.0.2.77");
	resolve(scene, "localhost");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_string_equal(scene->addresses[0], "127.0.0.1");
	assert_int_equal(dns_server_questions(scene->server), 0);
}

static void
localhost_needs_no_hosts_file(void **state)
{
	struct scene *scene = *state;

	unlink(scene->hosts);
	scene->hosts[0] = '\0';
	open_resolver(scene, 1000);
	resolve(scene, "localhost");
	assert_int_equal(scene->status, RESOLVE_OK);
	assert_int_equal(scene->len, 2);
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
cancelled_before_the_first_turn_it_stays_silent(void **state)
{
	struct scene *scene = *state;

	resolve_cancel(
	    resolve_start(scene->resolver, "both.test", on_result, scene));
	turn_for(scene, 50);
	assert_int_equal(scene->calls, 0);
}

static void
cancelled_while_it_waits_it_stays_silent(void **state)
{
	struct scene *scene = *state;

	scene->query =
	    resolve_start(scene->resolver, "silent.test", on_result, scene);
	turn_for(scene, 50);
	assert_true(dns_server_questions(scene->server) > 0);
	resolve_cancel(scene->query);
	turn_for(scene, 50);
	assert_int_equal(scene->calls, 0);
}

/* hosts answers inside ub_resolve_event: done, not yet told. */
static void
cancelled_between_answer_and_callback_it_stays_silent(void **state)
{
	struct scene *scene = *state;

	resolve_cancel(
	    resolve_start(scene->resolver, "box.example", on_result, scene));
	turn_for(scene, 20);
	assert_int_equal(scene->calls, 0);
}

static void
freeing_the_resolver_cancels_all(void **state)
{
	struct scene *scene = *state;

	for (int i = 0; i < 5; i++) {
		resolve_start(scene->resolver, "silent.test", on_result, scene);
		resolve_start(scene->resolver, "box.example", on_result, scene);
	}
	resolver_free(scene->resolver);
	scene->resolver = NULL;
	turn_for(scene, 20);
	assert_int_equal(scene->calls, 0);
}

static void
free_in_callback(void *arg, const struct resolve_result *result)
{
	struct scene *scene = arg;

	assert_int_equal(result->status, RESOLVE_OK);
	resolver_free(scene->resolver);
	scene->resolver = NULL;
	loop_stop(scene->loop);
}

static void
the_resolver_may_be_freed_in_a_callback(void **state)
{
	struct scene *scene = *state;

	resolve_start(scene->resolver, "both.test", free_in_callback, scene);
	loop_run(scene->loop);
	assert_null(scene->resolver);
}

static void
many_at_once_all_come_back(void **state)
{
	struct scene *scene = *state;

	scene->stop_after = 600;
	for (int i = 0; i < 600; i++) {
		char name[32];

		snprintf(name, sizeof name, "n%d.test", i);
		resolve_start(scene->resolver, name, on_result, scene);
	}
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 600);
	assert_int_equal(scene->status, RESOLVE_NO_NAME);
}

static void
a_missing_file_or_a_bad_server_is_an_error(void **state)
{
	struct scene *scene = *state;
	const struct resolver_options conf = {
	    .resolv_conf = "nowhere/resolv.conf", .hosts = ""};
	const struct resolver_options hosts = {
	    .resolv_conf = "", .hosts = "nowhere/hosts"};
	const struct resolver_options server = {
	    .server = "not an address", .hosts = ""};
	struct error err = ERROR_INIT;

	assert_null(resolver_new(scene->loop, &server, &err));
	assert_non_null(strstr(err.message, "not an address"));
	assert_null(resolver_new(scene->loop, &conf, &err));
	assert_non_null(strstr(err.message, "nowhere/resolv.conf"));
	assert_null(resolver_new(scene->loop, &hosts, &err));
	assert_non_null(strstr(err.message, "nowhere/hosts"));
}

static void
resolv_conf_names_the_server(void **state)
{
	struct scene *scene = *state;
	char good[] = "chainwatch-resolv-XXXXXX";
	char bad[] = "chainwatch-resolv-XXXXXX";
	struct resolver_options options = {.resolv_conf = good, .hosts = ""};
	struct error err = ERROR_INIT;
	struct resolver *resolver;

	write_file(good, "search example.com\nnameserver 127.0.0.1\n");
	resolver = resolver_new(scene->loop, &options, &err);
	assert_non_null(resolver);
	assert_int_equal(err.kind, ERROR_NONE);
	resolver_free(resolver);
	options.hosts = scene->hosts;
	resolver = resolver_new(scene->loop, &options, &err);
	assert_non_null(resolver);
	assert_non_null(strstr(err.message, "make no sense are ignored: 1"));
	resolver_free(resolver);
	unlink(good);

	write_file(bad, "search example.com\n# nameserver 127.0.0.1\n");
	options.resolv_conf = bad;
	assert_null(resolver_new(scene->loop, &options, &err));
	assert_non_null(strstr(err.message, "names no nameserver"));
	unlink(bad);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(both_families_come_as_one_with_the_smallest_ttl),
	    TEST(one_family_is_enough_and_not_partial),
	    TEST(an_alias_is_followed),
	    TEST(the_second_answer_comes_from_the_cache),
	    TEST(what_was_forgotten_is_asked_for_anew),
	    TEST(a_failure_that_is_remembered_is_asked_for_again),
	    TEST(forgetting_lets_what_is_under_way_end),
	    TEST(what_fails_has_its_status),
	    TEST(silence_ends_at_our_deadline),
	    TEST(a_family_that_cannot_be_learned_leaves_the_other_and_says_so),
	    TEST(a_cut_answer_is_asked_for_again_by_tcp),
	    TEST(the_hosts_file_comes_first),
	    TEST(localhost_needs_no_hosts_file),
	    TEST(cancelled_before_the_first_turn_it_stays_silent),
	    TEST(cancelled_while_it_waits_it_stays_silent),
	    TEST(cancelled_between_answer_and_callback_it_stays_silent),
	    TEST(freeing_the_resolver_cancels_all),
	    TEST(the_resolver_may_be_freed_in_a_callback),
	    TEST(many_at_once_all_come_back),
	    TEST(a_missing_file_or_a_bad_server_is_an_error),
	    TEST(resolv_conf_names_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
