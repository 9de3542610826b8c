/* The server on loopback, asked by blocking sockets between turns of the loop:
 * what it answers, and whom it does not let stay. */
#include "net/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "net/http_server_inside.h"

#define TURN_MS 5
#define TURNS 2000 /* ten seconds: nothing takes that long */
#define CLIENTS 8

struct scene {
	struct loop *loop;
	struct loop_timer *turn;
	struct http_server_options options;
	struct http_server *server;
	int fds[CLIENTS];
	char text[1u << 16]; /* what the last answer was */
	size_t len;
	unsigned pieces, freed, gone;
	bool is_waiting, is_broken;
	struct http_stream *stream;
	struct http_exchange *deferred;
};

static void
on_turn(void *arg)
{
	loop_stop(arg);
}

static void
run_for(struct scene *scene, int64_t ms)
{
	loop_timer_set(scene->turn, ms);
	loop_run(scene->loop);
}

static enum http_more
more(void *state, struct strbuf *ret_piece)
{
	struct scene *scene = state;

	if (scene->pieces == 0 && scene->is_waiting)
		return HTTP_MORE_LATER;
	if (scene->pieces == 0)
		return scene->is_broken ? HTTP_MORE_BROKEN : HTTP_MORE_END;
	scene->pieces--;
	for (int i = 0; i < 100; i++)
		strbuf_add(ret_piece, "0123456789");
	return HTTP_MORE;
}

static void
gone(void *arg)
{
	struct scene *scene = arg;

	scene->deferred = NULL;
	scene->gone++;
}

static void
forget(void *state)
{
	struct scene *scene = state;

	scene->freed++;
}

static void
list_query(void *arg, const char *name, const char *value)
{
	struct strbuf *words = arg;

	strbuf_addf(words, "[%s=%s]", name, value == NULL ? "-" : value);
}

static void
answer_with_queries(
    struct http_exchange *exchange, const struct http_reply *reply)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(1024);

	http_exchange_each_query(exchange, list_query, &words);
	http_exchange_answer(exchange, reply, strbuf_text(&words), words.len);
}

static void
on_exchange(void *arg, struct http_exchange *exchange)
{
	static const struct http_header header = {"X-Frame-Options", "DENY"};
	struct scene *scene = arg;
	const struct http_reply ok = {
	    200, "text/plain; charset=utf-8", &header, 1};
	const struct http_reply missing = {404, "text/plain", NULL, 0};
	const char *path = http_exchange_path(exchange);
	const char *name = http_exchange_query(exchange, "name");
	char words[256];

	if (strcmp(path, "/long") == 0) {
		scene->stream =
		    http_exchange_stream(exchange, &ok, more, forget, arg);
	} else if (strcmp(path, "/later") == 0) {
		scene->deferred = exchange;
		http_exchange_defer(exchange, gone, scene);
	} else if (strcmp(path, "/list") == 0) {
		answer_with_queries(exchange, &ok);
	} else if (strcmp(path, "/none") == 0) {
		return;
	} else if (strncmp(path, "/hello", 6) == 0) {
		snprintf(words, sizeof words, "path=%s name=%s host=%s", path,
		    name == NULL ? "-" : name,
		    http_exchange_header(exchange, "host"));
		http_exchange_answer(exchange, &ok, words, strlen(words));
	} else {
		http_exchange_answer(exchange, &missing, "", 0);
	}
}

static void
on_refused(UNUSED void *arg, struct http_exchange *exchange, int status,
    const char *words)
{
	const struct http_reply reply = {status, "text/refusal", NULL, 0};

	http_exchange_answer(exchange, &reply, words, strlen(words));
}

