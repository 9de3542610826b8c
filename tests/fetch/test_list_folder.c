/* Lists in files: written by the way, walked again, never half there. */
#include "fetch/list_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_crl_big.h"
#include "support/temp_folder.h"

#define NAME "a.crl"
#define LONG_ENTRIES 4000 /* 150 KB: more than is kept whole */

struct scene {
	struct temp_folder temp;
	struct loop *loop;
	char *path;
	struct list_folder *folder;
	const struct mint *root, *revoked, *good;
	struct revocation_askers askers;
	struct crl *crl;
	size_t len;
	struct error err;
	int told;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->temp);
	scene->path = mem_strdup(temp_folder_path(&scene->temp, "lists"));
	scene->loop = loop_new();
	scene->folder = list_folder_new(scene->loop, scene->path);
	scene->root = MINT(.subject = "CN=Root,O=Test", .is_ca = true);
	scene->revoked = MINT(.subject = "CN=x", .issuer = scene->root,
	    .serial = "0A", .names = "DNS:x.test");
	scene->good = MINT(.subject = "CN=y", .issuer = scene->root,
	    .serial = "0B", .names = "DNS:y.test");
	revocation_askers_add(&scene->askers,
	    &(const struct want){.kind = WANT_CRL,
		.cert = scene->good->cert,
		.issuer = scene->root->cert,
		.is_trusted = true});
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	crl_free(scene->crl);
	revocation_askers_clear(&scene->askers);
	list_folder_free(scene->folder);
	loop_free(scene->loop);
	temp_folder_remove(&scene->temp);
	free(scene->path);
	free(scene);
	return 0;
}

static void
on_told(void *arg, struct list_walked *walked)
{
	struct scene *scene = arg;

	crl_free(scene->crl);
	scene->crl = TAKE(walked->take_crl);
	scene->len = walked->len;
	scene->err = *walked->err;
	scene->told++;
	loop_stop(scene->loop);
}

static uint8_t *
make_list(const struct scene *scene, size_t fillers, size_t *ret_len)
{
	const struct mint_crl_recipe recipe = {
	    .issuer = scene->root,
	    .revoked = {{.cert = scene->revoked->cert}},
	};

	return mint_crl_big(&recipe, fillers, ret_len);
}

static void
write_bytes(struct scene *scene, const uint8_t *bytes, size_t len,
    const struct mint *asked)
{
	struct list_write *write = list_write_start(scene->folder, NAME);
	uint64_t hash = crl_serial_hash(asked->cert);
	int told = scene->told;
	const struct list_proof proof = {
	    .askers = &scene->askers,
	    .now = MINT_NOW,
	    .newest = INT64_MIN,
	};

	for (size_t at = 0; at < len; at += 16000)
		assert_true(list_write_take(
		    write, bytes + at, len - at < 16000 ? len - at : 16000));
	list_write_end(write, &hash, 1, &proof, on_told, scene);
	assert_int_equal(scene->told, told);
	loop_run(scene->loop);
	assert_int_equal(scene->told, told + 1);
}

static void
walk(struct scene *scene, const struct mint *asked)
{
	uint64_t hash = crl_serial_hash(asked->cert);
	const struct list_proof proof = {.askers = NULL};

	list_walk_start(scene->folder, NAME, &hash, 1, &proof, on_told, scene);
	loop_run(scene->loop);
}

static bool
is_there(const struct scene *scene, const char *name)
{
	CLEANUP(free) char *path = mem_printf("%s/%s", scene->path, name);

	return access(path, F_OK) == 0;
}

static void
a_long_list_is_kept_and_walked_for_others(void **state)
{
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free) uint8_t *der = make_list(scene, LONG_ENTRIES, &len);

	write_bytes(scene, der, len, scene->revoked);
	assert_non_null(scene->crl);
	assert_int_equal(scene->len, len);
	assert_non_null(crl_find(scene->crl, scene->revoked->cert));
	assert_false(crl_knows(scene->crl, scene->good->cert));
	assert_true(is_there(scene, NAME));
	assert_false(is_there(scene, NAME ".new"));
	walk(scene, scene->good);
	assert_non_null(scene->crl);
	assert_true(crl_knows(scene->crl, scene->good->cert));
	assert_null(crl_find(scene->crl, scene->good->cert));
}

