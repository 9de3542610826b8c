/* The event loop: order, freeing inside callbacks, threads, idleness. */
#include "net/loop.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
	struct loop *loop;
	char log[64];
	struct loop_timer *timer;
	struct loop_watch *watch;
	struct loop_signal *signal;
	int fds[2];
	int count;
};

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.loop = loop_new()};
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, scene.fds), 0);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	loop_timer_free(scene->timer);
	loop_watch_free(scene->watch);
	loop_signal_free(scene->signal);
	loop_free(scene->loop);
	close(scene->fds[0]);
	close(scene->fds[1]);
	return 0;
}

static void
note(struct scene *scene, char what)
{
	size_t len = strlen(scene->log);

	assert_true(len + 1 < sizeof scene->log);
	scene->log[len] = what;
}

static void
note_a(void *arg)
{
	note(arg, 'a');
}

static void
note_b(void *arg)
{
	note(arg, 'b');
}

static void
stop(void *arg)
{
	loop_stop(((struct scene *)arg)->loop);
}

static void
defer_again(void *arg)
{
	struct scene *scene = arg;

	note(scene, '1');
	loop_defer(scene->loop, note_b, scene);
	loop_defer(scene->loop, stop, scene);
}

static void
deferred_calls_run_in_order_a_turn_later(void **state)
{
	struct scene *scene = *state;

	loop_defer(scene->loop, defer_again, scene);
	loop_defer(scene->loop, note_a, scene);
	assert_string_equal(scene->log, "");
	loop_run(scene->loop);
	assert_string_equal(scene->log, "1ab");
}

static void
what_was_deferred_runs_when_the_loop_is_freed(void **state)
{
	struct scene *scene = *state;
	struct loop *loop = loop_new();

	loop_defer(loop, note_a, scene);
	loop_post(loop, note_b, scene);
	loop_free(loop);
	assert_int_equal(strlen(scene->log), 2);
}

static void
a_stop_before_the_run_ends_it_at_once(void **state)
{
	struct scene *scene = *state;

	loop_stop(scene->loop);
	loop_run(scene->loop);
	assert_int_equal(loop_turns(scene->loop), 0);
}

static void
timers_fire_in_order_and_never_early(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *late = loop_timer_new(scene->loop, stop, scene);
	struct loop_timer *soon = loop_timer_new(scene->loop, note_b, scene);
	struct loop_timer *now = loop_timer_new(scene->loop, note_a, scene);
	int64_t start = loop_now_ms(scene->loop);

	loop_timer_set(late, 40);
	loop_timer_set(soon, 20);
	loop_timer_set(now, 0);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "ab");
	assert_true(loop_now_ms(scene->loop) - start >= 40);
	loop_timer_free(late);
	loop_timer_free(soon);
	loop_timer_free(now);
}

static void
a_stopped_timer_stays_silent(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *end = loop_timer_new(scene->loop, stop, scene);

	scene->timer = loop_timer_new(scene->loop, note_a, scene);
	loop_timer_set(scene->timer, 1);
	loop_timer_set(end, 10);
	loop_timer_stop(scene->timer);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "");
	loop_timer_free(end);
}

static void
nothing_due_means_no_wake_up(void **state)
{
	struct scene *scene = *state;

	scene->timer = loop_timer_new(scene->loop, stop, scene);
	loop_timer_set(scene->timer, 150);
	loop_run(scene->loop);
	/* One for the timer, and a few while libevent's clock catches up. */
	assert_in_range(loop_turns(scene->loop), 1, 8);
}

static void
a_lazy_timer_waits_for_others(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *lazy = loop_timer_new(scene->loop, note_b, scene);
	struct loop_timer *other = loop_timer_new(scene->loop, note_a, scene);
	struct loop_timer *end = loop_timer_new(scene->loop, stop, scene);

	loop_timer_set_lazy(lazy, 5, 60000);
	loop_timer_set(other, 30);
	loop_timer_set(end, 60);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "ab");
	loop_timer_free(lazy);
	loop_timer_free(other);
	loop_timer_free(end);
}

static void
a_lazy_timer_does_not_wait_for_ever(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *lazy = loop_timer_new(scene->loop, stop, scene);

	loop_timer_set_lazy(lazy, 1, 20);
	loop_run(scene->loop);
	loop_timer_free(lazy);
}

static void
an_idle_timer_wakes_nobody(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *idle = loop_timer_new(scene->loop, note_b, scene);
	struct loop_timer *other = loop_timer_new(scene->loop, note_a, scene);
	struct loop_timer *end = loop_timer_new(scene->loop, stop, scene);

	loop_timer_set_idle(idle, 1, 5);
	loop_timer_set(other, 40);
	loop_timer_set(end, 60);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "ab");
	loop_timer_free(idle);
	loop_timer_free(other);
	loop_timer_free(end);
}