static void
begin(struct scene *scene)
{
	const struct http_server_functions functions = {
	    on_exchange, on_refused, scene};
	struct error err = ERROR_INIT;

	scene->server =
	    http_server_new(scene->loop, &scene->options, &functions, &err);
	assert_non_null(scene->server);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->loop = loop_new();
	scene->turn = loop_timer_new(scene->loop, on_turn, scene->loop);
	scene->options = http_server_options_default;
	assert_true(ip_address_parse("127.0.0.1", &scene->options.address));
	for (size_t i = 0; i < CLIENTS; i++)
		scene->fds[i] = -1;
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	for (size_t i = 0; i < CLIENTS; i++) {
		if (scene->fds[i] >= 0)
			close(scene->fds[i]);
	}
	http_server_free(scene->server);
	loop_timer_free(scene->turn);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

/* last: of the address in 127.0.0.0/24 that it comes from. */
static void
dial_from(struct scene *scene, size_t i, uint8_t last)
{
	const struct sockaddr_in from = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + last)};
	struct ip_address address = http_server_address(scene->server);
	struct sockaddr_in to = {
	    .sin_family = AF_INET, .sin_port = htons(address.port)};

	memcpy(&to.sin_addr, address.bytes, 4);
	scene->fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(scene->fds[i] >= 0);
	assert_int_equal(
	    bind(scene->fds[i], (const struct sockaddr *)&from, sizeof from),
	    0);
	assert_int_equal(
	    connect(scene->fds[i], (struct sockaddr *)&to, sizeof to), 0);
}

static void
dial(struct scene *scene, size_t i)
{
	dial_from(scene, i, 1);
}

static void
say(struct scene *scene, size_t i, const char *words)
{
	assert_int_equal(
	    send(scene->fds[i], words, strlen(words), MSG_NOSIGNAL),
	    strlen(words));
}

/* Reads until the server ends the connection; false: it does not. */
static bool
read_all(struct scene *scene, size_t i)
{
	scene->len = 0;
	for (int turn = 0; turn < TURNS; turn++) {
		ssize_t n = recv(scene->fds[i], scene->text + scene->len,
		    sizeof scene->text - 1 - scene->len, MSG_DONTWAIT);

		if (n > 0)
			scene->len += (size_t)n;
		scene->text[scene->len] = '\0';
		if (n == 0)
			return true;
		if (n < 0)
			run_for(scene, TURN_MS);
	}
	return false;
}

static size_t
connections(const struct scene *scene)
{
	return http_server_counts(scene->server).connections;
}

/* Until there are so many, and stay. */
static void
connections_come_to(struct scene *scene, size_t count)
{
	int calm = 0;

	for (int i = 0; i < TURNS && calm < 4; i++) {
		run_for(scene, TURN_MS);
		calm = connections(scene) == count ? calm + 1 : 0;
	}
	assert_int_equal(connections(scene), count);
	assert_int_equal(calm, 4);
}

static void
ask(struct scene *scene, const char *words)
{
	dial(scene, 0);
	say(scene, 0, words);
	assert_true(read_all(scene, 0));
	close(scene->fds[0]);
	scene->fds[0] = -1;
}

#define END " HTTP/1.1\r\nHost: watch.test\r\nConnection: close\r\n\r\n"

static void
says(const struct scene *scene, const char *words)
{
	if (strstr(scene->text, words) == NULL)
		fail_msg("no '%s' in: %s", words, scene->text);
}

static void
a_question_has_its_answer(void **state)
{
	struct scene *scene = *state;

	begin(scene);
	ask(scene, "GET /hello%20you?name=a%26b&other" END);
	says(scene, "HTTP/1.1 200 OK\r\n");
	says(scene, "Content-Type: text/plain; charset=utf-8\r\n");
	says(scene, "X-Frame-Options: DENY\r\n");
	says(scene, "path=/hello you name=a&b host=watch.test");
	ask(scene, "GET /elsewhere" END);
	says(scene, "HTTP/1.1 404 ");
	ask(scene, "GET /none" END);
	says(scene, "HTTP/1.1 500 ");
	assert_int_equal(http_server_counts(scene->server).requests, 3);
}

/* Who scrapes, and who reads a page and its style sheet. */
static void
a_connection_is_good_for_several(void **state)
{
	const char *request = "GET /hello?name=a HTTP/1.1\r\nHost: x\r\n\r\n";
	struct scene *scene = *state;

	begin(scene);
	dial(scene, 0);
	for (int i = 0; i < 3; i++) {
		say(scene, 0, request);
		run_for(scene, 20);
	}
	say(scene, 0, "GET /hello?name=last" END);
	assert_true(read_all(scene, 0));
	says(scene, "name=last");
	assert_int_equal(http_server_counts(scene->server).requests, 4);
}