static void
a_short_list_is_whole(void **state)
{
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free) uint8_t *der = make_list(scene, 3, &len);

	write_bytes(scene, der, len, scene->good);
	assert_non_null(scene->crl);
	assert_null(scene->crl->cut);
	assert_int_equal(scene->crl->entries.len, 4);
}

static void
what_cannot_be_read_leaves_the_one_before(void **state)
{
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free) uint8_t *der = make_list(scene, LONG_ENTRIES, &len);

	write_bytes(scene, der, len, scene->revoked);
	write_bytes(scene, der, len - 5, scene->revoked);
	assert_null(scene->crl);
	assert_non_null(strstr(scene->err.message, "cut off"));
	assert_false(is_there(scene, NAME ".new"));
	write_bytes(scene, der, 0, scene->revoked);
	assert_non_null(strstr(scene->err.message, "it is empty"));
	walk(scene, scene->revoked);
	assert_non_null(scene->crl);
}

static void
what_is_cancelled_tells_nobody_and_leaves_nothing(void **state)
{
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free) uint8_t *der = make_list(scene, LONG_ENTRIES, &len);
	struct list_write *write = list_write_start(scene->folder, "b.crl");
	const struct list_proof proof = {.askers = &scene->askers};

	assert_true(list_write_take(write, der, len));
	list_write_cancel(write);
	write = list_write_start(scene->folder, "c.crl");
	assert_true(list_write_take(write, der, len));
	list_walk_cancel(
	    list_write_end(write, NULL, 0, &proof, on_told, scene));
	write_bytes(scene, der, len, scene->revoked); /* behind these */
	assert_int_equal(scene->told, 1);
	assert_false(is_there(scene, "b.crl.new"));
	assert_false(is_there(scene, "b.crl"));
}

static void
what_is_no_longer_wanted_goes(void **state)
{
	static const char *const stay[] = {NAME};
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free) uint8_t *der = make_list(scene, 3, &len);

	temp_folder_write(&scene->temp, "lists/left.crl.new", "x");
	list_folder_sweep(scene->folder, stay, 1);
	write_bytes(scene, der, len, scene->good);
	assert_true(is_there(scene, NAME));
	assert_false(is_there(scene, "left.crl.new"));
	list_folder_drop(scene->folder, NAME);
	walk(scene, scene->good);
	assert_null(scene->crl);
	assert_non_null(strstr(scene->err.message, "No such file"));
}

static void
more_than_the_disk_takes_is_refused(void **state)
{
	struct scene *scene = *state;
	struct list_write *write = list_write_start(scene->folder, NAME);
	CLEANUP(free) uint8_t *bytes = mem_new(LIST_FOLDER_MAX_QUEUED + 1, 1);

	assert_false(list_write_take(write, bytes, LIST_FOLDER_MAX_QUEUED + 1));
	list_write_cancel(write);
}

struct tick {
	struct loop_timer *timer;
	int64_t last_us, longest_us;
};

/* What this thread has worked: what the machine does beside it counts not. */
static int64_t
worked_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
on_tick(void *arg)
{
	struct tick *tick = arg;
	int64_t now_us = worked_us();

	if (tick->last_us != 0 && now_us - tick->last_us > tick->longest_us)
		tick->longest_us = now_us - tick->last_us;
	tick->last_us = now_us;
	loop_timer_set(tick->timer, 0);
}

/* Of a list of 20 MB the loop sees the hand-over only. */
static void
twenty_megabytes_do_not_hold_the_loop(void **state)
{
	struct scene *scene = *state;
	size_t len;
	CLEANUP(free)
	uint8_t *der =
	    make_list(scene, (20u << 20) / MINT_CRL_FILLER_BYTES, &len);
	struct tick tick = {0};

	write_bytes(scene, der, len, scene->revoked);
	assert_non_null(scene->crl);
	tick.timer = loop_timer_new(scene->loop, on_tick, &tick);
	loop_timer_set(tick.timer, 0);
	walk(scene, scene->good);
	loop_timer_free(tick.timer);
	assert_non_null(scene->crl);
	print_message(
	    "the loop was held for %d us at most\n", (int)tick.longest_us);
	assert_true(tick.longest_us <= 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_long_list_is_kept_and_walked_for_others, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_short_list_is_whole, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_cannot_be_read_leaves_the_one_before, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_cancelled_tells_nobody_and_leaves_nothing, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_no_longer_wanted_goes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		more_than_the_disk_takes_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		twenty_megabytes_do_not_hold_the_loop, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
