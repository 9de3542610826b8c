/*
 * The control socket as one who asks sees it: over a real socket, on a real
 * loop, with a store that has events.
 */
#include "control/control.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "control/peer.h"
#include "support/stored_events.h"
#include "support/temp_folder.h"

#define DEADLINE_MS 20000

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct loop_timer *deadline;
	struct store *store;
	struct control *control;
	char *path;
	/* of who asks */
	int fd;
	struct loop_watch *watch;
	struct strbuf said;
	const char *wanted; /* in what is said; NULL: the end */
	bool is_closed;
	/* of the reload */
	unsigned reloads;
	bool is_refused;
};

static void
on_deadline(UNUSED void *arg)
{
	fail_msg("nothing happened");
}

static bool
on_reload(void *arg, struct monitor_changes *ret_changes, struct error *err)
{
	struct scene *scene = arg;

	scene->reloads++;
	*ret_changes = (struct monitor_changes){.kept = 3, .added = 1};
	return !scene->is_refused ||
	    error_set(err, ERROR_INVALID, "x.yaml:1:1: unknown key 'y'");
}

static int
begin(void **state, int64_t late_ms)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct store_options stored = store_options_default;
	struct listener_options options = {.mode = 0600};
	struct control_parts parts = {
	    .clock = &clock_system,
	    .reload = on_reload,
	    .arg = scene,
	};
	struct error err = ERROR_INIT;

	temp_folder_make(&scene->folder);
	scene->fd = -1;
	scene->said = (struct strbuf)STRBUF_INIT(64u << 20);
	parts.loop = scene->loop = loop_new();
	scene->deadline = loop_timer_new(scene->loop, on_deadline, NULL);
	loop_timer_set(scene->deadline, DEADLINE_MS);
	stored.directory = scene->folder.path;
	stored.batch_ms = 1;
	stored.late_ms = late_ms;
	parts.store = scene->store = store_open(&stored, scene->loop, &err);
	assert_non_null(scene->store);
	scene->path = mem_strdup(temp_folder_path(&scene->folder, "control"));
	options.path = scene->path;
	scene->control = control_new(&parts, &options, &err);
	assert_non_null(scene->control);
	*state = scene;
	return 0;
}

/* However slow the disk is, it is not what these are about. */
static int
set_up(void **state)
{
	return begin(state, 0);
}

static int
set_up_hasty(void **state)
{
	return begin(state, 1);
}

static void
go_away(struct scene *scene)
{
	loop_watch_free(TAKE(scene->watch));
	if (scene->fd >= 0)
		close(scene->fd);
	scene->fd = -1;
	strbuf_clear(&scene->said);
	scene->is_closed = false;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	go_away(scene);
	control_free(scene->control);
	store_close(scene->store, 5000);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene->path);
	free(scene);
	return 0;
}

static void
on_ready(void *arg, UNUSED bool readable, UNUSED bool writable)
{
	struct scene *scene = arg;
	char chunk[65536];
	ssize_t n = recv(scene->fd, chunk, sizeof chunk, MSG_DONTWAIT);

	if (n > 0)
		strbuf_add_bytes(&scene->said, chunk, (size_t)n);
	scene->is_closed = n == 0;
	if (scene->is_closed)
		loop_watch_set(scene->watch, false, false);
	if (scene->is_closed ||
	    (scene->wanted != NULL &&
		strstr(strbuf_text(&scene->said), scene->wanted) != NULL))
		loop_stop(scene->loop);
}

static void
come(struct scene *scene)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	go_away(scene);
	scene->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(address.sun_path, scene->path, strlen(scene->path));
	assert_int_equal(
	    connect(scene->fd, (struct sockaddr *)&address, sizeof address), 0);
	scene->watch = loop_watch_new(scene->loop, scene->fd, on_ready, scene);
	loop_watch_set(scene->watch, true, false);
}

static void
say(struct scene *scene, const char *text)
{
	assert_int_equal(send(scene->fd, text, strlen(text), MSG_NOSIGNAL),
	    (ssize_t)strlen(text));
}

/* What is answered until the words come; NULL: until the end. */
static const char *
hear(struct scene *scene, const char *wanted)
{
	scene->wanted = wanted;
	loop_run(scene->loop);
	return strbuf_text(&scene->said);
}

static const char *
ask(struct scene *scene, const char *request)
{
	come(scene);
	say(scene, request);
	return hear(scene, NULL);
}

