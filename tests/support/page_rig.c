/* The web server over a monitor with a store; see page_rig.h. */
#include "support/page_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/markup.h"

#define PASSED_S 4000

const char *const page_rig_hostile[PAGE_RIG_HOSTILE_COUNT] = {
    "</title></section><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "a\x1b[31mred\x1b[0m\r\nSet-Cookie: x=y",
    "gnp.\xe2\x80\xaetxt\xe2\x81\xa6",
    "&lt;img src=x&gt;",
    "\\u{202E}\\x00\xff\xfe",
};

static void
add_label(struct endpoint *endpoint, const char *key, const char *value)
{
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
}

static void
serve(struct page_rig *page)
{
	struct error err = ERROR_INIT;
	struct rig *rig = page->kept->rig;

	kept_rig_start(page->kept);
	page->parts = (struct control_parts){
	    .loop = rig->loop,
	    .clock = &rig->clock,
	    .monitor = rig->monitor,
	    .fleet = rig->fleet,
	    .inspector = rig->inspector,
	    .store = page->kept->store,
	};
	page->web = web_new(&page->parts, &page->options, &err);
}

int
page_rig_set_up_empty(void **state)
{
	struct page_rig *page = MEM_NEW(struct page_rig);

	page->kept = kept_rig_new();
	serve(page);
	*state = page;
	return 0;
}

int
page_rig_set_up(void **state)
{
	struct page_rig *page = MEM_NEW(struct page_rig);
	struct rig *rig;

	page->kept = kept_rig_new();
	rig = page->kept->rig;
	add_label(
	    rig_endpoint(rig, "a.example.com", "192.0.2.1 192.0.2.4", 3600),
	    "team", "<b>web</b>");
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_serve(rig, "192.0.2.4", RIG_GOOD);
	rig_endpoint(rig, "b.example.com", "192.0.2.2", 3600);
	rig_serve(rig, "192.0.2.2", RIG_GOOD);
	rig_endpoint(rig, "c.example.com", "192.0.2.3", 3600);
	rig_serve(rig, "192.0.2.3", RIG_REFUSED);
	serve(page);
	rig_run(rig, PASSED_S);
	*state = page;
	return 0;
}

int
page_rig_tear_down(void **state)
{
	struct page_rig *page = *state;

	web_free(page->web);
	kept_rig_free(page->kept);
	free(page);
	return 0;
}

const char *
page_rig_page(struct page_rig *rig, const char *target)
{
	const struct fake_answer *answer =
	    fake_http_get(rig->kept->rig->loop, target);

	if (answer->status != 200)
		fail_msg("%s: %d: %s", target, answer->status, answer->body);
	assert_string_equal(answer->type, "text/html; charset=utf-8");
	markup_check(answer->body);
	return answer->body;
}

bool
page_rig_has(const char *page, const char *markup)
{
	return strstr(page, markup) != NULL;
}

/* Without the line breaks and blanks of markup. */
static char *
words_of(const char *page)
{
	char *text = markup_text(page), *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		if (*from != ' ' || (to > text && to[-1] != ' '))
			*to++ = *from;
	}
	*to = '\0';
	return text;
}

void
page_rig_says(const char *page, const char *words)
{
	char *text = words_of(page);

	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in: %s", words, text);
	free(text);
}

void
page_rig_says_not(const char *page, const char *words)
{
	char *text = words_of(page);

	if (strstr(text, words) != NULL)
		fail_msg("'%s' is in: %s", words, text);
	free(text);
}

char *
page_rig_link(const char *page, const char *start)
{
	CLEANUP(free) char *wanted = mem_printf("href=\"%s", start);
	const char *at = strstr(page, wanted);

	if (at == NULL)
		fail_msg("no link to %s", start);
	at += strlen("href=\"");
	return mem_strndup(at, strcspn(at, "\""));
}

const struct rig_host *
page_rig_host(const struct page_rig *rig, const char *host)
{
	ARRAY_EACH (one, &rig->kept->rig->hosts) {
		if (strcmp(one->host, host) == 0)
			return one;
	}
	fail_msg("no host %s", host);
	return NULL;
}

/* ---- lines --------------------------------------------------------------- */

struct lines {
	json_t *list;
	bool is_ended;
};

static void
on_line(void *arg, const json_t *line)
{
	struct lines *lines = arg;

	json_array_append_new(lines->list, json_deep_copy(line));
}

static void
on_end(void *arg, UNUSED const json_t *line, const struct error *err)
{
	struct lines *lines = arg;

	if (err != NULL)
		fail_msg("%s", err->message);
	lines->is_ended = true;
}

static bool
has_room(UNUSED const void *arg)
{
	return true;
}

json_t *
page_rig_ask(struct page_rig *rig, const char *command, json_t *take_ask)
{
	static const struct answer_outlet outlet = {
	    .line = on_line, .end = on_end, .has_room = has_room};
	struct lines lines = {.list = json_array()};
	struct answer *answer = answer_new(rig->parts.loop, &outlet, &lines);

	assert_true(control_read(&rig->parts, answer, command, take_ask));
	json_decref(take_ask);
	rig_run(rig->kept->rig, 5);
	assert_true(lines.is_ended);
	answer_free(answer);
	return lines.list;
}

char *
page_rig_incident(struct page_rig *rig, const char *finding)
{
	json_t *lines = page_rig_ask(rig, "incidents", json_object());
	char *url = NULL;
	json_t *line;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		const json_t *entry = json_object_get(line, "entry");
		const char *code =
		    json_string_value(json_object_get(entry, "finding"));

		if (url == NULL && code != NULL && strcmp(code, finding) == 0)
			url = mem_printf("/incidents/%s",
			    json_string_value(json_object_get(entry, "id")));
	}
	json_decref(lines);
	assert_non_null(url);
	return url;
}

static bool
is_kept(const char *key, const json_t *value)
{
	const char *text = json_string_value(value);

	return strcmp(key, "type") == 0 ||
	    (strlen(text) == strlen("2026-06-01T00:00:00Z") &&
		text[10] == 'T' && text[19] == 'Z');
}

void
page_rig_spoil(json_t *value, const char *text)
{
	json_t *member;
	const char *key;
	size_t i;

	json_array_foreach(value, i, member)
	{
		if (json_is_string(member))
			json_array_set_new(
			    value, i, json_stringn_nocheck(text, strlen(text)));
		else
			page_rig_spoil(member, text);
	}
	json_object_foreach(value, key, member)
	{
		if (!json_is_string(member))
			page_rig_spoil(member, text);
		else if (!is_kept(key, member))
			json_string_setn_nocheck(member, text, strlen(text));
	}
}

void
page_rig_is_harmless(const char *markup)
{
	static const char *const bad[] = {
	    "\x1b", "\r", "\xe2\x80\xae", "\xe2\x81\xa6", "\xff"};

	markup_check(markup);
	assert_int_equal(markup_count(markup, "script", NULL, NULL), 0);
	assert_int_equal(markup_count(markup, "img", NULL, NULL), 0);
	assert_null(strstr(markup, " onmouseover=\""));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(strstr(markup, bad[i]));
}
