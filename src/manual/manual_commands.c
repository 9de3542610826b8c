/* The tables of chainwatch(1) and chainwatchd(8). */
#include "cli/command.h"
#include "cli/exit_code.h"
#include "daemon/arguments.h"
#include "manual/roff.h"
#include "manual/tables.h"

/* Those that people use, one by one; NULL: no more. */
static const struct command *
next_command(size_t *i)
{
	const struct command *command;

	while ((command = command_at((*i)++)) != NULL) {
		if (command->summary != NULL)
			return command;
	}
	return NULL;
}

static void
add_usage(struct strbuf *buf, const struct command *command)
{
	strbuf_add(buf, ".Nm\n.Cm ");
	roff_add(buf, command->name);
	strbuf_add_char(buf, '\n');
	if (command->option_count > 0)
		strbuf_add(buf, ".Op Ar option ...\n");
	if (*command->operands == '\0')
		return;
	strbuf_add(buf, ".Ar ");
	roff_add(buf, command->operands);
	strbuf_add_char(buf, '\n');
}

void
manual_synopsis(struct strbuf *buf)
{
	const struct command *command;

	for (size_t i = 0; (command = next_command(&i)) != NULL;)
		add_usage(buf, command);
}

static void
add_option(struct strbuf *buf, const struct option_row *row)
{
	strbuf_add(buf, ".It ");
	if (row->letter != 0)
		strbuf_addf(buf, "Fl %c , ", row->letter);
	strbuf_add(buf, "Fl \\-");
	roff_add(buf, row->name);
	if (row->value != NULL && row->implied != NULL) {
		strbuf_add(buf, " Ns Oo = Ns Ar ");
		roff_add(buf, row->value);
		strbuf_add(buf, " Oc");
	} else if (row->value != NULL) {
		strbuf_add(buf, " Ar ");
		roff_add(buf, row->value);
	}
	strbuf_add_char(buf, '\n');
	roff_sentence_of(buf, row->help);
}

static void
add_options(struct strbuf *buf, const struct option_row *rows, size_t count)
{
	bool is_open = false;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].help == NULL)
			continue;
		if (!is_open)
			strbuf_add(buf, ".Bl -tag -width Ds\n");
		is_open = true;
		add_option(buf, &rows[i]);
	}
	if (is_open)
		strbuf_add(buf, ".El\n");
}

void
manual_commands(struct strbuf *buf)
{
	const struct command *command;

	for (size_t i = 0; (command = next_command(&i)) != NULL;) {
		strbuf_add(buf, ".Ss chainwatch ");
		roff_add(buf, command->name);
		strbuf_add_char(buf, '\n');
		add_usage(buf, command);
		strbuf_add(buf, ".Pp\n");
		roff_sentence_of(buf, command->summary);
		if (command->notes != NULL) {
			strbuf_add(buf, ".Pp\n");
			roff_sentences(buf, command->notes);
		}
		add_options(buf, command->options, command->option_count);
	}
}

static void
add_exit_code(struct strbuf *buf, int code, const char *meaning)
{
	strbuf_addf(buf, ".It %d\n", code);
	roff_sentence_of(buf, meaning);
}

void
manual_exit_codes(struct strbuf *buf)
{
	const struct exit_code_row *row;

	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (size_t i = 0; (row = exit_code_at(i)) != NULL; i++)
		add_exit_code(buf, (int)row->code, row->meaning);
	strbuf_add(buf, ".El\n");
}

void
manual_daemon_options(struct strbuf *buf)
{
	const struct argument_row *row;

	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (size_t i = 0; (row = argument_at(i)) != NULL; i++) {
		const struct option_row option = {
		    .name = row->name,
		    .letter = row->letter,
		    .value = row->value,
		    .help = row->help,
		};

		add_option(buf, &option);
	}
	strbuf_add(buf, ".El\n");
}

void
manual_daemon_exit_codes(struct strbuf *buf)
{
	const struct daemon_exit_row *row;

	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (size_t i = 0; (row = daemon_exit_at(i)) != NULL; i++)
		add_exit_code(buf, (int)row->code, row->meaning);
	strbuf_add(buf, ".El\n");
}