static void
assert_says(const char *answer, const char *words)
{
	if (strstr(answer, words) == NULL)
		fail_msg("'%s' is not in: %.500s", words, answer);
}

static size_t
line_count(const char *answer)
{
	size_t count = 0;

	for (; *answer != '\0'; answer++)
		count += *answer == '\n';
	return count;
}

static void
keep(struct scene *scene, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i <= to; i++)
		stored_event(scene->store, scene->loop, i, "chain-changed",
		    "notice", "");
}

static void
a_reload_says_what_came_of_it(void **state)
{
	struct scene *scene = *state;
	const char *answer = ask(scene, "{\"command\":\"reload\"}\n");

	assert_int_equal(scene->reloads, 1);
	assert_says(answer, "\"type\":\"reload\"");
	assert_says(answer, "\"kept\":3");
	assert_says(answer, "\"added\":1");
	assert_says(answer, "\"type\":\"end\"");
	assert_int_equal(line_count(answer), 2);
}

static void
a_reload_that_is_refused_says_why(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	scene->is_refused = true;
	answer = ask(scene, "{\"version\":1,\"command\":\"reload\"}\n");
	assert_says(answer, "\"type\":\"error\"");
	assert_says(answer, "unknown key 'y'");
	assert_int_equal(line_count(answer), 1);
}

/* Two daemons, and one of them is to reload. */
static void
a_reload_is_for_the_process_that_is_meant(void **state)
{
	struct scene *scene = *state;
	CLEANUP(free)
	char *own = mem_printf(
	    "{\"command\":\"reload\",\"process\":%d}\n", (int)getpid());
	CLEANUP(free)
	char *other = mem_printf(
	    "{\"command\":\"reload\",\"process\":%d}\n", (int)getppid());
	CLEANUP(free) char *who = mem_printf("\"process\":%d", (int)getpid());
	const char *answer = ask(scene, other);

	assert_says(answer, "\"type\":\"other-process\"");
	assert_says(answer, who);
	assert_says(answer, "\"type\":\"end\"");
	assert_int_equal(scene->reloads, 0);
	assert_says(ask(scene, own), "\"type\":\"reload\"");
	assert_int_equal(scene->reloads, 1);
}

static void
what_is_no_request_is_told_so(void **state)
{
	static const struct {
		const char *request, *words;
	} rows[] = {
	    {"hello\n", "one JSON object"},
	    {"[1]\n", "one JSON object"},
	    {"{}\n", "no 'command'"},
	    {"{\"command\":7}\n", "'command' is no text"},
	    {"{\"command\":\"dance\"}\n", "knows no command 'dance'"},
	    {"{\"command\":\"\\u001b[31m\"}\n", "\\\\x1b"},
	    {"{\"command\":\"reload\",\"command\":\"reload\"}\n",
		"one JSON object"},
	    {"{\"version\":2,\"command\":\"reload\"}\n", "older than who asks"},
	    {"{\"command\":\"reload\",\"process\":0}\n", "'process'"},
	    {"{\"command\":\"reload\",\"process\":\"1\"}\n", "'process'"},
	    {"{\"command\":\"events\",\"last\":-1}\n", "'last'"},
	    {"{\"command\":\"events\",\"last\":\"1\"}\n", "'last'"},
	    {"{\"command\":\"events\",\"follow\":1}\n", "'follow'"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *answer = ask(*state, rows[i].request);

		assert_says(answer, "\"type\":\"error\"");
		assert_says(answer, rows[i].words);
	}
	assert_int_equal(((struct scene *)*state)->reloads, 0);
}

static void
a_request_without_end_is_cut_off(void **state)
{
	struct scene *scene = *state;
	char block[4096];

	memset(block, ' ', sizeof block);
	come(scene);
	/* Not blocking: what the kernel takes before it is read is less. */
	for (size_t sent = 0; sent <= PEER_REQUEST_MAX;) {
		ssize_t n = send(scene->fd, block, sizeof block,
		    MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n > 0)
			sent += (size_t)n;
	}
	assert_says(hear(scene, NULL), "at most 65536 bytes");
}

static void
events_come_in_order_the_last_of_them(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep(scene, 1, 9);
	answer = ask(scene, "{\"command\":\"events\",\"last\":3}\n");
	assert_int_equal(line_count(answer), 4);
	assert_says(answer, "event 7\"");
	assert_true(strstr(answer, "event 8\"") > strstr(answer, "event 7\""));
	assert_says(answer, "event 9\"");
	assert_null(strstr(answer, "event 6\""));
}

static void
events_of_an_endpoint_are_those_that_fit(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep(scene, 1, 12); /* of e1.test:443, e2.test:443 ... */
	answer =
	    ask(scene, "{\"command\":\"events\",\"endpoint\":\"e1?.test\"}\n");
	assert_int_equal(line_count(answer), 4);
	assert_says(answer, "event 10\"");
	assert_says(answer, "event 12\"");
}

static void
many_events_come_page_by_page(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep(scene, 1, 450);
	answer = ask(scene, "{\"command\":\"events\",\"last\":10000}\n");
	assert_int_equal(line_count(answer), 451);
	assert_says(answer, "event 450\"");
}

static void
large_events_come_whole_however_many(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep(scene, 1, 150);
	stored_number(scene->store, scene->loop,
	    "UPDATE event SET payload = '{\"text\":\"' || "
	    "hex(zeroblob(50000)) || '\"}' RETURNING 1");
	answer = ask(scene, "{\"command\":\"events\",\"last\":150}\n");
	assert_int_equal(line_count(answer), 151);
	assert_true(scene->said.len > (size_t)150 * 100000);
	assert_says(strrchr(answer, '{'), "\"type\":\"end\"");
}

static void
who_follows_hears_what_happens(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, 2);
	come(scene);
	say(scene, "{\"command\":\"events\",\"last\":1,\"follow\":true}\n");
	assert_null(strstr(hear(scene, "event 2\""), "event 1\""));
	keep(scene, 3, 3);
	control_stored(scene->control);
	hear(scene, "event 3\"");
	assert_false(scene->is_closed);
	assert_null(strstr(strbuf_text(&scene->said), "\"end\""));
}