static void
a_body_is_not_heard(void **state)
{
	struct scene *scene = *state;

	begin(scene);
	dial(scene, 0);
	say(scene, 0,
	    "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
	    "hello");
	assert_true(read_all(scene, 0));
	assert_null(strstr(scene->text, "path="));
}

static void
a_head_has_no_body(void **state)
{
	struct scene *scene = *state;

	begin(scene);
	ask(scene, "HEAD /hello" END);
	says(scene, "HTTP/1.1 200 OK\r\n");
	assert_null(strstr(scene->text, "path="));
}

static void
what_would_act_is_refused(void **state)
{
	static const char *const methods[] = {
	    "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
	struct scene *scene = *state;
	char words[256];

	begin(scene);
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		snprintf(words, sizeof words, "%s /hello" END, methods[i]);
		ask(scene, words);
		says(scene, "HTTP/1.1 405 ");
		says(scene, "Allow: GET, HEAD\r\n");
		says(scene, "Content-Type: text/refusal\r\n");
	}
	assert_int_equal(http_server_counts(scene->server).refused, 5);
}

static void
encoding_that_is_nonsense_is_refused(void **state)
{
	static const char *const targets[] = {"/hello%00x", "/hello%",
	    "/hello%2", "/hello%zz", "/hello%+1", "/hello?name=%00",
	    "/hello?%00=1", "/hello?name=a%4"};
	struct scene *scene = *state;
	char words[256];

	begin(scene);
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		snprintf(words, sizeof words, "GET %s" END, targets[i]);
		ask(scene, words);
		says(scene, "HTTP/1.1 400 ");
		says(scene, "Content-Type: text/refusal\r\n");
		assert_null(strstr(scene->text, "Allow: "));
		assert_null(strstr(scene->text, "path="));
	}
	assert_int_equal(http_server_counts(scene->server).refused, 8);
	ask(scene, "GET /hello%25%32%35?name=%2e%2e%2f" END);
	says(scene, "path=/hello%25 name=../ ");
}

static void
each_word_of_a_query_is_told_in_order(void **state)
{
	struct scene *scene = *state;

	begin(scene);
	ask(scene, "GET /list?a=1&b&a=2&c=&=d" END);
	says(scene, "[a=1][b=-][a=2][c=][=d]");
}

static void
a_long_answer_comes_in_pieces(void **state)
{
	struct scene *scene = *state;
	size_t digits = 0;

	begin(scene);
	scene->pieces = 40;
	ask(scene, "GET /long" END);
	for (size_t i = 0; i < scene->len; i++)
		digits += scene->text[i] == '7';
	assert_true(digits >= 4000 && digits < 4100);
	assert_int_equal(scene->freed, 1);
}

static void
begin_waiting(struct scene *scene, const char *words)
{
	begin(scene);
	dial(scene, 0);
	say(scene, 0, words);
	run_for(scene, 50);
}

static void
what_is_deferred_is_answered_later(void **state)
{
	const struct http_reply ok = {200, "text/plain", NULL, 0};
	struct scene *scene = *state;

	begin_waiting(scene, "GET /later" END);
	assert_non_null(scene->deferred);
	/* Others are answered meanwhile. */
	dial(scene, 1);
	say(scene, 1, "GET /hello" END);
	assert_true(read_all(scene, 1));
	says(scene, "path=/hello");
	http_exchange_answer(scene->deferred, &ok, "at last", 7);
	assert_true(read_all(scene, 0));
	says(scene, "HTTP/1.1 200 OK\r\n");
	says(scene, "at last");
	assert_int_equal(scene->gone, 0);
}

static void
what_is_deferred_may_be_streamed(void **state)
{
	const struct http_reply ok = {200, "text/plain", NULL, 0};
	struct scene *scene = *state;

	begin_waiting(scene, "GET /later" END);
	scene->pieces = 3;
	http_exchange_stream(scene->deferred, &ok, more, forget, scene);
	assert_true(read_all(scene, 0));
	says(scene, "0123456789");
	assert_int_equal(scene->freed, 1);
}

static void
an_end_tells_who_waits(void **state)
{
	struct scene *scene = *state;

	begin_waiting(scene, "GET /later" END);
	http_server_free(TAKE(scene->server));
	assert_int_equal(scene->gone, 1);
}

