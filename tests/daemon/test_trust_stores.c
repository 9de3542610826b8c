/* The trust stores of a configuration: all of them, or none and why. */
#include "daemon/trust_stores.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/mint.h"

struct rig {
	struct config config;
	struct trust_stores stores;
	char path[64];
};

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	char *pem = mint_pem(root);
	int fd;

	snprintf(rig->path, sizeof rig->path, "/tmp/trust-XXXXXX");
	fd = mkstemp(rig->path);
	assert_true(fd >= 0);
	close(fd);
	write_file(rig->path, pem);
	free(pem);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	unlink(rig->path);
	trust_stores_clear(&rig->stores);
	ARRAY_EACH (store, &rig->config.trust_stores) {
		free(store->name);
		texts_clear(&store->files);
	}
	ARRAY_CLEAR(&rig->config.trust_stores);
	ARRAY_EACH (endpoint, &rig->config.endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&rig->config.endpoints);
	free(rig);
	return 0;
}

static void
name_store(struct rig *rig, const char *name, const char *path)
{
	struct config_trust_store *store = ARRAY_ADD(&rig->config.trust_stores);

	store->name = mem_strdup(name);
	texts_add(&store->files, path);
}

static void
named_stores_are_loaded(void **state)
{
	struct rig *rig = *state;
	struct error err = ERROR_INIT;
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(1000);

	name_store(rig, "corp", rig->path);
	name_store(rig, "lab", rig->path);
	assert_true(trust_stores_load(&rig->config, &rig->stores, &err));
	assert_int_equal(rig->stores.list.len, 2);
	assert_non_null(trust_stores_find(&rig->stores, "lab"));
	assert_null(trust_stores_find(&rig->stores, "system"));
	trust_stores_words(&rig->stores, &words);
	assert_string_equal(
	    strbuf_text(&words), "corp (1 anchor), lab (1 anchor)");
	assert_string_equal(rig->stores.policy->name, "shipped");
}

static void
rules_that_cannot_be_loaded_are_refused_with_all_else(void **state)
{
	struct rig *rig = *state;
	struct error err = ERROR_INIT;

	name_store(rig, "corp", rig->path);
	rig->config.policy = rig->path; /* certificates, and no rules */
	assert_false(trust_stores_load(&rig->config, &rig->stores, &err));
	assert_int_equal(rig->stores.list.len, 0);
	assert_null(rig->stores.policy);
	assert_int_equal(strncmp(err.message, "policy: ", 8), 0);
	assert_non_null(strstr(err.message, rig->path));
}

static void
a_store_that_cannot_be_loaded_is_named_and_none_is_given(void **state)
{
	struct rig *rig = *state;
	struct error err = ERROR_INIT;

	name_store(rig, "corp", rig->path);
	name_store(rig, "lab", "/nonexistent/lab.pem");
	assert_false(trust_stores_load(&rig->config, &rig->stores, &err));
	assert_int_equal(rig->stores.list.len, 0);
	assert_non_null(strstr(err.message, "lab"));
	assert_non_null(strstr(err.message, "/nonexistent/lab.pem"));
}

static void
system_is_not_loaded_when_nobody_asks_for_it(void **state)
{
	struct rig *rig = *state;
	struct error err = ERROR_INIT;
	struct endpoint *endpoint = endpoint_new();

	texts_add(&endpoint->settings->trust, "corp");
	*ARRAY_ADD(&rig->config.endpoints) = endpoint;
	name_store(rig, "corp", rig->path);
	assert_true(trust_stores_load(&rig->config, &rig->stores, &err));
	assert_int_equal(rig->stores.list.len, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(named_stores_are_loaded),
	    TEST(a_store_that_cannot_be_loaded_is_named_and_none_is_given),
	    TEST(rules_that_cannot_be_loaded_are_refused_with_all_else),
	    TEST(system_is_not_loaded_when_nobody_asks_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
