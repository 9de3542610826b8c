/* The types that fields have: what they take and what they say. */
#include <inttypes.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/field.h"

static const char *const colours[] = {"red", "green", NULL};

static const struct {
	const struct field_type *type;
	const char *text;
	const char *words; /* of the refusal; NULL: taken */
	int64_t value;
} scalars[] = {
    {&field_duration, "30s", NULL, 30},
    {&field_duration, "1h30m", NULL, 5400},
    {&field_duration, "10s", NULL, 10},
    {&field_duration, "2h", NULL, 7200},
    {&field_duration, "9s", "is 9s; it must be from 10s to 2h", 0},
    {&field_duration, "2h1s", "is 2h1s; it must be from 10s to 2h", 0},
    {&field_duration, "30",
	"has no unit; write 30s for seconds, 30m for minutes or 30h for hours",
	0},
    {&field_duration, "-5s",
	"is '-5s'; it must be a duration such as 30s, 15m or 6h", 0},
    {&field_duration_ms, "30s", NULL, 30000},
    {&field_count, "10", NULL, 10},
    {&field_count, "7200", NULL, 7200},
    {&field_count, "7201", "is 7201; it must be a whole number from 10 to 7200",
	0},
    {&field_count, "9", "is 9; it must be a whole number from 10 to 7200", 0},
    {&field_count, "ten", "is ten; it must be a whole number from 10 to 7200",
	0},
    {&field_count, "1.0", "is 1.0; it must be a whole number from 10 to 7200",
	0},
    {&field_count, "0x10", "is 0x10; it must be a whole number from 10 to 7200",
	0},
    {&field_count, "99999999999999999999",
	"is 99999999999999999999; it must be a whole number from 10 to 7200",
	0},
    {&field_count, "010",
	"is 010, which some YAML readers take for octal; write it without "
	"leading zeros",
	0},
    {&field_port, "443", NULL, 443},
    {&field_boolean, "true", NULL, 1},
    {&field_boolean, "false", NULL, 0},
    {&field_boolean, "True", "is 'True'; it must be true or false", 0},
    {&field_boolean, "on",
	"is on, which some YAML readers take for text; write true or false", 0},
    {&field_choice, "red", NULL, 0},
    {&field_choice, "green", NULL, 1},
    {&field_choice, "blue", "is 'blue'; it must be one of red, green", 0},
};

static int64_t
value_of(const struct field_type *type, const void *slot)
{
	if (type == &field_duration || type == &field_duration_ms)
		return *(const int64_t *)slot;
	if (type == &field_count)
		return *(const unsigned *)slot;
	if (type == &field_port)
		return *(const uint16_t *)slot;
	if (type == &field_boolean)
		return *(const bool *)slot;
	return *(const int *)slot;
}

static void
scalars_are_read_or_answered(void **state)
{
	for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) {
		const struct field field = {
		    .key = "key",
		    .type = scalars[i].type,
		    .least = 10,
		    .most = 7200,
		    .choices = colours,
		};
		struct error err = ERROR_INIT;
		int64_t slot = 0;
		bool ok =
		    field.type->parse(&field, scalars[i].text, &slot, &err);

		assert_string_equal(err.message,
		    scalars[i].words == NULL ? "" : scalars[i].words);
		assert_int_equal(ok, scalars[i].words == NULL);
		if (ok)
			assert_int_equal(
			    value_of(field.type, &slot), scalars[i].value);
	}
}

static void
text_replaces_what_was_there(void **state)
{
	const struct field field = {
	    .key = "key", .type = &field_string, .least = 2, .most = 5};
	struct error err = ERROR_INIT;
	char *slot = mem_strdup("default");

	assert_true(field_string.parse(&field, "abcde", &slot, &err));
	assert_string_equal(slot, "abcde");
	assert_false(field_string.parse(&field, "abcdef", &slot, &err));
	assert_string_equal(
	    err.message, "is 6 bytes long; it may be 5 at most");
	assert_false(field_string.parse(&field, "a", &slot, &err));
	assert_string_equal(
	    err.message, "is 1 bytes long; it must be 2 at least");
	assert_false(field_string.parse(&field, "a\nb", &slot, &err));
	assert_string_equal(
	    err.message, "holds a line break or control character; remove it");
	assert_string_equal(slot, "abcde");
	free(slot);
}

