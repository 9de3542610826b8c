/* A request that is answered by what the store has, and whoever does not wait
 * for that. The server is the fake one, the requests are web.c's. */
#include "web/request.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/fake_http.h"
#include "support/inline_store.h"
#include "web/request_inside.h"

struct scene {
	struct inline_store kept;
	struct web web;
	bool is_broken, is_twice, is_silent, is_hanging;
	unsigned works, dones, frees;
};

static bool
work(UNUSED struct db *db, void *arg, struct error *err)
{
	struct scene *scene = arg;

	scene->works++;
	return !scene->is_broken || error_set(err, ERROR_INVALID, "broken");
}

static void done(struct web_request *request, void *arg);

static void
free_read(void *arg)
{
	struct scene *scene = arg;

	scene->frees++;
}

static void
done(struct web_request *request, void *arg)
{
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(100);
	struct scene *scene = arg;
	const struct web_read again = {work, done, free_read, scene};

	scene->dones++;
	strbuf_addf(&body, "read %s", web_request_query(request, "q"));
	if (scene->is_silent)
		return;
	if (scene->is_twice && scene->dones == 1)
		web_read_store(request, &again);
	else
		web_answer(request, 200, "text/plain", &body);
}

static void
on_exchange(void *arg, struct http_exchange *exchange)
{
	struct scene *scene = arg;
	const struct web_read read = {work, done, free_read, scene};
	struct web_request *request = web_request_new(&scene->web, exchange);

	if (scene->is_hanging)
		web_wait(request, free_read, scene);
	else
		web_read_store(request, &read);
	web_request_settle(request);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct error err = ERROR_INIT;

	inline_store_open(&scene->kept);
	scene->web.parts.loop = scene->kept.loop;
	scene->web.parts.clock = &clock_system;
	scene->web.parts.store = scene->kept.store;
	scene->web.server =
	    http_server_new(scene->kept.loop, &http_server_options_default,
		&(const struct http_server_functions){
		    .answer = on_exchange, .arg = scene},
		&err);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	http_server_free(scene->web.server);
	inline_store_close(&scene->kept);
	free(scene);
	return 0;
}

static void
what_was_read_is_answered(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer =
	    fake_http_get(scene->kept.loop, "/?q=1%202");

	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->body, "read 1 2");
	assert_int_equal(scene->frees, 1);
}

static void
one_read_may_lead_to_another(void **state)
{
	struct scene *scene = *state;

	scene->is_twice = true;
	assert_int_equal(fake_http_get(scene->kept.loop, "/?q=1")->status, 200);
	assert_int_equal(scene->works, 2);
	assert_int_equal(scene->frees, 2);
}

static void
what_cannot_be_read_is_said(void **state)
{
	struct scene *scene = *state;

	scene->is_broken = true;
	assert_int_equal(fake_http_get(scene->kept.loop, "/")->status, 503);
	assert_int_equal(scene->dones, 0);
	assert_int_equal(scene->frees, 1);
	scene->web.parts.store = NULL;
	assert_int_equal(fake_http_get(scene->kept.loop, "/")->status, 503);
	assert_int_equal(scene->frees, 2);
}

static bool
fill(struct db *db, UNUSED void *arg, struct error *err)
{
	return db_exec(db,
	    "CREATE TABLE IF NOT EXISTS ballast (bytes);"
	    "INSERT INTO ballast VALUES (zeroblob(1000000))",
	    err);
}

static void
filled(UNUSED void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
}

/* Something is to be written, and there is no room for it until heal. */
static void
fill_disk(struct scene *scene)
{
	static const struct store_job job = {.work = fill, .done = filled};

	inline_store_run(&scene->kept, "PRAGMA max_page_count = 40");
	assert_true(store_run(scene->kept.store, &job));
}

static void
heal(struct scene *scene)
{
	inline_store_run(&scene->kept, "PRAGMA max_page_count = 4000");
	fake_loop_run_for(scene->kept.loop, 60000);
	assert_false(store_is_failing(scene->kept.store));
}

/* Places are few: nobody holds one for as long as a disk hangs. */
static void
what_is_not_read_in_time_is_given_up(void **state)
{
	struct scene *scene = *state;
	const struct fake_answer *answer;

	scene->is_hanging = true;
	answer = fake_http_get(scene->kept.loop, "/");
	assert_int_equal(answer->status, 503);
	assert_non_null(strstr(answer->body, "no answer in time"));
	assert_int_equal(scene->dones, 0);
	assert_int_equal(scene->frees, 1);
}

static void
a_store_that_cannot_be_written_is_read(void **state)
{
	struct scene *scene = *state;

	fill_disk(scene);
	assert_int_equal(fake_http_get(scene->kept.loop, "/?q=1")->status, 200);
	fake_loop_run_for(scene->kept.loop, 1000);
	assert_true(store_is_failing(scene->kept.store));
	assert_int_equal(fake_http_get(scene->kept.loop, "/?q=1")->status, 200);
	assert_int_equal(scene->dones, 2);
	heal(scene);
	assert_int_equal(fake_http_get(scene->kept.loop, "/?q=1")->status, 200);
}

static void
whoever_answers_nothing_is_answered_for(void **state)
{
	struct scene *scene = *state;

	scene->is_silent = true;
	assert_int_equal(fake_http_get(scene->kept.loop, "/?q=1")->status, 500);
}

static void
who_does_not_wait_leaves_nothing(void **state)
{
	struct scene *scene = *state;

	fake_http_begin(scene->kept.loop, "/");
	assert_true(fake_http_is_waiting());
	fake_http_abandon();
	fake_loop_run_for(scene->kept.loop, 1000);
	assert_int_equal(scene->works, 1);
	assert_int_equal(scene->dones, 0);
	assert_int_equal(scene->frees, 1);
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    CLAIM(what_was_read_is_answered),
	    CLAIM(one_read_may_lead_to_another),
	    CLAIM(what_cannot_be_read_is_said),
	    CLAIM(what_is_not_read_in_time_is_given_up),
	    CLAIM(a_store_that_cannot_be_written_is_read),
	    CLAIM(whoever_answers_nothing_is_answered_for),
	    CLAIM(who_does_not_wait_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