static void
a_stream_waits_for_more(void **state)
{
	struct scene *scene = *state;
	ssize_t n;

	scene->pieces = 1;
	scene->is_waiting = true;
	begin_waiting(scene, "GET /long" END);
	n = recv(scene->fds[0], scene->text, sizeof scene->text, MSG_DONTWAIT);
	assert_in_range(n, 1000, 2000);
	assert_int_equal(scene->freed, 0);
	scene->pieces = 1;
	scene->is_waiting = false;
	http_stream_wake(scene->stream);
	assert_true(read_all(scene, 0));
	assert_in_range(scene->len, 1000, 1100);
	assert_int_equal(scene->freed, 1);
}

static void
an_end_ends_a_stream_that_waits(void **state)
{
	struct scene *scene = *state;

	scene->is_waiting = true;
	begin_waiting(scene, "GET /long" END);
	http_server_free(TAKE(scene->server));
	assert_int_equal(scene->freed, 1);
}

/* Chunks without their end: nobody takes it for the whole. */
static void
a_stream_that_breaks_is_cut(void **state)
{
	struct scene *scene = *state;

	scene->pieces = 1;
	scene->is_broken = true;
	begin_waiting(scene, "GET /long" END);
	assert_true(read_all(scene, 0));
	says(scene, "0123456789");
	assert_null(strstr(scene->text, "\r\n0\r\n"));
	assert_int_equal(scene->freed, 1);
}

static void
who_goes_away_leaves_nothing(void **state)
{
	struct scene *scene = *state;

	begin(scene);
	scene->pieces = 1000000;
	dial(scene, 0);
	say(scene, 0, "GET /long" END);
	connections_come_to(scene, 1);
	close(scene->fds[0]);
	scene->fds[0] = -1;
	for (int i = 0; i < TURNS && scene->freed == 0; i++)
		run_for(scene, TURN_MS);
	assert_int_equal(scene->freed, 1);
	connections_come_to(scene, 0);
}

static void
headers_beyond_the_bound_are_refused(void **state)
{
	struct scene *scene = *state;
	char filler[4096];

	scene->options.max_header_bytes = 8192;
	begin(scene);
	memset(filler, 'a', sizeof filler - 1);
	filler[sizeof filler - 1] = '\0';
	dial(scene, 0);
	say(scene, 0, "GET /hello HTTP/1.1\r\nHost: a\r\nX: ");
	for (int i = 0; i < 4; i++) {
		(void)send(scene->fds[0], filler, strlen(filler), MSG_NOSIGNAL);
		run_for(scene, TURN_MS);
	}
	assert_true(read_all(scene, 0));
	says(scene, "HTTP/1.1 4");
	assert_null(strstr(scene->text, "path="));
}

static void
who_says_nothing_is_shown_out(void **state)
{
	struct scene *scene = *state;

	scene->options.idle_s = 1;
	begin(scene);
	dial(scene, 0);
	say(scene, 0, "GET /hel");
	assert_true(read_all(scene, 0));
	assert_null(strstr(scene->text, "200"));
}

/* A byte now and then keeps nobody here. */
/* Drips until it is shown out; how many milliseconds that took. */
static int64_t
drip(struct scene *scene, const char *words)
{
	int64_t began = loop_now_ms(scene->loop);
	int turns = 0;

	begin(scene);
	dial(scene, 0);
	say(scene, 0, words);
	connections_come_to(scene, 1);
	while (connections(scene) > 0 && turns++ < 400) {
		(void)send(scene->fds[0], "a", 1, MSG_NOSIGNAL);
		run_for(scene, 20);
	}
	assert_int_equal(connections(scene), 0);
	assert_int_equal(http_server_counts(scene->server).ended_for_age, 1);
	return loop_now_ms(scene->loop) - began;
}

static void
who_drips_is_shown_out(void **state)
{
	struct scene *scene = *state;

	scene->options.idle_s = 60;
	scene->options.age_s = 60;
	scene->options.header_s = 1;
	assert_true(drip(scene, "GET /hello HTTP/1.1\r\nX: ") >= 1000);
}

