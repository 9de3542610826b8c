/* Decoding by tables: keys, defaults, sections, and what was meant. */
#include "config/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

struct inner {
	unsigned size;
	bool is_big;
};

struct outer {
	unsigned count;
	char *name;
	struct inner inner;
};

static const struct field inner_rows[] = {
    {
	.key = "size",
	.type = &field_count,
	.offset = offsetof(struct inner, size),
	.most = 9,
	.fallback = "3",
    },
    {
	.key = "big",
	.type = &field_boolean,
	.offset = offsetof(struct inner, is_big),
	.fallback = "true",
    },
};

static const struct field_table inner_table =
    FIELD_TABLE("'inner'", inner_rows);

static const struct field outer_rows[] = {
    {
	.key = "count",
	.type = &field_count,
	.offset = offsetof(struct outer, count),
	.least = 1,
	.most = 100,
	.fallback = "7",
    },
    {
	.key = "name",
	.type = &field_string,
	.offset = offsetof(struct outer, name),
	.most = 10,
	.flags = FIELD_REQUIRED,
    },
    {
	.key = "inner",
	.type = &field_section,
	.inner = &inner_table,
	.offset = offsetof(struct outer, inner),
    },
    {
	.key = "tomorrow",
	.type = &field_section,
	.flags = FIELD_LATER,
    },
    {
	.key = "main",
	.type = &field_section,
	.inner = &inner_table,
	.offset = offsetof(struct outer, inner),
	.flags = FIELD_MAIN_ONLY,
    },
};

static const struct field_table outer_table =
    FIELD_TABLE("a thing", outer_rows);

/* Gives the faults, one line each, as "line:column message" (free). */
static char *
decode(const char *yaml, bool is_included, struct outer *outer, uint64_t *seen)
{
	struct config_faults list = {0};
	struct faults faults = {.list = &list};
	struct strbuf text = STRBUF_INIT(4096);
	struct source *source =
	    source_new("test", 1, (uint8_t *)mem_strdup(yaml), strlen(yaml));
	struct yaml_tree *tree = yaml_tree_parse(source, &faults);
	struct field_reader reader = {
	    .source = source, .faults = &faults, .is_included = is_included};

	assert_non_null(tree);
	field_set_defaults(&outer_table, outer);
	*seen = field_decode_map(
	    &reader, &outer_table, yaml_tree_root(tree), outer);
	ARRAY_EACH (fault, &list.items)
		strbuf_addf(&text, "%zu:%zu %s\n", fault->line, fault->column,
		    fault->message);
	yaml_tree_free(tree);
	source_free(source);
	config_faults_clear(&list);
	return strbuf_take(&text);
}

static void
defaults_stand_where_nothing_is_said(void **state)
{
	struct outer outer = {0};
	uint64_t seen = 0;
	CLEANUP(free)
	char *faults =
	    decode("name: x\ninner: {big: false}", false, &outer, &seen);

	assert_string_equal(faults, "");
	assert_int_equal(outer.count, 7);
	assert_string_equal(outer.name, "x");
	assert_int_equal(outer.inner.size, 3);
	assert_false(outer.inner.is_big);
	assert_int_equal(seen, 1 << 1 | 1 << 2);
	free(outer.name);
}

static void
an_empty_section_says_nothing(void **state)
{
	struct outer outer = {0};
	uint64_t seen = 0;
	CLEANUP(free)
	char *faults = decode("name: x\ninner:\n", false, &outer, &seen);

	assert_string_equal(faults, "");
	assert_int_equal(outer.inner.size, 3);
	free(outer.name);
}

static void
each_mistake_has_its_place_and_answer(void **state)
{
	static const struct {
		const char *yaml, *faults;
		bool is_included;
	} rows[] = {
	    {"count: 5", "1:1 a thing has no 'name'; give it text\n", false},
	    {"nane: x",
		"1:1 unknown key 'nane' in a thing; did you mean 'name'?\n",
		false},
	    {"name: x\ncolour: red",
		"2:1 unknown key 'colour' in a thing; the keys are count, "
		"name, inner, main\n",
		false},
	    {"name: x\nsize: 1",
		"2:1 'size' does not belong here; it stands under 'inner'\n",
		false},
	    {"name: x\ntomorrow: {a: [b]}",
		"2:1 'tomorrow' is not available in this version; leave it "
		"out\n",
		false},
	    {"name: x\nmain: {size: 1}", "", false},
	    {"name: x\nmain: {size: 1}",
		"2:1 'main' stands in the main file only; move it there\n",
		true},
	    {"name: x\ninner: 5",
		"2:8 'inner' is a plain value; it must be a map of keys\n",
		false},
	    {"name: x\ncount:",
		"2:1 'count' has no value; give it a whole number, or leave "
		"it out\n",
		false},
	    {"name: ~", "1:1 'name' has no value; give it text\n", false},
	    {"name: x\ncount: \"5\"",
		"2:8 'count' is text in quotes; it must be a whole number, "
		"without quotes\n",
		false},
	    {"name: x\n<<: {count: 5}",
		"2:1 merge keys ('<<') are not taken; write the keys out, or "
		"set them once under 'defaults'\n",
		false},
	    {"count: 0\ninner: {size: 10, bog: 1}\nname: [x]",
		"1:8 'count' is 0; it must be a whole number from 1 to 100\n"
		"2:15 'size' is 10; it must be a whole number from 0 to 9\n"
		"2:19 unknown key 'bog' in 'inner'; did you mean 'big'?\n"
		"3:7 'name' is a list; it must be text\n",
		false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct outer outer = {0};
		uint64_t seen = 0;
		CLEANUP(free)
		char *faults =
		    decode(rows[i].yaml, rows[i].is_included, &outer, &seen);

		assert_string_equal(faults, rows[i].faults);
		free(outer.name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults_stand_where_nothing_is_said),
	    cmocka_unit_test(an_empty_section_says_nothing),
	    cmocka_unit_test(each_mistake_has_its_place_and_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