static bool
hang(UNUSED struct db *db, void *arg, UNUSED struct error *err)
{
	pthread_mutex_t *gate = arg;

	pthread_mutex_lock(gate);
	pthread_mutex_unlock(gate);
	return true;
}

static void
hang_done(UNUSED void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
}

/* Quiet would be taken for "nothing happens". */
static void
who_follows_hears_that_nothing_would_be_heard(void **state)
{
	struct scene *scene = *state;
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	const struct store_job job = {
	    .work = hang, .done = hang_done, .arg = &gate};

	keep(scene, 1, 1);
	come(scene);
	say(scene, "{\"command\":\"events\",\"last\":1,\"follow\":true}\n");
	hear(scene, "event 1\"");
	pthread_mutex_lock(&gate);
	assert_true(store_run(scene->store, &job));
	assert_says(hear(scene, "\"type\":\"stale\"}"), "\"stale_s\":");
	assert_false(scene->is_closed);
	pthread_mutex_unlock(&gate);
	keep(scene, 2, 2);
	control_stored(scene->control);
	hear(scene, "event 2\"");
	assert_null(strstr(strbuf_text(&scene->said), "\"end\""));
}

static void
who_goes_away_is_forgotten(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, 2);
	come(scene);
	say(scene, "{\"command\":\"events\",\"follow\":true}\n");
	hear(scene, "event 2\"");
	go_away(scene);
	control_stored(scene->control);
	keep(scene, 3, 3);
	assert_says(ask(scene, "{\"command\":\"events\"}\n"), "event 3\"");
}

