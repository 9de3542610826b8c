/*
 * `chainwatch inventory`: every certificate that is known, where it is served
 * and who breaks with it, from the daemon that runs, or from its store when
 * none does. Told a window at a time, so that it may be any number.
 */
#include "cli/command.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/terminal.h"
#include "cli/daemon_ask.h"
#include "cli/inventory_names.h"
#include "cli/inventory_text.h"
#include "cli/looks.h"
#include "cli/output.h"
#include "control/inventory_line.h"
#include "render/json_value.h"
#include "store/reader.h"

#define WINDOW 50 /* certificates whose names are asked at once */

struct inventory {
	struct daemon_ask ask;
	struct option_list patterns;
	const char *issuer;
	int64_t expiring_s; /* 0: not given */
	bool is_used_only, has_no_dns, is_json, is_verbose;
	struct looks_dns dns;
	struct render_style style;

	int64_t now;
	struct loop *loop;
	struct resolver *resolver; /* NULL: DNS is not asked */
	struct names_asked *asked; /* likewise */
	json_t *window;
	size_t told;
	enum exit_code code;
};

static const struct option_row rows[] = {
    DAEMON_ASK_ROWS(struct inventory, ask),
    {
	.name = "expiring",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct inventory, expiring_s),
	.value = "DURATION",
	.help = "those in use that end within that time, or have ended",
    },
    {
	.name = "issuer",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct inventory, issuer),
	.value = "TEXT",
	.help = "those in whose issuer's name this stands",
    },
    {
	.name = "used",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct inventory, is_used_only),
	.help = "those in use now; without it those of the past, too",
    },
    {
	.name = "no-dns",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct inventory, has_no_dns),
	.help = "do not ask whether their names lead to who serves them",
    },
    {
	.name = "resolver",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct inventory, dns.server),
	.value = "IP[:PORT]",
	.help = "ask this server for names instead of those of resolv.conf",
    },
    {
	.name = "verbose",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct inventory, is_verbose),
	.help = "subject, serial, key, fingerprint, names and who serves it",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct inventory, is_json),
	.help = "one JSON object a line",
    },
};

static void
tell(struct inventory *inventory, const json_t *entry)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(DAEMON_CALL_LINE_MAX);

	if (inventory->is_json) {
		CLEANUP(free)
		char *line =
		    json_dumps(entry, JSON_COMPACT | JSON_ENSURE_ASCII);

		strbuf_add(&text, line != NULL ? line : "null");
		strbuf_add_char(&text, '\n');
	} else {
		if (inventory->told == 0)
			inventory_text_heading(&text, &inventory->style);
		inventory_text(&text, entry, inventory->now, &inventory->style);
	}
	inventory->told++;
	inventory->code = output_text(&text, EXIT_CODE_OK);
}

static bool
flush(struct inventory *inventory)
{
	const json_t *entry;
	size_t i;

	inventory_names(inventory->asked, inventory->window);
	json_array_foreach(inventory->window, i, entry)
	{
		if (inventory->code == EXIT_CODE_OK)
			tell(inventory, entry);
	}
	json_array_clear(inventory->window);
	return inventory->code == EXIT_CODE_OK;
}

static bool
take(struct inventory *inventory, json_t *take_entry)
{
	json_value_append(inventory->window, take_entry);
	return json_array_size(inventory->window) < WINDOW || flush(inventory);
}

static bool
on_line(void *arg, const json_t *line)
{
	const json_t *entry = json_object_get(line, "entry");

	return entry == NULL || take(arg, json_deep_copy(entry));
}

static const char *
pattern(const struct inventory *inventory)
{
	return inventory->patterns.items.len > 0
	    ? inventory->patterns.items.items[0]
	    : NULL;
}

static struct inventory_query
query_of(const struct inventory *inventory)
{
	bool is_expiring = inventory->expiring_s > 0;

	return (struct inventory_query){
	    .pattern = pattern(inventory),
	    .issuer = inventory->issuer,
	    .ends_from = INT64_MIN,
	    .ends_to = is_expiring ? inventory->now + inventory->expiring_s
				   : INT64_MAX,
	    .is_used_only = is_expiring || inventory->is_used_only,
	};
}

static json_t *
request(const struct inventory *inventory)
{
	const struct inventory_query query = query_of(inventory);
	json_t *object = json_value_object();

	json_value_set(object, "pattern", json_value_text(query.pattern));
	json_value_set(object, "issuer", json_value_text(inventory->issuer));
	json_value_set(object, "ends_to", json_value_number(query.ends_to));
	json_value_set(object, "used", json_value_bool(query.is_used_only));
	return object;
}

static bool
take_page(struct inventory *inventory, const struct inventory_page *page,
    struct name_set *watched)
{
	const struct inventory_filter filter = {
	    .issuer = inventory->issuer, .pattern = pattern(inventory)};