static void
an_idle_timer_runs_once_more_when_something_has_happened(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *idle = loop_timer_new(scene->loop, stop, scene);
	struct loop_timer *other = loop_timer_new(scene->loop, note_a, scene);

	/* The other comes too early for it to go with. */
	loop_timer_set_idle(idle, 20, 30);
	loop_timer_set(other, 1);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "a");
	loop_timer_free(idle);
	loop_timer_free(other);
}

/* Sets itself anew, as those do that look at things now and then. */
static void
note_and_idle(void *arg)
{
	struct scene *scene = arg;

	note(scene, 'i');
	loop_timer_set_idle(scene->timer, 20, 5);
}

/* It settles before it is due: what it does then is nothing else. */
static void
an_idle_timer_does_not_keep_itself_awake(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *other = loop_timer_new(scene->loop, note_a, scene);
	struct loop_timer *end = loop_timer_new(scene->loop, stop, scene);

	scene->timer = loop_timer_new(scene->loop, note_and_idle, scene);
	loop_timer_set_idle(scene->timer, 20, 5);
	loop_timer_set(other, 1);
	loop_timer_set(end, 300);
	loop_run(scene->loop);
	/* Once settled, and with the end; with the other, too, if that was
	 * late. It would have been every 20 ms. */
	assert_in_range(strlen(scene->log), 2, 4);
	loop_timer_free(other);
	loop_timer_free(end);
}

static void
note_and_end(void *arg)
{
	note(arg, 'e');
	stop(arg);
}

static void
note_idle_answer(void *arg)
{
	struct scene *scene = arg;

	note_a(scene);
	loop_timer_set(scene->timer, 100);
}

static void
note_answer(void *arg)
{
	struct scene *scene = arg;

	note_idle_answer(scene);
	loop_note_work(scene->loop);
	loop_timer_stop(scene->timer);
}

static void
post_idle_answer(void *arg)
{
	loop_post_idle(((struct scene *)arg)->loop, note_idle_answer, arg);
}

static void
post_answer(void *arg)
{
	loop_post_idle(((struct scene *)arg)->loop, note_answer, arg);
}

/* Who posts is lazy, and no work either. */
static void
run_post(struct scene *scene, loop_fn post, loop_fn idle_fn)
{
	struct loop_timer *idle = loop_timer_new(scene->loop, idle_fn, scene);
	struct loop_timer *lazy = loop_timer_new(scene->loop, post, scene);

	scene->timer = loop_timer_new(scene->loop, note_and_end, scene);
	loop_timer_set_lazy(lazy, 1, 2);
	loop_timer_set_idle(idle, 20, 30);
	loop_run(scene->loop);
	loop_timer_free(idle);
	loop_timer_free(lazy);
}

static void
an_idle_answer_lets_no_idle_timer_settle(void **state)
{
	struct scene *scene = *state;

	run_post(scene, post_idle_answer, note_b);
	/* It may go with the end. */
	assert_memory_equal(scene->log, "ae", 2);
}

static void
an_answer_may_be_work_after_all(void **state)
{
	struct scene *scene = *state;

	run_post(scene, post_answer, note_and_end);
	assert_string_equal(scene->log, "ae");
}

static void
defer_a(void *arg)
{
	loop_defer(((struct scene *)arg)->loop, note_a, arg);
}

static void
what_was_deferred_lets_an_idle_timer_settle(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *idle = loop_timer_new(scene->loop, stop, scene);
	struct loop_timer *lazy = loop_timer_new(scene->loop, defer_a, scene);
	struct loop_timer *end = loop_timer_new(scene->loop, note_b, scene);

	loop_timer_set_lazy(lazy, 1, 2);
	loop_timer_set_idle(idle, 20, 30);
	loop_timer_set(end, 20000);
	loop_run(scene->loop);
	assert_null(strchr(scene->log, 'b'));
	loop_timer_free(idle);
	loop_timer_free(lazy);
	loop_timer_free(end);
}

static void
a_lazy_timer_that_is_stopped_or_set_anew_is_lazy_no_more(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *lazy = loop_timer_new(scene->loop, note_a, scene);
	struct loop_timer *end = loop_timer_new(scene->loop, stop, scene);

	loop_timer_set_lazy(lazy, 0, 60000);
	loop_timer_stop(lazy);
	loop_timer_set(end, 5);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "");
	loop_timer_set_lazy(lazy, 0, 60000);
	loop_timer_set(lazy, 60000);
	loop_timer_set(end, 5);
	loop_run(scene->loop);
	assert_string_equal(scene->log, "");
	loop_timer_free(lazy);
	loop_timer_free(end);
}

static void
free_timer(void *arg)
{
	struct scene *scene = arg;

	loop_timer_free(scene->timer);
	scene->timer = NULL;
	loop_stop(scene->loop);
}

static void
a_timer_may_be_freed_in_its_own_callback(void **state)
{
	struct scene *scene = *state;

	scene->timer = loop_timer_new(scene->loop, free_timer, scene);
	loop_timer_set(scene->timer, 0);
	loop_run(scene->loop);
	assert_null(scene->timer);
}