static void
who_drips_once_it_was_answered_has_more_time_and_an_end(void **state)
{
	struct scene *scene = *state;

	scene->options.idle_s = 60;
	scene->options.age_s = 2;
	scene->options.header_s = 1;
	assert_true(drip(scene,
			"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
			"GET /hello HTTP/1.1\r\nX: ") >= 2000);
}

static void
only_so_many_may_come(void **state)
{
	struct scene *scene = *state;

	scene->options.max_per_address = 4;
	begin(scene);
	for (size_t i = 0; i < CLIENTS; i++)
		dial(scene, i);
	connections_come_to(scene, 4);
	/* One goes, and another may come. */
	close(scene->fds[0]);
	connections_come_to(scene, 3);
	dial(scene, 0);
	say(scene, 0, "GET /hello" END);
	assert_true(read_all(scene, 0));
	says(scene, "HTTP/1.1 200 OK\r\n");
}

/* But for those through whom many come. */
static void
a_proxy_may_have_all_places(void **state)
{
	struct scene *scene = *state;

	scene->options.max_per_address = 1;
	assert_true(ip_address_parse("2001:db8::1",
	    &scene->options.proxies.items[scene->options.proxies.len++]));
	assert_true(ip_address_parse("127.0.0.1",
	    &scene->options.proxies.items[scene->options.proxies.len++]));
	begin(scene);
	for (size_t i = 0; i < CLIENTS; i++)
		dial_from(scene, i, 2);
	connections_come_to(scene, 1);
	for (size_t i = 0; i < CLIENTS; i++)
		close(scene->fds[i]);
	connections_come_to(scene, 0);
	for (size_t i = 0; i < CLIENTS; i++)
		dial(scene, i);
	connections_come_to(scene, CLIENTS);
	say(scene, CLIENTS - 1, "GET /hello" END);
	assert_true(read_all(scene, CLIENTS - 1));
	says(scene, "HTTP/1.1 200 OK\r\n");
}

static void
few_descriptors_are_few_places(void **state)
{
	static const struct {
		uint64_t descriptors;
		unsigned connections, per_address;
	} rows[] = {{1024, 100, 50}, {200, 100, 50}, {100, 50, 25}, {7, 3, 2},
	    {0, 2, 1}, {UINT64_MAX, 100, 50}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct http_server_options options =
		    http_server_options_default;

		http_server_options_fit(&options, rows[i].descriptors);
		assert_int_equal(options.max_connections, rows[i].connections);
		assert_int_equal(options.max_per_address, rows[i].per_address);
	}
}

/* Is the connection over? */
static bool
is_shown_out(const struct scene *scene, size_t i)
{
	char byte;

	return recv(scene->fds[i], &byte, 1, MSG_DONTWAIT) == 0;
}

/* Two sources hold all places and say nothing: a third is answered. It is the
 * one with the most that gives one up, its oldest. */
static void
who_only_sits_there_keeps_nobody_out(void **state)
{
	struct scene *scene = *state;

	scene->options.max_connections = 5;
	scene->options.max_per_address = 3;
	begin(scene);
	for (size_t i = 0; i < 2; i++)
		dial_from(scene, i, 1);
	run_for(scene, 20);
	for (size_t i = 2; i < 5; i++)
		dial_from(scene, i, 2);
	run_for(scene, 100);
	assert_int_equal(http_server_counts(scene->server).connections, 5);
	dial_from(scene, 5, 3);
	say(scene, 5, "GET /hello" END);
	assert_true(read_all(scene, 5));
	says(scene, "HTTP/1.1 200 OK\r\n");
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(is_shown_out(scene, i), i == 2);
}