	ARRAY_EACH (cert, &page->items) {
		json_t *entry = inventory_line(cert, &filter, watched);

		if (entry != NULL && !take(inventory, entry))
			return false;
	}
	return true;
}

static bool
read_store(struct inventory *inventory, struct error *err)
{
	const char *path = inventory->ask.config_path != NULL
	    ? inventory->ask.config_path
	    : CONFIG_FILE_DEFAULT;
	const struct inventory_query query = query_of(inventory);
	CLEANUP(config_free)
	struct config *config = config_file_load(path, err);
	CLEANUP(db_close) struct db *db = NULL;
	struct inventory_cursor cursor = {0};
	struct inventory_page page = {0};
	struct name_set watched = {0};
	bool ok = true;

	if (config == NULL)
		return false;
	db = reader_open(config->state_directory, true, err);
	if (db == NULL)
		return false;
	ARRAY_EACH (endpoint, &config->endpoints)
		name_set_add(&watched, (*endpoint)->host.text);
	do
		ok = ok && inventory_read(db, &query, &cursor, &page, err);
	while (ok && take_page(inventory, &page, &watched) && page.has_more);
	inventory_page_clear(&page);
	name_set_clear(&watched);
	return ok;
}

static bool
gather(struct inventory *inventory, struct error *err)
{
	switch (daemon_ask(&inventory->ask, "inventory", request(inventory),
	    on_line, inventory, err)) {
	case DAEMON_CALL_DONE: return true;
	case DAEMON_CALL_FAILED: return false;
	case DAEMON_CALL_NOBODY: break;
	}
	if (inventory->ask.socket != NULL)
		return false;
	fprintf(stderr,
	    "chainwatch inventory: no daemon runs; this is what its store "
	    "has\n");
	return read_store(inventory, err);
}

static void
tell_left_out(const struct inventory *inventory)
{
	size_t count = inventory->asked == NULL
	    ? 0
	    : names_asked_left_out(inventory->asked);

	if (count > 0)
		fprintf(stderr,
		    "chainwatch inventory: DNS was not asked about %zu more "
		    "names: %d at most, within %d s\n",
		    count, NAMES_ASKED_MAX, NAMES_ASKED_MS / 1000);
}

static bool
open_dns(struct inventory *inventory, struct error *err)
{
	struct resolver_options options = {0};
	char server[LOOKS_SERVER_TEXT_MAX];

	if (!looks_dns_server(&inventory->dns, server, &options, err))
		return false;
	inventory->loop = loop_new();
	inventory->resolver = resolver_new(inventory->loop, &options, err);
	if (inventory->resolver == NULL)
		return false;
	inventory->asked =
	    names_asked_new(inventory->loop, inventory->resolver);
	return true;
}

static bool
work(struct inventory *inventory, struct error *err)
{
	if (!inventory->has_no_dns && !open_dns(inventory, err))
		return false;
	if (!gather(inventory, err) || !flush(inventory))
		return inventory->code != EXIT_CODE_OK;
	tell_left_out(inventory);
	if (inventory->told == 0 && !inventory->is_json)
		fprintf(stderr, "chainwatch inventory: nothing fits\n");
	return true;
}

static enum exit_code
run(int argc, char **argv)
{
	struct inventory inventory = {
	    .style = output_style(),
	    .now = clock_wall_s(&clock_system),
	    .window = json_value_array(),
	};
	struct error err = ERROR_INIT;
	bool is_clear =
	    options_parse(argc, argv, rows, sizeof rows / sizeof rows[0],
		&inventory, &inventory.patterns, &err);
	enum exit_code code;

	if (is_clear && inventory.patterns.items.len > 1)
		is_clear =
		    error_set(&err, ERROR_INVALID, "one PATTERN at most");
	inventory.style.is_verbose = inventory.is_verbose;
	/* Whoever reads a pipe wants the names as they are. */
	inventory.style.width = terminal_of(STDOUT_FILENO).width;
	if (!is_clear)
		code = command_refuse(&command_inventory, &err);
	else if (!work(&inventory, &err))
		code = command_fail(&command_inventory, &err);
	else
		code = inventory.code;
	names_asked_free(inventory.asked);
	resolver_free(inventory.resolver);
	loop_free(inventory.loop);
	json_decref(inventory.window);
	option_list_clear(&inventory.patterns);
	return code;
}

const struct command command_inventory = {
    .name = "inventory",
    .operands = "[PATTERN]",
    .summary = "every certificate: where it is served, and who breaks with it",
    .notes = "PATTERN is a host, or a host and port, of who serves it, or one "
	     "of its names; * and ? stand for any. Names that no endpoint is "
	     "called by are told, and names that DNS does not know, or that "
	     "lead to other addresses than those it is served at. Without a "
	     "daemon that runs it is read from its store. Exit status 0, or 3 "
	     "where it cannot be had.",
    .options = rows,
    .option_count = sizeof rows / sizeof rows[0],
    .run = run,
};
