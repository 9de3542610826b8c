/* Servers that DNS named are there again after a restart. */
#include "daemon/named_hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/config_services.h"
#include "support/config_text.h"
#include "support/inline_store.h"

#define TWO \
	"endpoints: [www.example.org, {mx: example.org}, {srv: " \
	"_imaps._tcp.example.org}]"

struct scene {
	struct inline_store kept;
	struct texts named;
	struct config *config;
};

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.config = config_text_load(TWO)};
	inline_store_open(&scene.kept);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	texts_clear(&scene->named);
	config_free(scene->config);
	inline_store_close(&scene->kept);
	return 0;
}

static void
name_hosts(struct scene *scene, size_t service, const char *a, const char *b)
{
	const struct dns_service_host hosts[] = {
	    {(char *)a, 25}, {(char *)b, 993}};

	assert_true(config_services_set(scene->config, service,
	    a != NULL ? hosts : hosts + 1, (a != NULL) + (size_t)(b != NULL)));
	named_hosts_keep(scene->kept.store, scene->config, &scene->named);
}

/* Another run of the daemon, before DNS has said anything. */
static void
restart(struct scene *scene, const char *yaml)
{
	struct error err = ERROR_INIT;

	inline_store_restart(&scene->kept);
	config_free(scene->config);
	scene->config = config_text_load(yaml);
	texts_clear(&scene->named);
	assert_true(
	    said_load(store_db(scene->kept.store), &scene->named, &err));
	named_hosts_restore(scene->config, &scene->named);
}

static void
those_named_last_are_there_again(void **state)
{
	struct scene *scene = *state;

	name_hosts(scene, 0, "a.example.org", NULL);
	name_hosts(scene, 0, "b.example.org", NULL);
	name_hosts(scene, 1, "b.example.org", "imap.example.org");
	restart(scene, TWO);
	assert_int_equal(scene->config->endpoints.len, 3);
	assert_string_equal(
	    scene->config->endpoints.items[1]->id, "b.example.org:25");
	assert_int_equal(
	    scene->config->endpoints.items[1]->starttls, STARTTLS_SMTP);
	/* of the same host and port the first service's counts */
	assert_int_equal(scene->config->services.items[1].hosts.len, 2);
	assert_string_equal(
	    scene->config->endpoints.items[2]->id, "imap.example.org:993");
}

static void
what_dns_names_no_more_is_not_kept(void **state)
{
	struct scene *scene = *state;

	name_hosts(scene, 0, "a.example.org", NULL);
	name_hosts(scene, 0, NULL, NULL);
	restart(scene, TWO);
	assert_int_equal(scene->named.len, 0);
	assert_int_equal(scene->config->endpoints.len, 1);
}

static void
what_is_asked_for_no_more_is_forgotten(void **state)
{
	struct scene *scene = *state;

	name_hosts(scene, 0, "a.example.org", NULL);
	name_hosts(scene, 1, NULL, "imap.example.org");
	said_keep(scene->kept.store, "trust-store-old corp", true);
	restart(scene, "endpoints: [{mx: example.org}]");
	assert_int_equal(scene->config->endpoints.len, 1);
	named_hosts_keep(scene->kept.store, scene->config, &scene->named);
	restart(scene, TWO);
	/* and what else was said stays */
	assert_int_equal(scene->named.len, 2);
	assert_string_equal(scene->named.items[1], "trust-store-old corp");
	assert_int_equal(scene->config->services.items[1].hosts.len, 0);
}

static void
odd_lines_name_nobody(void **state)
{
	struct scene *scene = *state;
	static const char *const odd[] = {"dns mx example.org a", "dns mx",
	    "dns mx example.org a:", "dns mx example.org :25",
	    "dns mx example.org a:0", "dns mx example.org a:65536",
	    "dns mx example.org a:25x"};

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
		said_keep(scene->kept.store, odd[i], true);
	restart(scene, TWO);
	assert_int_equal(scene->named.len, sizeof odd / sizeof odd[0]);
	assert_int_equal(scene->config->endpoints.len, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(those_named_last_are_there_again),
	    TEST(what_dns_names_no_more_is_not_kept),
	    TEST(what_is_asked_for_no_more_is_forgotten),
	    TEST(odd_lines_name_nobody),
	};

	return cmocka_run_group_tests_name("named_hosts", tests, NULL, NULL);
}
