/* YAML into a tree with places, and its limits. */
#include "config/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

struct parsed {
	struct source *source;
	struct yaml_tree *tree;
	const struct yaml_node *root; /* NULL when there is no tree */
	struct config_faults faults;
};

static struct parsed
parse(const char *text)
{
	struct parsed parsed = {0};
	struct faults faults = {.list = &parsed.faults};

	parsed.source =
	    source_new("test", 1, (uint8_t *)mem_strdup(text), strlen(text));
	parsed.tree = yaml_tree_parse(parsed.source, &faults);
	if (parsed.tree != NULL)
		parsed.root = yaml_tree_root(parsed.tree);
	return parsed;
}

static void
clear(struct parsed *parsed)
{
	yaml_tree_free(parsed->tree);
	source_free(parsed->source);
	config_faults_clear(&parsed->faults);
}

/* One fault, at this place, that begins so. */
static void
expect_fault(const char *text, size_t line, size_t column, const char *words)
{
	struct parsed parsed = parse(text);
	const struct config_fault *fault;

	assert_int_equal(parsed.faults.items.len, 1);
	fault = &parsed.faults.items.items[0];
	assert_memory_equal(fault->message, words, strlen(words));
	assert_int_equal(fault->line, line);
	assert_int_equal(fault->column, column);
	clear(&parsed);
}

static void
nodes_know_where_they_stood(void **state)
{
	struct parsed parsed = parse(
	    "# c\na: x\nb:\n  - \"y\"\n  - [1, \xc3\xa4, 2]\nc: {d: e}\n");
	const struct yaml_node *list = yaml_map_find(parsed.root, "b");
	const struct yaml_node *flow;

	assert_int_equal(parsed.root->kind, YAML_KIND_MAP);
	assert_int_equal(parsed.root->len, 3);
	assert_int_equal(parsed.root->start, 4);
	assert_int_equal(parsed.root->pairs[0].key->start, 4);
	assert_int_equal(parsed.root->pairs[0].value->start, 7);
	assert_int_equal(parsed.root->pairs[0].value->end, 8);
	assert_true(parsed.root->pairs[0].value->is_plain);
	assert_int_equal(list->kind, YAML_KIND_LIST);
	assert_int_equal(list->len, 2);
	assert_string_equal(list->items[0]->text, "y");
	assert_false(list->items[0]->is_plain);
	assert_int_equal(list->items[0]->start, 16);
	assert_int_equal(list->items[0]->end, 19);
	/* Behind the two bytes of one character places are bytes still. */
	flow = list->items[1];
	assert_int_equal(flow->start, 24);
	assert_int_equal(flow->end, 34);
	assert_int_equal(flow->items[2]->start, 32);
	assert_string_equal(
	    yaml_map_find(yaml_map_find(parsed.root, "c"), "d")->text, "e");
	assert_int_equal(parsed.faults.items.len, 0);
	clear(&parsed);
}

static void
block_text_with_windows_line_ends_moves_nothing(void **state)
{
	struct parsed parsed = parse("a: |\r\n  x\r\n  y\r\nb: z\r\n");
	const struct yaml_node *b = yaml_map_find(parsed.root, "b");
	struct source_place place = source_place(parsed.source, b->start);

	assert_string_equal(yaml_map_find(parsed.root, "a")->text, "x\ny\n");
	assert_int_equal(place.line, 4);
	assert_int_equal(place.column, 4);
	clear(&parsed);
}

static void
nothing_is_an_empty_scalar(void **state)
{
	static const char *const rows[] = {
	    "", "\n\n", "# only words\n", "---\n", "--- ~\n...\n"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct parsed parsed = parse(rows[i]);

		assert_non_null(parsed.root);
		assert_true(yaml_node_is_null(parsed.root));
		assert_int_equal(parsed.faults.items.len, 0);
		clear(&parsed);
	}
}

static void
an_empty_list_may_come_first(void **state)
{
	static const char *const rows[] = {
	    "[]", "{}", "- []\n", "? []\n: {}\n"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct parsed parsed = parse(rows[i]);

		assert_non_null(parsed.root);
		clear(&parsed);
	}
}

static void
aliases_stand_for_what_they_name(void **state)
{
	struct parsed parsed = parse("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n");
	const struct yaml_node *a = yaml_map_find(parsed.root, "a");
	const struct yaml_node *b = yaml_map_find(parsed.root, "b");

	assert_int_equal(b->kind, YAML_KIND_LIST);
	assert_int_equal(b->len, 2);
	assert_ptr_equal(b->items[1], a->items[1]);
	assert_int_equal(b->start, 16); /* where the alias stands */
	assert_int_equal(b->end, 18);
	assert_int_equal(b->expanded, 3);
	/* The last anchor of a name counts. */
	assert_string_equal(yaml_map_find(parsed.root, "d")->text, "3");
	clear(&parsed);
}

static void
aliases_cannot_go_round(void **state)
{
	expect_fault("&a [*a]", 1, 5, "this alias stands inside");
	expect_fault("a: &x {b: [c, *x]}", 1, 15, "this alias stands inside");
	expect_fault("a: *x\nb: &x 1\n", 1, 4, "no anchor");
}

static void
aliases_cannot_blow_up(void **state)
{
	struct strbuf text = STRBUF_INIT(4096);

	strbuf_add(&text, "a: &a [x,x,x,x,x,x,x,x,x,x]\n");
	for (char c = 'b'; c < 'k'; c++) {
		strbuf_addf(&text, "%c: &%c [", c, c);
		for (int i = 0; i < 10; i++)
			strbuf_addf(&text, "%s*%c", i == 0 ? "" : ",", c - 1);
		strbuf_add(&text, "]\n");
	}
	expect_fault(
	    strbuf_text(&text), 6, 29, "the aliases up to here stand for");
	strbuf_clear(&text);
}

