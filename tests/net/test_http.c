/* HTTP requests against a receiver that misbehaves as told. */
#include "net/http.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/http_receiver.h"

#define HOST "hooks.example.test"
#define LONG_AFTER INT64_C(4000000000) /* 2096 */

struct scene {
	struct loop *loop;
	struct resolver *resolver;
	struct http *http;
	char hosts[64], ca_file[64];
	const struct mint *root;
	struct tls_script script;
	struct http_receiver *receiver;
	unsigned done_count;
	struct http_result result; /* body as text below */
	char *body;
};

static void
write_file(char path[64], const char *text)
{
	int fd;

	snprintf(path, 64, "/tmp/test_http.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct resolver_options options = {.resolv_conf = ""};
	struct error err = ERROR_INIT;
	CLEANUP(free) char *pem = NULL;

	signal(SIGPIPE, SIG_IGN);
	write_file(scene->hosts, "127.0.0.1 " HOST " other.example.test\n");
	options.hosts = scene->hosts;
	/* libcurl has no clock but the wall's: dates that hold for long. */
	scene->root = MINT(.subject = "CN=Hook Root", .is_ca = true,
	    .not_before = 1, .not_after = LONG_AFTER);
	scene->script.chain[0] =
	    MINT(.subject = "CN=" HOST, .issuer = scene->root,
		.names = "DNS:" HOST, .not_before = 1, .not_after = LONG_AFTER);
	pem = mint_pem(scene->root);
	write_file(scene->ca_file, pem);
	scene->loop = loop_new();
	scene->resolver = resolver_new(scene->loop, &options, &err);
	assert_non_null(scene->resolver);
	scene->http = http_new(scene->loop, scene->resolver);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	http_free(scene->http);
	resolver_free(scene->resolver);
	loop_free(scene->loop);
	http_receiver_stop(scene->receiver);
	unlink(scene->hosts);
	unlink(scene->ca_file);
	free(scene->body);
	free(scene);
	return 0;
}

static void
on_done(void *arg, const struct http_result *result)
{
	struct scene *scene = arg;

	scene->done_count++;
	scene->result = *result;
	free(scene->body);
	scene->body = mem_strdup((const char *)result->body);
	loop_stop(scene->loop);
}

static void
receive_plain(struct scene *scene, struct receiver_answer answer)
{
	scene->receiver = http_receiver_start(NULL);
	http_receiver_plan(scene->receiver, &answer, 1);
}

/* Posts and waits for the end; url NULL: the receiver's. */
static enum http_outcome
post(struct scene *scene, const char *url, struct http_options options)
{
	CLEANUP(free)
	char *own = scene->receiver == NULL
	    ? NULL
	    : http_receiver_url(scene->receiver, NULL, "/in");

	options.url = url == NULL ? own : url;
	options.method = options.method == NULL ? "POST" : options.method;
	scene->done_count = 0;
	http_start(scene->http, &options, on_done, scene);
	assert_int_equal(scene->done_count, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->done_count, 1);
	return scene->result.outcome;
}

static void
a_body_is_posted_and_answered(void **state)
{
	struct scene *scene = *state;
	struct texts headers = {0};
	CLEANUP(free) char *seen = NULL;

	receive_plain(
	    scene, (struct receiver_answer){.status = 202, .body = "taken"});
	texts_add(&headers, "X-Test: yes");
	assert_int_equal(post(scene, NULL,
			     (struct http_options){
				 .headers = &headers,
				 .body = "hello",
				 .body_len = 5,
			     }),
	    HTTP_ANSWERED);
	texts_clear(&headers);
	assert_int_equal(scene->result.status, 202);
	assert_string_equal(scene->body, "taken");
	assert_string_equal(http_receiver_body(scene->receiver, 0), "hello");
	assert_memory_equal(
	    http_receiver_head(scene->receiver, 0), "POST /in HTTP/1.1", 17);
	seen = http_receiver_header(scene->receiver, 0, "x-test");
	assert_string_equal(seen, "yes");
	assert_null(http_receiver_header(scene->receiver, 0, "expect"));
}

static void
a_get_has_no_body(void **state)
{
	struct scene *scene = *state;

	receive_plain(
	    scene, (struct receiver_answer){.status = 200, .body = "here"});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){.method = "GET"}),
	    HTTP_ANSWERED);
	assert_string_equal(scene->body, "here");
	assert_memory_equal(
	    http_receiver_head(scene->receiver, 0), "GET /in ", 8);
}

