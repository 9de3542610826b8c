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

	assert_null(config_control_path(config));
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

/* What the operator puts elsewhere is asked for there and nowhere else. */
static void
the_service_managers_socket_is_for_what_is_not_said(void **state)
{
	static const char *const own[] = {
	    "state_directory: /var/x\n",
	    "control: {socket: /run/x/sock}\n",
	    "control: {enabled: false}\n",
	};
	CLEANUP(config_free) struct config *config = config_text_load("");

	assert_string_equal(config_control_service_path(config),
	    "/run/chainwatchd/control.sock");
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		CLEANUP(config_free)
		struct config *other = config_text_load(own[i]);

		assert_null(config_control_service_path(other));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_it_is_in_the_state_directory),
	    cmocka_unit_test(place_mode_and_group_can_be_said),
	    cmocka_unit_test(it_can_be_switched_off),
	    cmocka_unit_test(
		the_service_managers_socket_is_for_what_is_not_said),
	    cmocka_unit_test(what_is_no_mode_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
