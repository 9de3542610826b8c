/* Providers: each row is recognised by its example, and tells what to do. */
#include "model/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/remedy.h"

#define TEXT_MAX 4096
#define LINE_MAX_COLUMNS 78

/* The name with its stars filled in: what the pattern is for. */
static void
fill_star(const char *pattern, char name[256])
{
	size_t len = 0;

	for (; *pattern != '\0' && len < 240; pattern++) {
		if (*pattern != '*') {
			name[len++] = *pattern;
			continue;
		}
		memcpy(name + len, "a-1.b2", 6);
		len += 6;
	}
	name[len] = '\0';
}

static void
each_row_knows_its_example(void **state)
{
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		const struct provider *provider =
		    provider_get((enum provider_id)id);

		if ((int)provider_of_name(provider->example) != id)
			fail_msg("%s: %s is not its own", provider->name,
			    provider->example);
	}
}

static void
each_pattern_leads_to_its_row(void **state)
{
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		const char *const *pattern =
		    provider_get((enum provider_id)id)->patterns;

		for (; *pattern != NULL; pattern++) {
			char name[256];

			fill_star(*pattern, name);
			if ((int)provider_of_name(name) != id)
				fail_msg("%s: %s is another's",
				    names_text(&provider_names, id), *pattern);
		}
	}
}

static void
stars_stand_for_whole_labels(void **state)
{
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		const char *const *pattern =
		    provider_get((enum provider_id)id)->patterns;

		for (; *pattern != NULL; pattern++) {
			const char *star = strchr(*pattern, '*');

			for (; star != NULL; star = strchr(star + 1, '*')) {
				assert_true(
				    star == *pattern || star[-1] == '.');
				assert_int_equal(star[1], '.');
			}
		}
	}
}

static void
each_text_can_be_pasted(void **state)
{
	const struct remedy_values values = {
	    .host = "www.example.com", .port = "443"};

	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		const struct provider *provider =
		    provider_get((enum provider_id)id);
		struct strbuf text = STRBUF_INIT(TEXT_MAX);
		CLEANUP(free) char *lines = NULL;
		char *line, *rest;

		remedy_fill(&text, provider->text, &values);
		assert_false(strbuf_is_truncated(&text));
		assert_null(strchr(strbuf_text(&text), '{'));
		assert_null(strchr(strbuf_text(&text), '\t'));
		lines = strbuf_take(&text);
		rest = lines;
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (*line == '\0' || strlen(line) > LINE_MAX_COLUMNS)
				fail_msg("%s: \"%s\"", provider->name, line);
		}
	}
}

static void
keys_name_one_row_each(void **state)
{
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		int found;

		assert_true(names_find(
		    &provider_names, names_text(&provider_names, id), &found));
		assert_int_equal(found, id);
	}
	assert_null(provider_get(PROVIDER_NONE));
	assert_null(provider_get(PROVIDER_COUNT));
}

static void
names_are_compared_as_dns_does(void **state)
{
	assert_int_equal(
	    provider_of_name("My-LB-1.eu-west-1.ELB.amazonaws.com."),
	    PROVIDER_AWS_ELB);
	assert_int_equal(
	    provider_of_name("net-lb-0a1b.elb.eu-west-1.amazonaws.com"),
	    PROVIDER_AWS_ELB);
}

static void
what_only_looks_alike_is_nobodys(void **state)
{
	static const char *const names[] = {"", ".", "www.example.com",
	    "cloudfront.net", "xcloudfront.net", ".cloudfront.net",
	    "d1.cloudfront.net.example.com", "d1.cloudfront.net.evil",
	    "elb.amazonaws.com", "s3.amazonaws.com"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_int_equal(provider_of_name(names[i]), PROVIDER_NONE);
}

static void
the_first_of_the_names_counts(void **state)
{
	static const char *const names[] = {"www.example.com",
	    "app.herokudns.com", "x-1.us-east-1.elb.amazonaws.com"};

	assert_int_equal(provider_of_names(names, 3), PROVIDER_HEROKU);
	assert_int_equal(provider_of_names(names, 1), PROVIDER_NONE);
	assert_int_equal(provider_of_names(NULL, 0), PROVIDER_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_row_knows_its_example),
	    cmocka_unit_test(each_pattern_leads_to_its_row),
	    cmocka_unit_test(stars_stand_for_whole_labels),
	    cmocka_unit_test(each_text_can_be_pasted),
	    cmocka_unit_test(keys_name_one_row_each),
	    cmocka_unit_test(names_are_compared_as_dns_does),
	    cmocka_unit_test(what_only_looks_alike_is_nobodys),
	    cmocka_unit_test(the_first_of_the_names_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