static void
free_watch(void *arg, bool readable, bool writable)
{
	struct scene *scene = arg;

	scene->count += (readable ? 1 : 0) + (writable ? 10 : 0);
	loop_watch_free(scene->watch);
	scene->watch = NULL;
	loop_defer(scene->loop, stop, scene);
}

static void
a_watch_may_be_freed_in_its_own_callback(void **state)
{
	struct scene *scene = *state;

	scene->watch =
	    loop_watch_new(scene->loop, scene->fds[0], free_watch, scene);
	loop_watch_set(scene->watch, true, true);
	assert_int_equal(write(scene->fds[1], "x", 1), 1);
	loop_run(scene->loop);
	assert_null(scene->watch);
	assert_int_equal(scene->count, 11);
}

static void
count_reads(void *arg, bool readable, bool writable)
{
	struct scene *scene = arg;

	assert_true(readable);
	assert_false(writable);
	if (++scene->count == 3) {
		loop_watch_set(scene->watch, false, false);
		loop_defer(scene->loop, stop, scene);
	}
}

static void
a_watch_is_level_triggered_until_it_is_unset(void **state)
{
	struct scene *scene = *state;

	scene->watch =
	    loop_watch_new(scene->loop, scene->fds[0], count_reads, scene);
	loop_watch_set(scene->watch, true, false);
	assert_int_equal(write(scene->fds[1], "x", 1), 1);
	loop_run(scene->loop);
	assert_int_equal(scene->count, 3);
}

/* The descriptor's number comes back within one turn, as it does when one
 * connection ends and another begins. */
static void
a_reused_descriptor_is_watched_afresh(void **state)
{
	struct scene *scene = *state;
	int old = scene->fds[0], fresh[2];

	scene->watch = loop_watch_new(scene->loop, old, free_watch, scene);
	loop_watch_set(scene->watch, true, true);
	loop_run(scene->loop);
	assert_int_equal(scene->count, 10);
	close(old);
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fresh), 0);
	assert_int_equal(fresh[0], old);
	close(scene->fds[1]);
	scene->fds[0] = fresh[0];
	scene->fds[1] = fresh[1];
	scene->count = 0;
	scene->watch = loop_watch_new(scene->loop, old, free_watch, scene);
	loop_watch_set(scene->watch, true, false);
	assert_int_equal(write(scene->fds[1], "x", 1), 1);
	loop_run(scene->loop);
	assert_int_equal(scene->count, 1);
}

#define POSTS 10000

static void
count_posts(void *arg)
{
	struct scene *scene = arg;

	if (++scene->count == 2 * POSTS)
		loop_stop(scene->loop);
}

static void *
post_many(void *arg)
{
	struct scene *scene = arg;

	for (int i = 0; i < POSTS; i++)
		loop_post(scene->loop, count_posts, scene);
	return NULL;
}

static void
posts_of_two_threads_all_arrive(void **state)
{
	struct scene *scene = *state;
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, post_many, scene), 0);
	loop_run(scene->loop);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(scene->count, 2 * POSTS);
}

static void
free_signal(void *arg)
{
	struct scene *scene = arg;

	loop_signal_free(scene->signal);
	scene->signal = NULL;
	loop_stop(scene->loop);
}

static void
a_signal_arrives_and_may_free_its_watcher(void **state)
{
	struct scene *scene = *state;

	scene->signal =
	    loop_signal_new(scene->loop, SIGUSR1, free_signal, scene);
	raise(SIGUSR1);
	loop_run(scene->loop);
	assert_null(scene->signal);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(deferred_calls_run_in_order_a_turn_later),
	    TEST(what_was_deferred_runs_when_the_loop_is_freed),
	    TEST(a_stop_before_the_run_ends_it_at_once),
	    TEST(timers_fire_in_order_and_never_early),
	    TEST(a_stopped_timer_stays_silent),
	    TEST(a_lazy_timer_waits_for_others),
	    TEST(a_lazy_timer_does_not_wait_for_ever),
	    TEST(an_idle_timer_wakes_nobody),
	    TEST(an_idle_timer_runs_once_more_when_something_has_happened),
	    TEST(an_idle_timer_does_not_keep_itself_awake),
	    TEST(an_idle_answer_lets_no_idle_timer_settle),
	    TEST(an_answer_may_be_work_after_all),
	    TEST(what_was_deferred_lets_an_idle_timer_settle),
	    TEST(a_lazy_timer_that_is_stopped_or_set_anew_is_lazy_no_more),
	    TEST(nothing_due_means_no_wake_up),
	    TEST(a_timer_may_be_freed_in_its_own_callback),
	    TEST(a_watch_may_be_freed_in_its_own_callback),
	    TEST(a_watch_is_level_triggered_until_it_is_unset),
	    TEST(a_reused_descriptor_is_watched_afresh),
	    TEST(posts_of_two_threads_all_arrive),
	    TEST(a_signal_arrives_and_may_free_its_watcher),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
