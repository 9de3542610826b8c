/* `chainwatch clients`: the kinds of clients that are asked about a chain. */
#include "cli/command.h"

#include "cli/output.h"
#include "clients/choice.h"
#include "render/json_value.h"
#include "render/text_layout.h"

#define STEP 2

struct clients {
	bool is_json;
};

static const struct option_row rows[] = {
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct clients, is_json),
	.help = "write JSON for programs",
    },
};

static json_t *
as_json(const struct client_profile *profile)
{
	json_t *object = json_value_object();

	json_value_set(object, "name", json_value_text(profile->name));
	json_value_set(object, "title", json_value_text(profile->title));
	json_value_set(object, "users", json_value_text(profile->users));
	json_value_set(
	    object, "mainstream", json_value_bool(profile->is_mainstream));
	json_value_set(object, "checked",
	    json_value_text(
		profile->is_checked ? "against the stack" : "modelled"));
	json_value_set(object, "source", json_value_text(profile->source));
	if (profile->modelled != NULL)
		json_value_set(
		    object, "modelled", json_value_text(profile->modelled));
	return object;
}

static void
add_profile(struct strbuf *buf, const struct client_profile *profile,
    const struct render_style *style)
{
	CLEANUP(free)
	char *users = mem_printf("%s: %s.", profile->title, profile->users);
	CLEANUP(free)
	char *source = mem_printf("%s %s.",
	    profile->is_checked ? "Checked against the stack:"
				: "Modelled from:",
	    profile->source);

	CLEANUP(free) char *modelled = NULL;

	text_add(buf, style, TEXT_BOLD, profile->name);
	text_add(
	    buf, style, TEXT_DIM, profile->is_mainstream ? "  mainstream" : "");
	strbuf_add_char(buf, '\n');
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, users);
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_DIM, source);
	if (profile->modelled == NULL)
		return;
	modelled = mem_printf("Modelled: %s.", profile->modelled);
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_DIM, modelled);
}

static enum exit_code
tell_text(void)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();

	for (size_t i = 0; i < client_profile_count; i++)
		add_profile(&text, &client_profiles[i], &style);
	strbuf_add_char(&text, '\n');
	text_wrap(&text, &style, 0, 0, TEXT_PLAIN,
	    "Those marked as mainstream matter where the configuration does "
	    "not say otherwise ('clients' of an endpoint or of 'defaults'): "
	    "that one of them refuses is a warning.");
	return output_text(&text, EXIT_CODE_OK);
}

static enum exit_code
tell_json(void)
{
	json_t *list = json_value_array();

	for (size_t i = 0; i < client_profile_count; i++)
		json_value_append(list, as_json(&client_profiles[i]));
	return output_json(list, EXIT_CODE_OK);
}

static enum exit_code
run(int argc, char **argv)
{
	struct clients clients = {0};
	struct option_list operands = {0};
	struct error err = ERROR_INIT;
	bool ok = options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
	    &clients, &operands, &err);

	if (ok && operands.items.len > 0)
		ok = error_set(&err, ERROR_INVALID, "it takes no operand");
	option_list_clear(&operands);
	if (!ok)
		return command_refuse(&command_clients, &err);
	return clients.is_json ? tell_json() : tell_text();
}

const struct command command_clients = {
    .name = "clients",
    .operands = "",
    .summary = "the kinds of clients that are asked, and how each is modelled",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
