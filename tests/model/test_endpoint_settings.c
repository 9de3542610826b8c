/* Settings: what makes them differ, and that equal ones are shared. */
#include "model/endpoint_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void
add_label(struct endpoint_settings *settings, const char *value)
{
	*ARRAY_ADD(&settings->labels) = (struct endpoint_label){
	    .key = mem_strdup("team"), .value = mem_strdup(value)};
}

static struct endpoint_settings
make(const char *team)
{
	struct endpoint_settings settings;

	endpoint_settings_init(&settings);
	settings.interval_s = 3600;
	texts_add(&settings.trust, "system");
	texts_add(&settings.compared, "mozilla");
	texts_add(&settings.serves, "/etc/a.pem");
	add_label(&settings, team);
	return settings;
}

static void
a_copy_is_equal_and_stands_alone(void **state)
{
	struct endpoint_settings from = make("web"), to = {.refs = 0};

	endpoint_settings_copy(&to, &from);
	assert_true(endpoint_settings_equal(&from, &to));
	assert_ptr_not_equal(from.trust.items, to.trust.items);
	to.rollout.deadline_s++;
	assert_false(endpoint_settings_equal(&from, &to));
	to.rollout.deadline_s--;
	to.thresholds.warning.percent = 20;
	assert_false(endpoint_settings_equal(&from, &to));
	to.thresholds.warning.percent = 0;
	to.clients.watched = 2;
	assert_false(endpoint_settings_equal(&from, &to));
	to.clients.watched = 0;
	assert_true(endpoint_settings_equal(&from, &to));
	texts_add(&to.compared, "microsoft");
	assert_false(endpoint_settings_equal(&from, &to));
	endpoint_settings_clear(&from);
	endpoint_settings_clear(&to);
}

static void
equal_ones_are_shared_and_others_are_not(void **state)
{
	struct settings_pool pool = {0};
	struct endpoint_settings web = make("web"), again = make("web"),
				 mail = make("mail");
	struct endpoint_settings *a = settings_pool_share(&pool, &web);
	struct endpoint_settings *b = settings_pool_share(&pool, &again);
	struct endpoint_settings *c = settings_pool_share(&pool, &mail);

	assert_ptr_equal(a, b);
	assert_ptr_not_equal(a, c);
	assert_string_equal(c->labels.items[0].value, "mail");
	settings_pool_clear(&pool);
	endpoint_settings_unref(a);
	assert_string_equal(b->labels.items[0].value, "web");
	endpoint_settings_unref(b);
	endpoint_settings_unref(c);
}

/* Many different ones push each other out, and each stays what it was. */
static void
a_full_pool_forgets_and_mixes_nothing_up(void **state)
{
	enum { COUNT = 4 * SETTINGS_POOL_SLOTS };
	static struct endpoint_settings *shared[COUNT];
	struct settings_pool pool = {0};
	char team[20];

	for (size_t i = 0; i < COUNT; i++) {
		struct endpoint_settings settings;

		snprintf(team, sizeof team, "team-%zu", i);
		settings = make(team);
		shared[i] = settings_pool_share(&pool, &settings);
	}
	settings_pool_clear(&pool);
	for (size_t i = 0; i < COUNT; i++) {
		snprintf(team, sizeof team, "team-%zu", i);
		assert_string_equal(shared[i]->labels.items[0].value, team);
		assert_int_equal(shared[i]->refs, 1);
		endpoint_settings_unref(shared[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_copy_is_equal_and_stands_alone),
	    cmocka_unit_test(equal_ones_are_shared_and_others_are_not),
	    cmocka_unit_test(a_full_pool_forgets_and_mixes_nothing_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