static void
a_name_is_resolved_by_us_and_verified(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	scene->receiver = http_receiver_start(&scene->script);
	url = http_receiver_url(scene->receiver, HOST, "/in");
	assert_int_equal(
	    post(scene, url, (struct http_options){.ca_file = scene->ca_file}),
	    HTTP_ANSWERED);
	assert_int_equal(scene->result.status, 204);
}

static void
a_ca_that_is_not_given_is_not_trusted(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	scene->receiver = http_receiver_start(&scene->script);
	url = http_receiver_url(scene->receiver, HOST, "/in");
	assert_int_equal(
	    post(scene, url, (struct http_options){0}), HTTP_NOT_TRUSTED);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
}

static void
another_name_is_not_trusted(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	scene->receiver = http_receiver_start(&scene->script);
	url = http_receiver_url(scene->receiver, "other.example.test", "/in");
	assert_int_equal(
	    post(scene, url, (struct http_options){.ca_file = scene->ca_file}),
	    HTTP_NOT_TRUSTED);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
}

static void
a_ca_file_that_is_missing_is_said(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	scene->receiver = http_receiver_start(&scene->script);
	url = http_receiver_url(scene->receiver, HOST, "/in");
	assert_int_equal(
	    post(scene, url, (struct http_options){.ca_file = "/nowhere.pem"}),
	    HTTP_NOT_TRUSTED);
	assert_non_null(strstr(scene->result.detail, "CA certificates"));
}

static void
a_name_that_does_not_resolve_is_said(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(
	    post(scene, "http://nobody.invalid/", (struct http_options){0}),
	    HTTP_NO_ADDRESS);
}

static void
nobody_listening_is_not_connected(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	scene->receiver = http_receiver_start(NULL);
	url = http_receiver_url(scene->receiver, NULL, "/in");
	http_receiver_stop(TAKE(scene->receiver));
	assert_int_equal(
	    post(scene, url, (struct http_options){0}), HTTP_NOT_CONNECTED);
	assert_null(strstr(scene->result.detail, "/in"));
}

static void
a_redirect_is_an_answer_and_not_followed(void **state)
{
	struct scene *scene = *state;

	receive_plain(scene,
	    (struct receiver_answer){
		.status = 302, .headers = "Location: /elsewhere\r\n"});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_ANSWERED);
	assert_int_equal(scene->result.status, 302);
	assert_int_equal(http_receiver_count(scene->receiver), 1);
}

static void
retry_after_is_handed_on_in_seconds(void **state)
{
	static const struct {
		const char *headers;
		int64_t seconds;
	} rows[] = {
	    {"Retry-After:  120 \r\n", 120},
	    {"retry-after: 0\r\n", 0},
	    {NULL, 0},
	    {"Retry-After: soon\r\n", 0},
	    {"Retry-After: -5\r\n", 0},
	    /* A date that has passed, one far away, a number as far. */
	    {"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 0},
	    {"Retry-After: Tue, 31 Dec 2999 23:59:59 GMT\r\n",
		HTTP_RETRY_AFTER_MAX_S},
	    {"Retry-After: 99999999999\r\n", HTTP_RETRY_AFTER_MAX_S},
	};
	struct scene *scene = *state;

	receive_plain(scene, (struct receiver_answer){.status = 200});
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		http_receiver_plan(scene->receiver,
		    &(struct receiver_answer){
			.status = 429, .headers = rows[i].headers},
		    1);
		assert_int_equal(
		    post(scene, NULL, (struct http_options){0}), HTTP_ANSWERED);
		assert_int_equal(scene->result.retry_after_s, rows[i].seconds);
	}
}

