/* The journal's catalogue: an entry for each kind of event and each finding. */
#include "render/render_catalog.h"

#include <stdlib.h>

#include "model/event.h"
#include "model/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct strbuf catalog = STRBUF_INIT(RENDER_CATALOG_MAX);

static int
make(void **state)
{
	render_catalog(&catalog);
	return 0;
}

static int
drop(void **state)
{
	strbuf_clear(&catalog);
	return 0;
}

/* The text between an id's line and the next entry; free it. */
static char *
entry_of(const char *message_id)
{
	struct strbuf head = STRBUF_INIT(64);
	const char *at, *end;
	char *text;

	strbuf_addf(&head, "\n-- %s\n", message_id);
	at = strstr(strbuf_text(&catalog), strbuf_text(&head));
	assert_non_null(at);
	assert_null(strstr(at + 1, strbuf_text(&head)));
	at += head.len;
	end = strstr(at, "\n-- ");
	text = end == NULL ? strdup(at) : strndup(at, (size_t)(end - at));
	strbuf_clear(&head);
	return text;
}

static void
check_form(const char *entry)
{
	const char *body = strstr(entry, "\n\n");

	assert_int_equal(strncmp(entry, "Subject: ", 9), 0);
	assert_non_null(strstr(entry, "\nDefined-By: chainwatch\n"));
	assert_non_null(body);
	assert_true(strlen(body) > 4);
}

static void
each_kind_of_event_has_one_entry(void **state)
{
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
		char *entry =
		    entry_of(event_kind_message_id((enum event_kind)kind));

		check_form(entry);
		free(entry);
	}
}

static void
each_finding_has_one_entry_with_its_words(void **state)
{
	for (int code = 0; code < FINDING_COUNT; code++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)code);
		char *entry = entry_of(info->message_id);

		check_form(entry);
		assert_non_null(strstr(entry, info->title));
		assert_non_null(strstr(entry, info->code));
		free(entry);
	}
}

static void
an_opening_shows_explanation_remedy_and_endpoint(void **state)
{
	char *entry = entry_of(event_kind_message_id(EVENT_INCIDENT_OPENED));

	assert_non_null(strstr(entry, "@CHAINWATCH_EXPLANATION@\n"));
	assert_non_null(strstr(entry, "@CHAINWATCH_REMEDY@\n"));
	assert_non_null(strstr(entry, "@CHAINWATCH_ENDPOINT@"));
	free(entry);
}

static void
recipes_name_the_host_by_its_field(void **state)
{
	char *entry = entry_of(finding_info(FINDING_LEAF_ONLY)->message_id);

	assert_non_null(strstr(entry, "\nnginx:\n"));
	assert_non_null(strstr(entry,
	    "openssl s_client -connect "
	    "@CHAINWATCH_HOST@:@CHAINWATCH_PORT@ "
	    "-servername @CHAINWATCH_HOST@"));
	free(entry);
}

/* journalctl takes a line that begins so for a comment, and drops it. */
static void
no_line_of_an_entry_begins_like_a_comment(void **state)
{
	const char *line = strchr(strbuf_text(&catalog), '\n');

	for (; line != NULL; line = strchr(line + 1, '\n'))
		assert_true(line[1] != '#' && line[1] != ';');
}

static void
nothing_is_cut(void **state)
{
	assert_false(strbuf_is_truncated(&catalog));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_event_has_one_entry),
	    cmocka_unit_test(each_finding_has_one_entry_with_its_words),
	    cmocka_unit_test(an_opening_shows_explanation_remedy_and_endpoint),
	    cmocka_unit_test(recipes_name_the_host_by_its_field),
	    cmocka_unit_test(no_line_of_an_entry_begins_like_a_comment),
	    cmocka_unit_test(nothing_is_cut),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