static void
more_than_can_be_seated_wait_for_their_turn(void **state)
{
	struct scene *scene = *state;
	int fds[CONTROL_MAX_PEERS];
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	memcpy(address.sun_path, scene->path, strlen(scene->path));
	for (size_t i = 0; i < CONTROL_MAX_PEERS; i++) {
		fds[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(connect(fds[i], (struct sockaddr *)&address,
				     sizeof address),
		    0);
	}
	come(scene);
	say(scene, "{\"command\":\"reload\"}\n");
	keep(scene, 1, 1); /* the loop turns */
	assert_int_equal(scene->reloads, 0);
	for (size_t i = 0; i < CONTROL_MAX_PEERS; i++)
		close(fds[i]);
	assert_says(hear(scene, NULL), "\"type\":\"end\"");
	assert_int_equal(scene->reloads, 1);
}

/* Chains that hosts e0.test ... showed, one a second. */
static void
keep_seen(struct scene *scene, unsigned count)
{
	char sql[512];

	snprintf(sql, sizeof sql,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT "
	    "i + 1 FROM n WHERE i < %u) SELECT 'e' || i || '.test:443', "
	    "x'c0000201', 443, zeroblob(32), 1000 + i FROM n RETURNING 1",
	    count - 1);
	assert_int_equal(stored_number(scene->store, scene->loop, sql), 1);
}

static void
the_last_of_what_was_come_in_order(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep_seen(scene, 450);
	answer = ask(scene, "{\"command\":\"history\",\"last\":2}\n");
	assert_int_equal(line_count(answer), 3);
	assert_says(answer, "\"type\":\"history\"");
	assert_true(
	    strstr(answer, "e448.test:443") < strstr(answer, "e449.test:443"));
	assert_int_equal(
	    line_count(ask(scene, "{\"command\":\"history\"}\n")), 51);
}

static void
what_was_comes_page_by_page(void **state)
{
	struct scene *scene = *state;
	const char *answer;

	keep_seen(scene, 450);
	answer = ask(scene, "{\"command\":\"history\",\"since\":1001}\n");
	assert_int_equal(line_count(answer), 450);
	assert_null(strstr(answer, "\"e0.test"));
	assert_says(answer, "e449.test:443");
	answer = ask(scene,
	    "{\"command\":\"history\",\"since\":1001,\"pattern\":"
	    "\"e44?.test\"}\n");
	assert_int_equal(line_count(answer), 11);
	assert_says(ask(scene, "{\"command\":\"history\",\"last\":0}\n"),
	    "'last' is no whole number from 1 to 10000");
}

/* Asks for portions with the request's start, until there is no more; how many
 * lines came in all. */
static size_t
ask_on(struct scene *scene, const char *start, size_t limit, size_t *ret_rounds)
{
	char request[512], after[256] = "";
	size_t lines = 0;

	*ret_rounds = 0;
	do {
		const char *next;

		snprintf(request, sizeof request, "%s,\"limit\":%zu%s}\n",
		    start, limit, after);
		next = strstr(ask(scene, request), "\"next\":\"");
		assert_true(line_count(strbuf_text(&scene->said)) <= limit + 1);
		assert_says(strbuf_text(&scene->said), "\"type\":\"end\"");
		lines += line_count(strbuf_text(&scene->said)) - 1;
		after[0] = '\0';
		if (next != NULL)
			snprintf(after, sizeof after, ",\"after\":\"%.*s\"",
			    (int)strcspn(next + 8, "\""), next + 8);
		++*ret_rounds;
	} while (after[0] != '\0');
	return lines;
}

static void
portions_join_to_the_whole(void **state)
{
	struct scene *scene = *state;
	size_t rounds;

	keep(scene, 1, 100);
	keep_seen(scene, 450);
	assert_int_equal(
	    ask_on(scene, "{\"command\":\"events\",\"last\":100", 30, &rounds),
	    100);
	assert_int_equal(rounds, 4);
	assert_int_equal(
	    ask_on(scene, "{\"command\":\"events\",\"last\":100", 50, &rounds),
	    100);
	assert_int_equal(rounds, 2);
	assert_int_equal(
	    ask_on(scene, "{\"command\":\"history\",\"since\":1", 70, &rounds),
	    450);
	assert_int_equal(rounds, 7);
	assert_int_equal(ask_on(scene, "{\"command\":\"history\",\"last\":450",
			     450, &rounds),
	    450);
	assert_int_equal(rounds, 1);
}

static void
certificates_come_in_portions(void **state)
{
	struct scene *scene = *state;
	size_t rounds;

	assert_int_equal(
	    stored_number(scene->store, scene->loop,
		"INSERT INTO certificate (sha256, key_sha256, der, label, "
		"issuer_label, not_before, not_after, first_seen) "
		"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL "
		"SELECT i + 1 FROM n WHERE i < 119) SELECT "
		"CAST(printf('%032d', i) AS BLOB), x'', NULL, 'l' || "
		"i, 'ca', 1, 5000 + i / 10, 1 "
		"FROM n RETURNING 1"),
	    1);
	assert_int_equal(
	    ask_on(scene, "{\"command\":\"inventory\"", 25, &rounds), 120);
	assert_int_equal(rounds, 5);
	assert_int_equal(
	    ask_on(scene, "{\"command\":\"inventory\",\"pattern\":\"l1*\"", 10,
		&rounds),
	    31);
}

static void
a_portion_behind_nothing_known_is_refused(void **state)
{
	static const struct {
		const char *command, *after;
	} rows[] = {
	    {"events", "-1"},
	    {"events", "1x"},
	    {"events", ""},
	    {"events", "99999999999999999999"},
	    {"history", "1.2.3"},
	    {"history", "1.2.x.id"},
	    {"history",
		"1.2.3.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	    {"incidents", "nonsense"},
	    {"inventory", "5."},
	    {"inventory", "x.00"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char request[256];

		snprintf(request, sizeof request,
		    "{\"command\":\"%s\",\"after\":\"%s\"}\n", rows[i].command,
		    rows[i].after);
		assert_says(ask(*state, request), "'after' is no ");
	}
}

static void
who_leaves_in_the_middle_of_what_was_is_forgotten(void **state)
{
	struct scene *scene = *state;

	keep_seen(scene, 450);
	come(scene);
	say(scene, "{\"command\":\"history\",\"since\":1}\n");
	hear(scene, "e3.test");
	go_away(scene);
	assert_int_equal(
	    line_count(ask(scene, "{\"command\":\"history\"}\n")), 51);
}

static void
drop_line(void *arg, UNUSED const json_t *line)
{
	unsigned *lines = arg;

	++*lines;
}

static void
drop_end(void *arg, UNUSED const json_t *line, UNUSED const struct error *err)
{
	drop_line(arg, NULL);
}

static bool
takes_all(UNUSED const void *arg)
{
	return true;
}

/* Those that may, fail: of what is asked for, nothing is of its type. */
static bool
can_read(struct scene *scene, const char *command, unsigned *ret_lines)
{
	static const struct answer_outlet outlet = {
	    .line = drop_line,
	    .end = drop_end,
	    .has_room = takes_all,
	};
	const struct control_parts parts = {
	    .loop = scene->loop,
	    .store = scene->store,
	    .reload = on_reload,
	    .arg = scene,
	};
	struct answer *answer = answer_new(scene->loop, &outlet, ret_lines);
	json_t *request =
	    json_pack("{s:i, s:i, s:i}", "pattern", 7, "endpoint", 7, "id", 7);
	bool ok;

	*ret_lines = 0;
	ok = control_read(&parts, answer, command, request);
	json_decref(request);
	answer_free(answer);
	return ok;
}

static void
who_can_only_read_gets_no_command_that_acts(void **state)
{
	static const char *const acting[] = {
	    "ack", "probe", "reload", "silence", "none", ""};
	static const char *const reading[] = {
	    "events", "history", "incidents", "inventory", "show", "status"};
	struct scene *scene = *state;
	unsigned lines;

	for (size_t i = 0; i < sizeof acting / sizeof acting[0]; i++) {
		assert_false(can_read(scene, acting[i], &lines));
		assert_int_equal(lines, 0);
	}
	assert_int_equal(scene->reloads, 0);
	for (size_t i = 0; i < sizeof reading / sizeof reading[0]; i++) {
		assert_true(can_read(scene, reading[i], &lines));
		assert_int_equal(lines, 1);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_reload_says_what_came_of_it),
	    TEST(a_reload_that_is_refused_says_why),
	    TEST(a_reload_is_for_the_process_that_is_meant),
	    TEST(what_is_no_request_is_told_so),
	    TEST(a_request_without_end_is_cut_off),
	    TEST(events_come_in_order_the_last_of_them),
	    TEST(events_of_an_endpoint_are_those_that_fit),
	    TEST(many_events_come_page_by_page),
	    TEST(large_events_come_whole_however_many),
	    TEST(who_follows_hears_what_happens),
	    cmocka_unit_test_setup_teardown(
		who_follows_hears_that_nothing_would_be_heard, set_up_hasty,
		tear_down),
	    TEST(who_goes_away_is_forgotten),
	    TEST(more_than_can_be_seated_wait_for_their_turn),
	    TEST(the_last_of_what_was_come_in_order),
	    TEST(what_was_comes_page_by_page),
	    TEST(who_leaves_in_the_middle_of_what_was_is_forgotten),
	    TEST(portions_join_to_the_whole),
	    TEST(certificates_come_in_portions),
	    TEST(a_portion_behind_nothing_known_is_refused),
	    TEST(who_can_only_read_gets_no_command_that_acts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
