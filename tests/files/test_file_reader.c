/* Files read on a thread: results, deadlines, and files that still change. */
#include "files/file_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "support/mint.h"
#include "support/temp_folder.h"

struct rig {
	struct temp_folder folder;
	struct loop *loop;
	struct file_reader *reader;
	unsigned ended;
	bool is_read;
	size_t certs;
	char message[ERROR_MESSAGE_MAX];
	int64_t began_ms, ended_ms;
};

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);

	temp_folder_make(&rig->folder);
	rig->loop = loop_new();
	rig->reader = file_reader_new(rig->loop);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	file_reader_free(rig->reader);
	loop_free(rig->loop);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
on_read(void *arg, struct file_read_result *result)
{
	struct rig *rig = arg;

	rig->ended++;
	rig->is_read = result->is_read;
	rig->certs = result->is_read ? result->file.file.certs.len : 0;
	memcpy(rig->message, result->err.message, sizeof rig->message);
	rig->ended_ms = clock_steady_ms(&clock_system);
	loop_stop(rig->loop);
}

static struct file_read *
start(struct rig *rig, const char *name, int64_t timeout_ms)
{
	struct served_file_options options = {
	    .path = temp_folder_path(&rig->folder, name)};

	rig->began_ms = clock_steady_ms(&clock_system);
	return file_read_start(rig->reader, &options, timeout_ms, on_read, rig);
}

static void
write_leaf(struct rig *rig, const char *name)
{
	struct mint_chain chain = mint_chain_for("www.example.test");
	char *pem = mint_pem(chain.leaf);

	temp_folder_write(&rig->folder, name, pem);
	free(pem);
}

static void
a_file_just_written_is_read_once_it_is_left_alone(void **state)
{
	struct rig *rig = *state;

	write_leaf(rig, "a.pem");
	start(rig, "a.pem", 5000);
	loop_run(rig->loop);
	assert_true(rig->is_read);
	assert_int_equal(rig->certs, 1);
	/* the clock of files may be behind by a tick */
	assert_true(rig->ended_ms - rig->began_ms >= 900);
}

static void
what_cannot_be_read_says_why(void **state)
{
	struct rig *rig = *state;

	start(rig, "none.pem", 5000);
	loop_run(rig->loop);
	assert_false(rig->is_read);
	assert_non_null(strstr(rig->message, "none.pem: No such file"));
}

static void
a_cancelled_read_is_never_heard_of(void **state)
{
	struct rig *rig = *state;
	struct file_read *read;

	write_leaf(rig, "a.pem");
	read = start(rig, "a.pem", 5000);
	file_read_cancel(read);
	start(rig, "none.pem", 5000);
	loop_run(rig->loop);
	assert_int_equal(rig->ended, 1);
	assert_false(rig->is_read);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_file_just_written_is_read_once_it_is_left_alone),
	    TEST(what_cannot_be_read_says_why),
	    TEST(a_cancelled_read_is_never_heard_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
