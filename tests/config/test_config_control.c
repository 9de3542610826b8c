/* control: where the daemon listens, and for whom. */
#include "config/config_control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/config_text.h"

static void
by_default_it_is_in_the_state_directory(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("state_directory: /var/x\n");
	CLEANUP(free) char *path = config_control_path(config);

	assert_string_equal(path, "/var/x/control.sock");
	assert_int_equal(config->control.mode, 0660);
	assert_null(config->control.group);
}

static void
place_mode_and_group_can_be_said(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("control: {socket: /run/x/sock, mode: \"0600\", "
			     "group: ops}\n");
	CLEANUP(free) char *path = config_control_path(config);

	assert_string_equal(path, "/run/x/sock");
	assert_int_equal(config->control.mode, 0600);
	assert_string_equal(config->control.group, "ops");
}

static void
it_can_be_switched_off(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("control: {enabled: false}\n");

	struct texts paths = {.len = 0};

	assert_null(config_control_path(config));
	assert_false(config_control_add_paths(config, &paths));
	assert_int_equal(paths.len, 0);
}

static void
what_is_no_mode_is_refused(void **state)
{
	config_text_expect("control: {mode: \"rw\"}\n", 1, 17,
	    "'mode' is no mode; write three or four octal digits such as "
	    "\"0660\"");
	config_text_expect("control: {mode: \"1777\"}\n", 1, 17,
	    "'mode' must be from 0000 to 0777");
}

static void
assert_asked_at(const struct config *config, const char *first, size_t count)
{
	struct texts paths = {.len = 0};

	assert_true(config_control_add_paths(config, &paths));
	assert_string_equal(paths.items[0], first);
	assert_int_equal(paths.len, count);
	texts_clear(&paths);
}

/* What the operator puts elsewhere is asked for there and nowhere else. */
static void
the_service_managers_sockets_are_for_what_is_not_said(void **state)
{
	CLEANUP(config_free) struct config *unsaid = config_text_load("");
	CLEANUP(config_free)
	struct config *of_the_service =
	    config_text_load("state_directory: /var/lib/chainwatchd\n");
	CLEANUP(config_free)
	struct config *other_state =
	    config_text_load("state_directory: /var/x\n");
	CLEANUP(config_free)
	struct config *other_socket =
	    config_text_load("control: {socket: /run/x/sock}\n");
	CLEANUP(free) char *own = config_control_path(unsaid);
	struct texts paths = {.len = 0};

	assert_true(config_control_add_paths(unsaid, &paths));
	assert_string_equal(paths.items[0], "/run/chainwatchd/control.sock");
	assert_string_equal(
	    paths.items[1], "/var/lib/chainwatchd/control.sock");
	assert_string_equal(paths.items[paths.len - 1], own);
	assert_asked_at(NULL, "/run/chainwatchd/control.sock", paths.len);
	assert_asked_at(of_the_service, "/run/chainwatchd/control.sock", 2);
	assert_asked_at(other_state, "/var/x/control.sock", 1);
	assert_asked_at(other_socket, "/run/x/sock", 1);
	texts_clear(&paths);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_it_is_in_the_state_directory),
	    cmocka_unit_test(place_mode_and_group_can_be_said),
	    cmocka_unit_test(it_can_be_switched_off),
	    cmocka_unit_test(
		the_service_managers_sockets_are_for_what_is_not_said),
	    cmocka_unit_test(what_is_no_mode_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