/* Asked, too: a connection that is kept open holds no answer. */
static void
who_was_answered_and_stays_keeps_nobody_out(void **state)
{
	struct scene *scene = *state;

	scene->options.max_connections = 2;
	scene->options.idle_s = 60;
	begin(scene);
	for (size_t i = 0; i < 2; i++) {
		dial_from(scene, i, (uint8_t)(1 + i));
		say(scene, i, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
		run_for(scene, 50);
		assert_true(recv(scene->fds[i], scene->text, sizeof scene->text,
				MSG_DONTWAIT) > 0);
	}
	dial_from(scene, 2, 3);
	say(scene, 2, "GET /hello" END);
	assert_true(read_all(scene, 2));
	says(scene, "HTTP/1.1 200 OK\r\n");
	assert_true(is_shown_out(scene, 0));
	assert_false(is_shown_out(scene, 1));
}

/* Each has as many as who comes: he waits until one has his answer. */
static void
who_is_being_answered_is_not_cut_short(void **state)
{
	const struct http_reply ok = {200, "text/plain", NULL, 0};
	struct scene *scene = *state;

	scene->options.max_connections = 2;
	begin(scene);
	scene->pieces = 1000000;
	dial_from(scene, 0, 1);
	say(scene, 0, "GET /long" END);
	run_for(scene, 50);
	dial_from(scene, 1, 2);
	say(scene, 1, "GET /later" END);
	run_for(scene, 50);
	assert_non_null(scene->deferred);
	for (size_t i = 2; i < 4; i++) {
		dial_from(scene, i, 3);
		say(scene, i, "GET /hello" END);
	}
	run_for(scene, 200);
	assert_int_equal(http_server_counts(scene->server).requests, 2);
	http_exchange_answer(scene->deferred, &ok, "at last", 7);
	assert_true(read_all(scene, 1));
	says(scene, "at last");
	for (size_t i = 2; i < 4; i++) {
		assert_true(read_all(scene, i));
		says(scene, "path=/hello");
	}
	assert_int_equal(scene->freed, 0);
}

/* All places are taken by sources that read slowly, and none has more than
 * others by two: who of them knocks again is not what others wait behind. */
static void
who_has_his_share_keeps_nobody_waiting(void **state)
{
	struct scene *scene = *state;

	scene->options.max_connections = 4;
	scene->options.max_per_address = 8;
	begin(scene);
	scene->pieces = 1000000;
	for (size_t i = 0; i < 4; i++) {
		dial_from(scene, i, (uint8_t)(1 + i / 2));
		say(scene, i, "GET /long" END);
	}
	run_for(scene, 100);
	dial_from(scene, 4, 1);
	run_for(scene, 100);
	dial_from(scene, 5, 3);
	say(scene, 5, "GET /hello" END);
	assert_true(read_all(scene, 5));
	says(scene, "path=/hello");
	assert_int_equal(scene->freed, 1);
	assert_true(is_shown_out(scene, 4));
}

/* Whoever reads slowly at all places at once is cut short for others. */
static void
who_has_all_places_gives_one_up_in_the_middle_of_an_answer(void **state)
{
	struct scene *scene = *state;

	scene->options.max_connections = 3;
	begin(scene);
	scene->pieces = 1000000;
	for (size_t i = 0; i < 3; i++) {
		dial_from(scene, i, 1);
		say(scene, i, "GET /long" END);
	}
	run_for(scene, 100);
	dial_from(scene, 3, 2);
	say(scene, 3, "GET /hello" END);
	assert_true(read_all(scene, 3));
	says(scene, "path=/hello");
	assert_int_equal(scene->freed, 1);
}

/* Nobody can be let in, and nobody is there who would make room by going. */
static void
without_descriptors_it_waits_and_does_not_spin(void **state)
{
	struct scene *scene = *state;
	struct rlimit usual, none;
	uint64_t turns;

	begin(scene);
	run_for(scene, 20);
	dial(scene, 0);
	say(scene, 0, "GET /hello" END);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	none = (struct rlimit){3, usual.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	turns = loop_turns(scene->loop);
	run_for(scene, 800);
	turns = loop_turns(scene->loop) - turns;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	assert_in_range(turns, 1, 20);
	assert_true(read_all(scene, 0));
	says(scene, "HTTP/1.1 200 OK\r\n");
}

static struct ip_address
source_of(int family, const char *text)
{
	struct sockaddr_storage storage = {.ss_family = (sa_family_t)family};
	struct ip_address source;

	assert_int_equal(
	    inet_pton(family, text,
		family == AF_INET
		    ? (void *)&((struct sockaddr_in *)&storage)->sin_addr
		    : (void *)&((struct sockaddr_in6 *)&storage)->sin6_addr),
	    1);
	http_listen_source(&storage, &source);
	return source;
}

static void
is_one_source(bool is_one, struct ip_address a, struct ip_address b)
{
	assert_int_equal(ip_address_compare(&a, &b) == 0, is_one);
}

/* A host of IPv6 has 2^64 addresses to come from. */
static void
a_source_is_an_address_or_a_network(void **state)
{
	(void)state;
	is_one_source(true, source_of(AF_INET6, "2001:db8:1:2::1"),
	    source_of(AF_INET6, "2001:db8:1:2:ffff:ffff:ffff:ffff"));
	is_one_source(false, source_of(AF_INET6, "2001:db8:1:2::1"),
	    source_of(AF_INET6, "2001:db8:1:3::1"));
	is_one_source(false, source_of(AF_INET, "192.0.2.1"),
	    source_of(AF_INET, "192.0.2.2"));
	is_one_source(true, source_of(AF_INET, "192.0.2.1"),
	    source_of(AF_INET6, "::ffff:192.0.2.1"));
	is_one_source(false, source_of(AF_INET6, "::ffff:192.0.2.1"),
	    source_of(AF_INET6, "::ffff:192.0.2.2"));
}

static void
when_all_go_at_once_others_may_come(void **state)
{
	struct scene *scene = *state;

	scene->options.max_connections = 4;
	begin(scene);
	for (size_t i = 0; i < CLIENTS; i++)
		dial(scene, i);
	connections_come_to(scene, 4);
	for (size_t i = 0; i < CLIENTS; i++)
		close(scene->fds[i]);
	connections_come_to(scene, 0);
	dial(scene, 0);
	say(scene, 0, "GET /hello" END);
	assert_true(read_all(scene, 0));
	says(scene, "HTTP/1.1 200 OK\r\n");
}

static void
a_taken_port_is_an_error(void **state)
{
	struct scene *scene = *state;
	const struct http_server_functions functions = {
	    on_exchange, on_refused, scene};
	struct error err = ERROR_INIT;
	struct http_server_options options = http_server_options_default;

	begin(scene);
	options.address = http_server_address(scene->server);
	assert_null(http_server_new(scene->loop, &options, &functions, &err));
	assert_non_null(strstr(err.message, "cannot listen at 127.0.0.1:"));
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    CLAIM(a_question_has_its_answer),
	    CLAIM(a_connection_is_good_for_several),
	    CLAIM(a_body_is_not_heard),
	    CLAIM(a_head_has_no_body),
	    CLAIM(what_would_act_is_refused),
	    CLAIM(encoding_that_is_nonsense_is_refused),
	    CLAIM(each_word_of_a_query_is_told_in_order),
	    CLAIM(a_long_answer_comes_in_pieces),
	    CLAIM(what_is_deferred_is_answered_later),
	    CLAIM(what_is_deferred_may_be_streamed),
	    CLAIM(an_end_tells_who_waits),
	    CLAIM(a_stream_waits_for_more),
	    CLAIM(an_end_ends_a_stream_that_waits),
	    CLAIM(a_stream_that_breaks_is_cut),
	    CLAIM(who_goes_away_leaves_nothing),
	    CLAIM(headers_beyond_the_bound_are_refused),
	    CLAIM(who_says_nothing_is_shown_out),
	    CLAIM(who_drips_is_shown_out),
	    CLAIM(who_drips_once_it_was_answered_has_more_time_and_an_end),
	    CLAIM(only_so_many_may_come),
	    cmocka_unit_test(few_descriptors_are_few_places),
	    CLAIM(a_proxy_may_have_all_places),
	    CLAIM(who_only_sits_there_keeps_nobody_out),
	    CLAIM(who_was_answered_and_stays_keeps_nobody_out),
	    CLAIM(who_is_being_answered_is_not_cut_short),
	    CLAIM(who_has_his_share_keeps_nobody_waiting),
	    CLAIM(who_has_all_places_gives_one_up_in_the_middle_of_an_answer),
	    CLAIM(without_descriptors_it_waits_and_does_not_spin),
	    cmocka_unit_test(a_source_is_an_address_or_a_network),
	    CLAIM(when_all_go_at_once_others_may_come),
	    CLAIM(a_taken_port_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
