/* Lines of an answer as a document. */
#include "web/api_document.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

#define MOST 65536

static void
add(struct api_document *document, struct strbuf *out, const char *line)
{
	json_t *object = json_loads(line, 0, NULL);

	assert_non_null(object);
	if (strstr(line, "\"end\"") != NULL)
		api_document_end(document, object, out);
	else
		api_document_line(document, object, out);
	json_decref(object);
}

/* The document of lines up to NULL, keys in order; one key twice fails. */
static void
assert_document(const char *path, const char *const *lines, const char *wanted)
{
	const char *id;
	struct api_document document = {.route = api_route_find(path, &id)};
	CLEANUP(strbuf_clear) struct strbuf out = STRBUF_INIT(MOST);
	CLEANUP(free) char *text = NULL;
	json_error_t fault;
	json_t *whole;

	for (; *lines != NULL; lines++)
		add(&document, &out, *lines);
	whole = json_loads(strbuf_text(&out), JSON_REJECT_DUPLICATES, &fault);
	if (whole == NULL)
		fail_msg("%s in %s", fault.text, strbuf_text(&out));
	for (const char *c = strbuf_text(&out); *c != '\0'; c++)
		assert_true(*c > 0); /* ASCII */
	text = json_dumps(whole, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(whole);
	assert_string_equal(text, wanted);
}

static void
a_list_has_its_items_and_where_it_goes_on(UNUSED void **state)
{
	static const char *const none[] = {"{\"type\":\"end\"}", NULL};
	static const char *const two[] = {
	    "{\"version\":1,\"type\":\"status\",\"id\":\"a\"}",
	    "{\"version\":1,\"type\":\"status\",\"id\":\"b\"}",
	    "{\"type\":\"end\",\"next\":\"\\u202eb\"}",
	    NULL,
	};
	static const char *const entries[] = {
	    "{\"version\":1,\"type\":\"history\",\"entry\":{\"type\":"
	    "\"chain\"}}",
	    "{\"type\":\"end\"}",
	    NULL,
	};

	assert_document(
	    "status", none, "{\"items\":[],\"next\":null,\"version\":1}");
	assert_document("status", two,
	    "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"next\":\"\xe2\x80\xae"
	    "b\","
	    "\"version\":1}");
	assert_document("history", entries,
	    "{\"items\":[{\"type\":\"chain\"}],\"next\":null,\"version\":1}");
}

static void
what_the_store_lacks_is_said_at_the_end(UNUSED void **state)
{
	static const char *const none[] = {
	    "{\"type\":\"end\",\"stale_s\":42}", NULL};
	static const char *const one[] = {
	    "{\"version\":1,\"type\":\"incident\",\"entry\":{\"type\":2}}",
	    "{\"type\":\"end\",\"stale_s\":42}",
	    NULL,
	};

	assert_document("events", none,
	    "{\"items\":[],\"next\":null,\"stale_s\":42,\"version\":1}");
	assert_document("incidents/a", one,
	    "{\"entry\":{\"type\":2},\"stale_s\":42,\"version\":1}");
}

static void
a_whole_has_a_list_of_each_kind_of_line(UNUSED void **state)
{
	static const char *const shown[] = {
	    "{\"version\":1,\"type\":\"status\",\"id\":\"a\","
	    "\"incidents\":[1,2]}",
	    "{\"version\":1,\"type\":\"failure\",\"failure\":\"f\"}",
	    "{\"version\":1,\"type\":\"chain\",\"chain\":\"c1\"}",
	    "{\"version\":1,\"type\":\"chain\",\"chain\":\"c2\"}",
	    "{\"version\":1,\"type\":\"dance\"}",
	    "{\"version\":1,\"type\":\"history\",\"entry\":{\"x\":1}}",
	    "{\"type\":\"end\"}",
	    NULL,
	};
	static const char *const bare[] = {
	    "{\"version\":1,\"type\":\"incident\",\"entry\":{\"type\":2}}",
	    "{\"type\":\"end\"}",
	    NULL,
	};

	assert_document("endpoints/a", shown,
	    "{\"chains\":[{\"chain\":\"c1\"},{\"chain\":\"c2\"}],"
	    "\"failures\":[{\"failure\":\"f\"}],"
	    "\"history\":[{\"x\":1}],\"id\":\"a\",\"incidents\":[],"
	    "\"silences\":[],\"version\":1}");
	assert_document(
	    "incidents/a", bare, "{\"entry\":{\"type\":2},\"version\":1}");
}

static void
lines_stay_as_they_are(UNUSED void **state)
{
	const char *id;
	struct api_document document = {
	    .route = api_route_find("status", &id), .is_lines = true};
	CLEANUP(strbuf_clear) struct strbuf out = STRBUF_INIT(MOST);

	add(&document, &out, "{\"version\":1,\"type\":\"status\"}");
	add(&document, &out, "{\"version\":1,\"type\":\"end\"}");
	assert_string_equal(strbuf_text(&out),
	    "{\"version\":1,\"type\":\"status\"}\n"
	    "{\"version\":1,\"type\":\"end\"}\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_list_has_its_items_and_where_it_goes_on),
	    cmocka_unit_test(what_the_store_lacks_is_said_at_the_end),
	    cmocka_unit_test(a_whole_has_a_list_of_each_kind_of_line),
	    cmocka_unit_test(lines_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
