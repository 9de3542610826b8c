/* `chainwatch explain [CODE]`: the catalogue of findings, and kinds of events.
 */
#include "cli/command.h"

#include <ctype.h>
#include <string.h>

#include "base/safe_print.h"
#include "cli/output.h"
#include "config/spelling.h"
#include "model/event.h"
#include "render/json_finding.h"
#include "render/json_value.h"
#include "render/text_layout.h"

#define CODE_MAX 64
#define EVENT_INDENT 2

struct explain {
	bool is_json, is_whole;
};

static const struct option_row rows[] = {
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct explain, is_json),
	.help = "write JSON for programs",
    },
    {
	.name = "all",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct explain, is_whole),
	.help = "everything about every code, not the list alone",
    },
};

static json_t *
entry_json(enum finding_code code)
{
	const struct finding_info *info = finding_info(code);
	const struct finding finding = {
	    .code = code, .certificate = FINDING_CERTIFICATE_NONE};
	json_t *object = json_value_object();

	json_value_set(object, "code", json_value_text(info->code));
	json_value_set(
	    object, "severity", json_value_text(severity_text(info->severity)));
	json_value_set(object, "title", json_value_text(info->title));
	json_value_set(
	    object, "explanation", json_value_text(info->explanation));
	json_value_set(object, "message_id", json_value_text(info->message_id));
	json_value_set(
	    object, "remedy", json_finding_remedy(&finding, NULL, NULL));
	return object;
}

static enum exit_code
explain_all(bool is_json, bool is_whole)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();
	json_t *list;

	if (!is_json && !is_whole)
		render_text_catalogue(&text, &style);
	for (int i = 0; !is_json && is_whole && i < FINDING_COUNT; i++) {
		strbuf_add(&text, i == 0 ? "" : "\n\n");
		render_text_explain(&text, (enum finding_code)i, &style);
	}
	if (!is_json)
		return output_text(&text, EXIT_CODE_OK);
	list = json_value_array();
	for (int i = 0; i < FINDING_COUNT; i++)
		json_value_append(list, entry_json((enum finding_code)i));
	return output_json(list, EXIT_CODE_OK);
}

static enum exit_code
explain_one(enum finding_code code, bool is_json)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();

	if (is_json)
		return output_json(entry_json(code), EXIT_CODE_OK);
	render_text_explain(&text, code, &style);
	return output_text(&text, EXIT_CODE_OK);
}

static enum exit_code
explain_event(enum event_kind kind, bool is_json)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();
	json_t *object;

	if (!is_json) {
		text_add(&text, &style, TEXT_BOLD, event_kind_text(kind));
		strbuf_add(&text, "  an event\n");
		text_pad(&text, EVENT_INDENT);
		text_wrap(&text, &style, EVENT_INDENT, EVENT_INDENT, TEXT_PLAIN,
		    event_kind_sentence(kind));
		return output_text(&text, EXIT_CODE_OK);
	}
	object = json_value_object();
	json_value_set(object, "event", json_value_text(event_kind_text(kind)));
	json_value_set(
	    object, "explanation", json_value_text(event_kind_sentence(kind)));
	json_value_set(
	    object, "message_id", json_value_text(event_kind_message_id(kind)));
	return output_json(object, EXIT_CODE_OK);
}

/* As people write it: "Leaf_Only" is leaf-only. */
static void
normalise(const char *text, char code[CODE_MAX])
{
	size_t len = 0;

	for (; *text != '\0' && len < CODE_MAX - 1; text++)
		code[len++] = *text == '_' || *text == ' '
		    ? '-'
		    : (char)tolower((unsigned char)*text);
	code[len] = '\0';
}

/* By its name, or by the MESSAGE_ID that the journal shows. */
static bool
find(const char *text, enum finding_code *ret_code)
{
	char code[CODE_MAX];

	normalise(text, code);
	if (finding_find(code, ret_code))
		return true;
	for (int i = 0; i < FINDING_COUNT; i++) {
		*ret_code = (enum finding_code)i;
		if (strcmp(finding_info(*ret_code)->message_id, code) == 0)
			return true;
	}
	return false;
}

/* The same of a kind of event. */
static bool
find_event(const char *text, int *ret_kind)
{
	char code[CODE_MAX];

	normalise(text, code);
	if (names_find(&event_kind_names, code, ret_kind))
		return true;
	for (*ret_kind = 0; *ret_kind < EVENT_KIND_COUNT; ++*ret_kind) {
		if (strcmp(event_kind_message_id((enum event_kind) * ret_kind),
			code) == 0)
			return true;
	}
	return false;
}

static bool
refuse_code(const char *text, struct error *err)
{
	char code[CODE_MAX];
	struct spelling spelling = SPELLING_INIT(code);
	CLEANUP(free) char *shown = safe_print_dup(text, strlen(text), 100);

	normalise(text, code);
	for (int i = 0; i < FINDING_COUNT; i++)
		spelling_offer(
		    &spelling, finding_code_text((enum finding_code)i));
	for (int i = 0; i < EVENT_KIND_COUNT; i++)
		spelling_offer(&spelling, event_kind_text((enum event_kind)i));
	if (spelling.best != NULL)
		return error_set(err, ERROR_INVALID,
		    "%s: there is no such code; did you mean %s?", shown,
		    spelling.best);
	return error_set(err, ERROR_INVALID,
	    "%s: there is no such code; `chainwatch explain` lists them",
	    shown);
}

/* What is asked about: a finding, or a kind of event. */
struct subject {
	enum finding_code code; /* FINDING_COUNT: no finding */
	int kind;		/* EVENT_KIND_COUNT: no event */
};

static bool
find_subject(const struct explain *explain, const struct option_list *operands,
    struct subject *ret_subject, struct error *err)
{
	const char *text;

	if (operands->items.len == 0)
		return true;
	text = operands->items.items[0];
	if (operands->items.len > 1)
		return error_set(
		    err, ERROR_INVALID, "one code at a time, or none for all");
	if (explain->is_whole)
		return error_set(err, ERROR_INVALID, "--all: without a code");
	if (find(text, &ret_subject->code))
		return true;
	ret_subject->code = FINDING_COUNT;
	return find_event(text, &ret_subject->kind) || refuse_code(text, err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct explain explain = {0};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	struct subject subject = {FINDING_COUNT, EVENT_KIND_COUNT};
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    &explain, &operands, &err);

	ok = ok && find_subject(&explain, &operands, &subject, &err);
	option_list_clear(&operands);
	if (!ok)
		return command_refuse(&command_explain, &err);
	if (subject.kind != EVENT_KIND_COUNT)
		return explain_event(
		    (enum event_kind)subject.kind, explain.is_json);
	return subject.code == FINDING_COUNT
	    ? explain_all(explain.is_json, explain.is_whole)
	    : explain_one(subject.code, explain.is_json);
}

const struct command command_explain = {
    .name = "explain",
    .operands = "[CODE]",
    .summary = "what a finding means and what to do; without CODE, list all",
    .notes = "CODE is that of a finding or of an event, or the MESSAGE_ID by "
	     "which the journal has it.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
