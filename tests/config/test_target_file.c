/* Files that list endpoints, by their bytes. */
#include "config/target_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/config_text.h"

/* The endpoints as "id key=value ...", a line each, or the faults (free). */
static char *
parse_as(enum config_list_kind kind, const char *text, size_t len)
{
	struct config_faults found = {0};
	struct faults faults = {.list = &found};
	uint8_t *bytes = mem_new(len + 1, 1);
	struct endpoint *like = endpoint_new();
	struct target_file file = {0};
	struct strbuf out = STRBUF_INIT(1 << 16);
	struct source *source;

	memcpy(bytes, text, len);
	source = source_new("targets", 1, bytes, len);
	like->settings->interval_s = 60;
	like->port = 8443;
	if (!target_file_parse(kind, source, like, &faults, &file)) {
		source_free(source);
		endpoint_unref(like);
		strbuf_clear(&out);
		assert_true(found.items.len > 0);
		out = (struct strbuf)STRBUF_INIT(1 << 16);
		ARRAY_EACH (fault, &found.items)
			strbuf_addf(&out, "%zu:%zu: %s\n", fault->line,
			    fault->column, fault->message);
		config_faults_clear(&found);
		return strbuf_take(&out);
	}
	ARRAY_EACH (slot, &file.endpoints) {
		const struct endpoint *endpoint = *slot;

		assert_int_equal(endpoint->settings->interval_s, 60);
		strbuf_add(&out, endpoint->id);
		ARRAY_EACH (label, &endpoint->settings->labels)
			strbuf_addf(&out, " %s=%s", label->key, label->value);
		strbuf_add_char(&out, '\n');
	}
	target_file_clear(&file);
	source_free(source);
	endpoint_unref(like);
	return strbuf_take(&out);
}

static void
assert_parsed(
    enum config_list_kind kind, const char *text, const char *expected)
{
	char *got = parse_as(kind, text, strlen(text));

	assert_string_equal(got, expected);
	free(got);
}

static void
a_plain_list_has_one_a_line_and_comments(void **state)
{
	assert_parsed(CONFIG_LIST_PLAIN,
	    "# ours\n\nwww.example.com\n  mail.example.com:993  # mail\r\n"
	    "192.0.2.1\n[2001:db8::1]:443\nWWW2.Example.com",
	    "www.example.com:8443\nmail.example.com:993\n192.0.2.1:8443\n"
	    "[2001:db8::1]:443\nwww2.example.com:8443\n");
	assert_parsed(CONFIG_LIST_PLAIN, "", "");
	assert_parsed(CONFIG_LIST_PLAIN, "# nothing\n", "");
}

static void
faults_of_a_plain_list_have_their_place(void **state)
{
	assert_parsed(CONFIG_LIST_PLAIN,
	    "www.example.com\none.example.com two.example.com\n"
	    "  bad_host:99999\n",
	    "2:1: 'one.example.com two.example.com' is more than one word; "
	    "write one endpoint a line\n"
	    "3:3: 'bad_host:99999' has the port '99999'; it must be from 1 "
	    "to 65535\n");
}

static void
prometheus_json_has_groups_with_labels(void **state)
{
	assert_parsed(CONFIG_LIST_FILE_SD,
	    "[\n  {\"targets\": [\"a.example:443\", \"b.example\"],\n"
	    "   \"labels\": {\"team\": \"web\", \"__meta_x\": \"no\"}},\n"
	    "\t{\"targets\": [\"192.0.2.1:8443\"]},\n"
	    "  {\"targets\": [], \"labels\": null}\n]\n",
	    "a.example:443 team=web\nb.example:8443 team=web\n"
	    "192.0.2.1:8443\n");
}

static void
prometheus_yaml_is_the_same(void **state)
{
	assert_parsed(CONFIG_LIST_FILE_SD,
	    "- targets: ['a.example:443']\n  labels: {team: web}\n"
	    "- targets:\n  - https://b.example/health?x=1\n"
	    "  - https://c.example:444\n",
	    "a.example:443 team=web\nb.example:8443\nc.example:444\n");
	assert_parsed(CONFIG_LIST_FILE_SD, "[]", "");
}

static void
faults_of_groups_have_their_place(void **state)
{
	assert_parsed(CONFIG_LIST_FILE_SD,
	    "- targets: [a.example]\n- labels: {team: web}\n- plain\n"
	    "- targets: [\"a b\"]\n  labels: [x]\n",
	    "2:3: a group has no list 'targets'; write targets: "
	    "[www.example.com:443]\n"
	    "3:3: a group is a plain value; it must be a map with 'targets'\n"
	    "4:13: 'a b' holds a space; write one host, such as "
	    "www.example.com\n"
	    "5:11: 'labels' is a list; it must be a map of names and texts\n");
	assert_parsed(CONFIG_LIST_FILE_SD, "targets: [a.example]\n",
	    "1:1: the file is a map of keys; it must be a list of groups, each "
	    "with "
	    "'targets' and, if you like, 'labels'\n");
}

static void
bytes_that_are_no_text_are_a_fault(void **state)
{
	char *got = parse_as(CONFIG_LIST_PLAIN, "www.ex\0mple.com\n", 16);

	assert_int_equal(strncmp(got, "1:7: ", 5), 0);
	free(got);
	got = parse_as(CONFIG_LIST_PLAIN, "\xff\xfe", 2);
	assert_int_equal(strncmp(got, "1:1: ", 5), 0);
	free(got);
}

static void
a_hundred_thousand_lines_are_taken(void **state)
{
	struct strbuf text = STRBUF_INIT(8 << 20);
	char *got;

	for (int i = 0; i < 100000; i++)
		strbuf_addf(&text, "host-%06d.example.com:443\n", i);
	got = parse_as(CONFIG_LIST_PLAIN, strbuf_text(&text), text.len);
	/* the output's bound cuts it; that it begins right is enough */
	assert_int_equal(
	    strncmp(got, "host-000000.example.com:443\nhost-000001", 39), 0);
	free(got);
	strbuf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plain_list_has_one_a_line_and_comments),
	    cmocka_unit_test(faults_of_a_plain_list_have_their_place),
	    cmocka_unit_test(prometheus_json_has_groups_with_labels),
	    cmocka_unit_test(prometheus_yaml_is_the_same),
	    cmocka_unit_test(faults_of_groups_have_their_place),
	    cmocka_unit_test(bytes_that_are_no_text_are_a_fault),
	    cmocka_unit_test(a_hundred_thousand_lines_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