static void
add_times(struct strbuf *text, const char *what, size_t times)
{
	for (size_t i = 0; i < times; i++)
		strbuf_add(text, what);
}

static void
depth_is_bounded_to_the_level(void **state)
{
	struct strbuf text = STRBUF_INIT(1 << 20);
	struct parsed parsed;

	add_times(&text, "[", YAML_MAX_DEPTH);
	add_times(&text, "]", YAML_MAX_DEPTH);
	parsed = parse(strbuf_text(&text));
	assert_non_null(parsed.root);
	assert_int_equal(parsed.root->height, YAML_MAX_DEPTH);
	clear(&parsed);
	strbuf_clear(&text);
	add_times(&text, "[", YAML_MAX_DEPTH + 1);
	add_times(&text, "]", YAML_MAX_DEPTH + 1);
	expect_fault(
	    strbuf_text(&text), 1, YAML_MAX_DEPTH + 1, "nested more than");
	strbuf_clear(&text);
	/* libyaml alone takes a second for these, and a minute for those. */
	add_times(&text, "[", 20000);
	expect_fault(
	    strbuf_text(&text), 1, YAML_MAX_DEPTH + 1, "nested more than");
	strbuf_clear(&text);
	add_times(&text, "[\n", 200000);
	expect_fault(
	    strbuf_text(&text), YAML_MAX_DEPTH + 1, 1, "nested more than");
	strbuf_clear(&text);
	/* Aliases count with what they bring. */
	strbuf_add(&text, "a: &a ");
	add_times(&text, "[", 20);
	add_times(&text, "]", 20);
	strbuf_add(&text, "\nb: ");
	add_times(&text, "[", 12);
	strbuf_add(&text, "*a");
	add_times(&text, "]", 12);
	expect_fault(strbuf_text(&text), 2, 16, "nested more than");
	strbuf_clear(&text);
}

static void
anchors_are_bounded(void **state)
{
	struct strbuf text = STRBUF_INIT(1 << 20);

	for (int i = 0; i <= YAML_MAX_ANCHORS; i++)
		strbuf_addf(&text, "- &a%d x\n", i);
	expect_fault(
	    strbuf_text(&text), YAML_MAX_ANCHORS + 1, 3, "more than 1000");
	strbuf_clear(&text);
}

static void
nodes_are_bounded(void **state)
{
	struct strbuf text = STRBUF_INIT(16 << 20);

	strbuf_add(&text, "[");
	add_times(&text, "1,", YAML_MAX_NODES);
	strbuf_add(&text, "]");
	expect_fault(
	    strbuf_text(&text), 1, 2 * YAML_MAX_NODES, "more keys and values");
	strbuf_clear(&text);
}

static void
duplicate_keys_are_found_in_small_and_large_maps(void **state)
{
	struct strbuf text = STRBUF_INIT(1 << 20);

	expect_fault("a: 1\nb: 2\n\"a\": 3\n", 3, 1,
	    "duplicate key 'a'; it stands in line 1 already");
	for (int i = 0; i < 5000; i++)
		strbuf_addf(&text, "key%d: 1\n", i);
	strbuf_add(&text, "key2500: 2\n");
	expect_fault(strbuf_text(&text), 5001, 1,
	    "duplicate key 'key2500'; it stands in line 2501 already");
	strbuf_clear(&text);
}

static void
the_first_of_two_keys_counts(void **state)
{
	struct parsed parsed = parse("{a: 1, a: 2, b: 3}");

	assert_int_equal(parsed.root->len, 2);
	assert_string_equal(yaml_map_find(parsed.root, "a")->text, "1");
	assert_int_equal(parsed.faults.items.len, 1);
	clear(&parsed);
}

static void
what_yaml_has_and_we_do_not_is_said(void **state)
{
	expect_fault("{[a]: b}", 1, 2, "a key must be text");
	expect_fault("a: {{ b }}", 1, 5, "a key must be text");
	expect_fault("\"a\\0\": b", 1, 1, "a NUL character in a key");
	expect_fault("a: !!str b", 1, 4, "tags ('!...') are not taken");
	expect_fault("!m {a: b}", 1, 1, "tags ('!...') are not taken");
	expect_fault("a: 1\n---\nb: 1\n", 2, 1, "a second document");
	expect_fault("a: b\xff\n", 1, 5, "byte 0xff is not UTF-8");
}

static void
several_faults_come_at_once(void **state)
{
	struct parsed parsed = parse("a: !x 1\na: 2\n[b]: 3\n");

	assert_int_equal(parsed.faults.items.len, 3);
	assert_non_null(parsed.root);
	clear(&parsed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nodes_know_where_they_stood),
	    cmocka_unit_test(block_text_with_windows_line_ends_moves_nothing),
	    cmocka_unit_test(nothing_is_an_empty_scalar),
	    cmocka_unit_test(an_empty_list_may_come_first),
	    cmocka_unit_test(aliases_stand_for_what_they_name),
	    cmocka_unit_test(aliases_cannot_go_round),
	    cmocka_unit_test(aliases_cannot_blow_up),
	    cmocka_unit_test(depth_is_bounded_to_the_level),
	    cmocka_unit_test(anchors_are_bounded),
	    cmocka_unit_test(nodes_are_bounded),
	    cmocka_unit_test(duplicate_keys_are_found_in_small_and_large_maps),
	    cmocka_unit_test(the_first_of_two_keys_counts),
	    cmocka_unit_test(what_yaml_has_and_we_do_not_is_said),
	    cmocka_unit_test(several_faults_come_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