static void
a_receiver_that_hangs_meets_the_deadline(void **state)
{
	struct scene *scene = *state;

	receive_plain(scene, (struct receiver_answer){.act = RECEIVER_HANG});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){.timeout_ms = 100}),
	    HTTP_TIMEOUT);
}

static void
a_slow_drip_meets_the_deadline(void **state)
{
	struct scene *scene = *state;

	receive_plain(scene, (struct receiver_answer){.act = RECEIVER_DRIP});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){.timeout_ms = 150}),
	    HTTP_TIMEOUT);
}

static void
a_reset_and_an_early_end_are_told(void **state)
{
	static const enum receiver_act acts[] = {
	    RECEIVER_RESET, RECEIVER_CLOSE};
	struct scene *scene = *state;

	receive_plain(scene, (struct receiver_answer){.act = acts[0]});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_BROKEN);
	http_receiver_plan(
	    scene->receiver, &(struct receiver_answer){.act = acts[1]}, 1);
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_BROKEN);
	assert_true(scene->result.detail[0] != '\0');
}

static void
an_answer_above_the_limit_ends_it(void **state)
{
	struct scene *scene = *state;

	receive_plain(
	    scene, (struct receiver_answer){.status = 200, .filler_len = 1001});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){.max_bytes = 1000}),
	    HTTP_TOO_LARGE);
	assert_int_equal(scene->result.status, 200);
	assert_int_equal(
	    post(scene, NULL, (struct http_options){.max_bytes = 1001}),
	    HTTP_ANSWERED);
}

/* An answer with so many bytes of headers at least, in short lines. Static:
 * the receiver may be at it when the test has ended. */
static struct receiver_answer
with_headers(char *raw, size_t size, size_t least)
{
	size_t len = (size_t)snprintf(
	    raw, size, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");

	while (len < least)
		len += (size_t)snprintf(
		    raw + len, size - len, "X-Filler: 0123456789abcdef\r\n");
	len += (size_t)snprintf(raw + len, size - len, "\r\n");
	assert_true(len < size);
	return (struct receiver_answer){.raw = raw, .raw_len = len};
}

static void
headers_above_the_limit_end_it(void **state)
{
	static char well[2 * HTTP_HEADERS_MAX_BYTES];
	static char ill[2 * HTTP_HEADERS_MAX_BYTES];
	struct scene *scene = *state;
	struct receiver_answer answer;

	receive_plain(scene,
	    with_headers(well, sizeof well, HTTP_HEADERS_MAX_BYTES - 100));
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_ANSWERED);
	answer = with_headers(ill, sizeof ill, HTTP_HEADERS_MAX_BYTES);
	http_receiver_plan(scene->receiver, &answer, 1);
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_TOO_LARGE);
}

static bool
allow_none(void *arg, const struct ip_address *address)
{
	*(struct ip_address *)arg = *address;
	return false;
}

static void
an_address_that_is_not_allowed_is_not_connected_to(void **state)
{
	struct scene *scene = *state;
	struct ip_address asked = {0};

	receive_plain(scene, (struct receiver_answer){.status = 200});
	assert_int_equal(post(scene, NULL,
			     (struct http_options){
				 .is_allowed = allow_none,
				 .is_allowed_arg = &asked,
			     }),
	    HTTP_REFUSED_ADDRESS);
	assert_int_equal(asked.family, 4);
	assert_int_equal(asked.bytes[0], 127);
	assert_int_equal(http_receiver_count(scene->receiver), 0);
}

static void
a_bad_url_ends_like_all_else(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(
	    post(scene, "gopher://x/", (struct http_options){0}), HTTP_BAD_URL);
}

static void
the_proxy_of_the_environment_is_not_asked(void **state)
{
	struct scene *scene = *state;

	setenv("http_proxy", "http://127.0.0.1:9/", 1);
	receive_plain(scene, (struct receiver_answer){.status = 200});
	assert_int_equal(
	    post(scene, NULL, (struct http_options){0}), HTTP_ANSWERED);
	unsetenv("http_proxy");
}

