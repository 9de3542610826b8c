/* Events as Slack messages. */
#include "render/render_slack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static json_t *
render(const char *event)
{
	json_t *value = json_loads(event, 0, NULL), *message;
	char *text;

	assert_non_null(value);
	text = render_slack_event(value);
	json_decref(value);
	message = json_loads(text, 0, NULL);
	assert_non_null(message);
	free(text);
	return message;
}

static const char *
block_text(const json_t *message, size_t i)
{
	const json_t *block =
	    json_array_get(json_object_get(message, "blocks"), i);

	return json_string_value(
	    json_object_get(json_object_get(block, "text"), "text"));
}

static void
what_happened_comes_first_and_then_what_to_do(void **state)
{
	json_t *message =
	    render("{\"event\":\"incident-opened\",\"severity\":\"critical\","
		   "\"text\":\"a.example:443 sends only its leaf\","
		   "\"remedy\":{\"cure\":\"Append the intermediate.\"},"
		   "\"endpoint\":{\"host\":\"a.example\",\"port\":443,"
		   "\"labels\":{\"team\":\"web\"}},\"time\":\"t\"}");

	assert_string_equal(json_string_value(json_object_get(message, "text")),
	    "critical: a.example:443 sends only its leaf");
	assert_string_equal(block_text(message, 0),
	    ":red_circle: *critical* a.example:443 sends only its leaf");
	assert_string_equal(
	    block_text(message, 1), "*What to do:* Append the intermediate.");
	assert_int_equal(
	    json_array_size(json_object_get(message, "blocks")), 3);
	json_decref(message);
}

static void
the_page_of_the_incident_is_a_link(void **state)
{
	json_t *message =
	    render("{\"event\":\"incident-opened\",\"text\":\"x\","
		   "\"page\":\"https://watch.test/incidents/0a?x&y\"}");

	assert_string_equal(block_text(message, 1),
	    "<https://watch.test/incidents/0a?x&amp;y|The incident: whom it "
	    "meets, what to paste>");
	json_decref(message);
}

static void
foreign_text_cannot_mention_or_link(void **state)
{
	json_t *message = render("{\"event\":\"incident-opened\","
				 "\"severity\":\"warning\","
				 "\"text\":\"<!channel> & <http://x|y>\"}");

	assert_string_equal(block_text(message, 0),
	    ":large_orange_circle: *warning* &lt;!channel&gt; &amp; "
	    "&lt;http://x|y&gt;");
	json_decref(message);
}

/* Without "verbatim" Slack finds mentions, rooms and URLs in bare text. */
static void
nothing_in_plain_text_is_taken_for_a_mention(void **state)
{
	json_t *message = render("{\"event\":\"incident-opened\","
				 "\"text\":\"CN=@channel http://x.test\","
				 "\"remedy\":{\"cure\":\"x\"},"
				 "\"page\":\"https://watch.test/\","
				 "\"time\":\"t\"}");
	const json_t *blocks = json_object_get(message, "blocks");

	assert_int_equal(json_array_size(blocks), 4);
	for (size_t i = 0; i < 4; i++) {
		const json_t *block = json_array_get(blocks, i);
		const json_t *elements = json_object_get(block, "elements");
		const json_t *words = elements != NULL
		    ? json_array_get(elements, 0)
		    : json_object_get(block, "text");

		assert_true(json_is_true(json_object_get(words, "verbatim")));
	}
	json_decref(message);
}

static void
long_text_is_cut_to_what_slack_takes(void **state)
{
	char *words = mem_new(20001, 1);
	char *event;
	json_t *message;

	memset(words, 'x', 20000);
	event = mem_printf("{\"event\":\"incident-opened\","
			   "\"severity\":\"critical\",\"text\":\"%s\"}",
	    words);
	message = render(event);
	assert_int_equal(strlen(block_text(message, 0)), SLACK_SECTION_MAX);
	json_decref(message);
	free(event);
	free(words);
}

static void
an_end_looks_like_one(void **state)
{
	json_t *message = render("{\"event\":\"incident-resolved\","
				 "\"severity\":\"ok\",\"text\":\"well\"}");

	assert_string_equal(
	    block_text(message, 0), ":white_check_mark: *ok* well");
	json_decref(message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_happened_comes_first_and_then_what_to_do),
	    cmocka_unit_test(the_page_of_the_incident_is_a_link),
	    cmocka_unit_test(foreign_text_cannot_mention_or_link),
	    cmocka_unit_test(nothing_in_plain_text_is_taken_for_a_mention),
	    cmocka_unit_test(long_text_is_cut_to_what_slack_takes),
	    cmocka_unit_test(an_end_looks_like_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