struct row {
	char *path;
	struct texts paths;
};

static const struct field rows[] = {
    {
	.key = "path",
	.type = &field_path,
	.offset = offsetof(struct row, path),
    },
    {
	.key = "paths",
	.type = &field_list,
	.item = &field_path_item,
	.offset = offsetof(struct row, paths),
	.least = 1,
	.most = 3,
    },
};

static const struct field_table table = FIELD_TABLE("a row", rows);

/* Gives the fault's message, "" when there is none (free). */
static char *
decode(const char *yaml, const char *folder, struct row *row)
{
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	struct source *source =
	    source_new("test", 1, (uint8_t *)mem_strdup(yaml), strlen(yaml));
	struct yaml_tree *tree = yaml_tree_parse(source, &faults);
	struct field_reader reader = {
	    .source = source, .faults = &faults, .folder = folder};
	char *message;

	assert_non_null(tree);
	field_decode_map(&reader, &table, yaml_tree_root(tree), row);
	message =
	    mem_strdup(list.items.len == 0 ? "" : list.items.items[0].message);
	yaml_tree_free(tree);
	source_free(source);
	config_faults_clear(&list);
	return message;
}

static void
relative_paths_start_at_the_folder(void **state)
{
	static const struct {
		const char *yaml, *folder, *path;
	} cases[] = {
	    {"path: /a/b", "/etc", "/a/b"},
	    {"path: b.pem", "/etc", "/etc/b.pem"},
	    {"path: ../b.pem", "conf", "conf/../b.pem"},
	    {"path: b.pem", "/", "/b.pem"},
	    {"path: b.pem", ".", "b.pem"},
	    {"path: b.pem", NULL, "b.pem"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct row row = {0};
		CLEANUP(free)
		char *message = decode(cases[i].yaml, cases[i].folder, &row);

		assert_string_equal(message, "");
		assert_string_equal(row.path, cases[i].path);
		free(row.path);
	}
}

static void
lists_take_their_items_in_order(void **state)
{
	struct row row = {0};
	CLEANUP(free)
	char *message = decode("paths: [a, /b, c]", "/etc", &row);

	assert_string_equal(message, "");
	assert_int_equal(row.paths.len, 3);
	assert_string_equal(row.paths.items[0], "/etc/a");
	assert_string_equal(row.paths.items[1], "/b");
	assert_string_equal(row.paths.items[2], "/etc/c");
	texts_clear(&row.paths);
}

static void
lists_and_paths_say_what_would_be_right(void **state)
{
	static const struct {
		const char *yaml, *message;
	} cases[] = {
	    {"paths: []",
		"'paths' is an empty list; give at least one item, or leave "
		"it out"},
	    {"paths: [a, b, c, d]", "'paths' has 4 items; at most 3 are taken"},
	    {"paths: a.pem",
		"'paths' must be a list, each item a path; "
		"write [a.pem]"},
	    {"paths: \"a b\"",
		"'paths' must be a list, each item a path; "
		"write [\"a b\"]"},
	    {"paths: {a: b}",
		"'paths' is a map of keys; it must be a list, "
		"each item a path, after '- '"},
	    {"paths: [[a]]", "an item of 'paths' is a list; it must be a path"},
	    {"paths: [\"\"]",
		"an item of 'paths' is empty; give a path, or "
		"leave it out"},
	    {"path: [a]", "'path' is a list; it must be a path"},
	    {"path: ~root/x",
		"'path' begins with '~', which is not "
		"expanded; write the whole path"},
	    {"path: \"a\\tb\"",
		"'path' holds a line break or control "
		"character; remove it"},
	    {"path: \"a\\0b\"", "'path' holds a NUL character; remove it"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct row row = {0};
		CLEANUP(free)
		char *message = decode(cases[i].yaml, NULL, &row);

		assert_string_equal(message, cases[i].message);
		free(row.path);
		texts_clear(&row.paths);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scalars_are_read_or_answered),
	    cmocka_unit_test(text_replaces_what_was_there),
	    cmocka_unit_test(relative_paths_start_at_the_folder),
	    cmocka_unit_test(lists_take_their_items_in_order),
	    cmocka_unit_test(lists_and_paths_say_what_would_be_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
