/* The table of metrics, and the reference in the tree that is made of it. */
#include "render/metric_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

static const char *
suffix_of(enum metric_type type)
{
	switch (type) {
	case METRIC_COUNTER: return "_total";
	case METRIC_INFO: return "_info";
	case METRIC_GAUGE:
	case METRIC_HISTOGRAM: break;
	}
	return "";
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len && strcmp(name + len - suffix_len, suffix) == 0;
}

static void
names_say_what_they_are(UNUSED void **state)
{
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);

		assert_int_equal(
		    strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
		    strlen(row->name));
		assert_true(suffix_of(row->type)[0] == '\0' ||
		    ends_in(row->name, suffix_of(row->type)));
		if (row->type == METRIC_GAUGE)
			assert_false(ends_in(row->name, "_total") ||
			    ends_in(row->name, "_info"));
		/* those that a histogram makes */
		assert_false(ends_in(row->name, "_bucket") ||
		    ends_in(row->name, "_sum") || ends_in(row->name, "_count"));
	}
}

static void
no_name_stands_twice(UNUSED void **state)
{
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(
			    metric_row((enum metric_id)i)->name,
			    metric_row((enum metric_id)k)->name);
	}
}

static void
each_has_help_in_one_line(UNUSED void **state)
{
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const char *help = metric_row((enum metric_id)i)->help;

		assert_true(strlen(help) > 10 && ends_in(help, "."));
		assert_null(strpbrk(help, "\n\\\""));
	}
}

static void
what_is_of_endpoints_says_of_which(UNUSED void **state)
{
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);
		bool is_named = strncmp(row->labels, "instance", 8) == 0;

		assert_true(is_named == (row->of != METRIC_OF_DAEMON));
	}
}

static void
units_are_read_off_the_name(UNUSED void **state)
{
	assert_string_equal(
	    metric_unit(metric_row(METRIC_PROCESS_CPU)), "seconds");
	assert_string_equal(
	    metric_unit(metric_row(METRIC_PROCESS_RESIDENT)), "bytes");
	assert_string_equal(
	    metric_unit(metric_row(METRIC_PROBE_EARLIEST_EXPIRY)), "");
}

static void
the_reference_in_the_tree_is_this_table(UNUSED void **state)
{
	struct strbuf made = STRBUF_INIT(METRIC_REFERENCE_MAX);
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t len;
	const char *at;

	metric_reference(&made);
	assert_false(strbuf_is_truncated(&made));
	assert_true(file_read(TEST_SRCDIR "/../contrib/prometheus/METRICS",
	    METRIC_REFERENCE_MAX, (uint8_t **)&text, &len, &err));
	at = strstr(text, "Of each endpoint");
	assert_non_null(at);
	assert_string_equal(at, made.text);
	free(text);
	strbuf_clear(&made);
}

/* For who changed it: --reference prints what has to stand there. */
static int
print_reference(void)
{
	struct strbuf made = STRBUF_INIT(METRIC_REFERENCE_MAX);

	metric_reference(&made);
	(void)fputs(strbuf_text(&made), stdout);
	strbuf_clear(&made);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_say_what_they_are),
	    cmocka_unit_test(no_name_stands_twice),
	    cmocka_unit_test(each_has_help_in_one_line),
	    cmocka_unit_test(what_is_of_endpoints_says_of_which),
	    cmocka_unit_test(units_are_read_off_the_name),
	    cmocka_unit_test(the_reference_in_the_tree_is_this_table),
	};

	if (argc > 1 && strcmp(argv[1], "--reference") == 0)
		return print_reference();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