static void
stop(void *arg)
{
	loop_stop(arg);
}

/* Cancelled at any moment it leaves nothing behind (ASan) and tells nothing. */
static void
a_request_can_be_cancelled_at_any_moment(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;
	struct loop_timer *timer =
	    loop_timer_new(scene->loop, stop, scene->loop);

	scene->receiver = http_receiver_start(&scene->script);
	url = http_receiver_url(scene->receiver, HOST, "/in");
	for (int64_t ms = 0; ms < 12; ms++) {
		struct http_request *request;
		struct http_options options = {
		    .url = url, .method = "POST", .ca_file = scene->ca_file};

		http_receiver_plan(scene->receiver,
		    &(struct receiver_answer){.act = RECEIVER_DRIP}, 1);
		request = http_start(scene->http, &options, on_done, scene);
		if (ms > 0) {
			loop_timer_set(timer, ms);
			loop_run(scene->loop);
		}
		http_cancel(request);
	}
	loop_timer_free(timer);
	assert_int_equal(scene->done_count, 0);
}

static void
free_all(void *arg, const struct http_result *result)
{
	struct scene *scene = arg;

	http_free(TAKE(scene->http));
	scene->done_count++;
	loop_stop(scene->loop);
}

static void
all_may_be_freed_where_the_end_is_told(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free) char *url = NULL;

	receive_plain(scene, (struct receiver_answer){.status = 200});
	url = http_receiver_url(scene->receiver, NULL, "/in");
	for (int i = 0; i < 3; i++) {
		struct http_options options = {.url = url, .method = "GET"};

		http_start(scene->http, &options, free_all, scene);
	}
	loop_run(scene->loop);
	assert_int_equal(scene->done_count, 1);
}

static void
another_resolver_takes_over_open_questions(void **state)
{
	struct scene *scene = *state;
	struct resolver_options options = {
	    .resolv_conf = "", .hosts = scene->hosts};
	struct resolver *old = scene->resolver;
	struct http_options request = {.method = "GET"};
	CLEANUP(free) char *url = NULL;

	receive_plain(scene, (struct receiver_answer){.status = 200});
	url = http_receiver_url(scene->receiver, HOST, "/in");
	request.url = url;
	http_start(scene->http, &request, on_done, scene);
	scene->resolver = resolver_new(scene->loop, &options, NULL);
	http_set_resolver(scene->http, scene->resolver);
	resolver_free(old);
	loop_run(scene->loop);
	assert_int_equal(scene->result.outcome, HTTP_ANSWERED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_body_is_posted_and_answered),
	    TEST(a_get_has_no_body),
	    TEST(a_name_is_resolved_by_us_and_verified),
	    TEST(a_ca_that_is_not_given_is_not_trusted),
	    TEST(another_name_is_not_trusted),
	    TEST(a_ca_file_that_is_missing_is_said),
	    TEST(a_name_that_does_not_resolve_is_said),
	    TEST(nobody_listening_is_not_connected),
	    TEST(a_redirect_is_an_answer_and_not_followed),
	    TEST(retry_after_is_handed_on_in_seconds),
	    TEST(a_receiver_that_hangs_meets_the_deadline),
	    TEST(a_slow_drip_meets_the_deadline),
	    TEST(a_reset_and_an_early_end_are_told),
	    TEST(an_answer_above_the_limit_ends_it),
	    TEST(headers_above_the_limit_end_it),
	    TEST(an_address_that_is_not_allowed_is_not_connected_to),
	    TEST(a_bad_url_ends_like_all_else),
	    TEST(the_proxy_of_the_environment_is_not_asked),
	    TEST(a_request_can_be_cancelled_at_any_moment),
	    TEST(all_may_be_freed_where_the_end_is_told),
	    TEST(another_resolver_takes_over_open_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
