/*
 * A daemon whose libssl does not ask it for certificates (support/unasked.c is
 * linked in): it says so once, at its start, and reads them as libcrypto does.
 * That it finds the same is held by inspect/test_two_ways_unasked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "daemon/daemon.h"
#include "pki/key_library.h"
#include "probe/handshake.h"
#include "support/mint.h"
#include "support/temp_folder.h"

static struct temp_folder folder;
static unsigned said;
static char words[512];

static void
on_log(UNUSED void *arg, enum log_level level, UNUSED const char *subject,
    const char *message)
{
	if (strstr(message, "fast_keys") == NULL)
		return;
	assert_int_equal(level, LOG_LEVEL_WARNING);
	said++;
	snprintf(words, sizeof words, "%s", message);
}

static int
set_up(UNUSED void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	char *pem = mint_pem(root);

	temp_folder_make(&folder);
	temp_folder_write(&folder, "root.pem", pem);
	free(pem);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	temp_folder_remove(&folder);
	return 0;
}

/* How often it spoke of fast_keys. */
static unsigned
start_with(const char *value)
{
	const struct daemon_options options = {
	    .is_once = true, .descriptors = 1024};
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(4096);
	struct config_faults faults = {0};
	struct trust_stores stores = {0};
	struct error err = ERROR_INIT;
	struct config *config;
	struct daemon *daemon;

	strbuf_addf(&text,
	    "state_directory: %s\n"
	    "fast_keys: %s\n"
	    "trust_stores: {ours: {files: [%s/root.pem]}}\n"
	    "defaults: {trust: [ours]}\n"
	    "endpoints:\n"
	    "  - 127.0.0.1:1\n",
	    folder.path, value, folder.path);
	temp_folder_write(&folder, "chainwatchd.yaml", strbuf_text(&text));
	config =
	    config_load(temp_folder_path(&folder, "chainwatchd.yaml"), &faults);
	if (config == NULL)
		fail_msg("%s", faults.items.items[0].message);
	if (!trust_stores_load(config, &stores, &err))
		fail_msg("%s", err.message);
	said = 0;
	log_set_writer(on_log, NULL);
	daemon = daemon_new(&options, config, &stores, &err);
	log_set_writer(NULL, NULL);
	key_library_enable(true);
	if (daemon == NULL)
		fail_msg("%s", err.message);
	daemon_free(daemon);
	return said;
}

static void
a_daemon_that_is_not_asked_says_so_once(UNUSED void **state)
{
	assert_int_equal(start_with("true"), 1);
	assert_non_null(strstr(words, key_library_version()));
	assert_non_null(strstr(words, "four times the CPU"));
	assert_non_null(strstr(words, "what they show is the same"));
}

static void
who_switched_it_off_hears_nothing(UNUSED void **state)
{
	assert_int_equal(start_with("false"), 0);
}

static void
a_handshaker_that_is_not_asked_goes_on_without(UNUSED void **state)
{
	struct error err = ERROR_INIT;
	struct handshaker *handshaker = handshaker_new(&err);

	assert_non_null(handshaker);
	assert_true(handshaker_is_passed_by(handshaker));
	handshaker_free(handshaker);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_daemon_that_is_not_asked_says_so_once),
	    cmocka_unit_test(who_switched_it_off_hears_nothing),
	    cmocka_unit_test(a_handshaker_that_is_not_asked_goes_on_without),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
