/* Whether the names of certificates lead to who serves them. */
#include "cli/inventory_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_loop.h"
#include "support/fake_resolve.h"

struct scene {
	struct loop *loop;
	struct resolver *resolver;
	struct names_asked *asked;
};

static int
set_up(void **state)
{
	static struct scene scene;
	const struct resolver_options options = {0};
	struct error err = ERROR_INIT;

	scene = (struct scene){.loop = loop_new()};
	scene.resolver = resolver_new(scene.loop, &options, &err);
	scene.asked = names_asked_new(scene.loop, scene.resolver);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	names_asked_free(scene->asked);
	fake_loop_run_for(scene->loop, 1);
	resolver_free(scene->resolver);
	loop_free(scene->loop);
	return 0;
}

#define ENTRY(names, served, count) \
	"[{\"use\":\"own\",\"served_count\":" count ",\"served\":[" served \
	"],\"names\":{\"dns\":[" names "]}}]"
#define AT(address) "{\"address\":\"" address "\"}"

/* {unresolved, elsewhere} of the one entry. */
static char *
found(struct names_asked *asked, const char *json)
{
	json_t *entries = json_loads(json, 0, NULL), *entry;
	char *text, *unresolved, *elsewhere;

	assert_non_null(entries);
	inventory_names(asked, entries);
	entry = json_array_get(entries, 0);
	unresolved = json_dumps(json_object_get(entry, "unresolved"),
	    JSON_COMPACT | JSON_ENCODE_ANY);
	elsewhere = json_dumps(json_object_get(entry, "elsewhere"),
	    JSON_COMPACT | JSON_ENCODE_ANY);
	text = mem_printf("%s %s", unresolved, elsewhere);
	free(unresolved);
	free(elsewhere);
	json_decref(entries);
	return text;
}

static void
assert_found(struct names_asked *asked, const char *json, const char *wanted)
{
	char *text = found(asked, json);

	assert_string_equal(text, wanted);
	free(text);
}

static void
names_lead_here_elsewhere_or_nowhere(void **state)
{
	struct scene *scene = *state;

	fake_resolve_set(scene->resolver, "a.test", "192.0.2.9 192.0.2.1", 60);
	fake_resolve_set(scene->resolver, "b.test", "192.0.2.7", 60);
	fake_resolve_set(scene->resolver, "c.test", "", 60);
	fake_resolve_set(scene->resolver, "d.test", "2001:db8::1", 60);
	fake_resolve_fail(scene->resolver, "e.test", RESOLVE_TIMEOUT);
	assert_found(scene->asked,
	    ENTRY("\"a.test\",\"b.test\",\"c.test\",\"d.test\",\"e.test\","
		  "\"f.test\",\"*.g.test\"",
		AT("192.0.2.1:443") "," AT("[2001:db8::1]:443"), "2"),
	    "[\"c.test\",\"f.test\"] "
	    "[{\"name\":\"b.test\",\"addresses\":[\"192.0.2.7\"]}]");
}

static void
where_not_all_places_are_known_nothing_is_said(void **state)
{
	struct scene *scene = *state;

	assert_found(scene->asked,
	    ENTRY("\"a.test\"", AT("192.0.2.1:443"), "2"), "null null");
	assert_found(scene->asked,
	    ENTRY("\"a.test\"", AT("/etc/ssl/a.pem"), "1"), "null null");
	assert_found(
	    NULL, ENTRY("\"a.test\"", AT("192.0.2.1:443"), "1"), "null null");
	assert_int_equal(fake_resolve_count(scene->resolver), 0);
}

static void
more_names_than_may_be_asked_are_left_out(void **state)
{
	struct scene *scene = *state;
	struct texts names = {0};
	struct name_answer *answers =
	    mem_new(NAMES_ASKED_MAX + 3, sizeof *answers);

	for (int i = 0; i < NAMES_ASKED_MAX + 3; i++) {
		char name[32];

		snprintf(name, sizeof name, "n%d.test", i);
		texts_add(&names, name);
	}
	names_ask(scene->asked, &names, answers);
	assert_int_equal(names_asked_left_out(scene->asked), 3);
	assert_int_equal(answers[0].kind, NAME_NOT_FOUND);
	assert_int_equal(answers[NAMES_ASKED_MAX - 1].kind, NAME_NOT_FOUND);
	assert_int_equal(answers[NAMES_ASKED_MAX].kind, NAME_UNKNOWN);
	texts_clear(&names);
	free(answers);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(names_lead_here_elsewhere_or_nowhere),
	    TEST(where_not_all_places_are_known_nothing_is_said),
	    TEST(more_names_than_may_be_asked_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
