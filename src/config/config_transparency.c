/* Timestamps of transparency logs; see config_transparency.h. */
#include "config/config_transparency.h"

#include "config/config.h"

static const struct field rows[] = {
    {
	.key = "log_list",
	.type = &field_path,
	.offset = offsetof(struct config, log_list),
	.inherits = "none: timestamps are counted, and not verified",
	.sentence =
	    "File with the list of logs that browsers go by, as Google and "
	    "Apple publish it (JSON, version 3). It is read again when it "
	    "changes; one of more than 70 days finds nothing missing.",
    },
};

const struct field_table config_transparency_table =
    FIELD_TABLE("'transparency'", rows);

const char *const config_transparency_words[] = {"check", "off", NULL};

static bool
parse(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	if (strcmp(text, "check") != 0 && strcmp(text, "off") != 0)
		return error_set(
		    err, ERROR_INVALID, "must be 'check' or 'off'");
	*(bool *)slot = strcmp(text, "off") == 0;
	return true;
}

const struct field_type config_transparency_word = {
    .name = "choice",
    .words = "'check' or 'off'",
    .parse = parse,
    .shapes = FIELD_AS_TEXT,
};
