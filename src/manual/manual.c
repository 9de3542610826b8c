/* Filling a frame; see manual.h. */
#include "manual/manual.h"

#include <string.h>

#include "config.h"
#include "config/config.h"
#include "manual/roff.h"
#include "manual/tables.h"

static const struct {
	const char *name;
	void (*add)(struct strbuf *buf);
} tables[] = {
    {"synopsis", manual_synopsis},
    {"commands", manual_commands},
    {"exit-codes", manual_exit_codes},
    {"daemon-options", manual_daemon_options},
    {"daemon-exit-codes", manual_daemon_exit_codes},
    {"metrics", manual_metrics},
    {"keys", manual_keys},
    {"findings", manual_findings},
    {"own-findings", manual_own_findings},
    {"remedies", manual_remedies},
    {"events", manual_events},
};

static const struct {
	const char *name, *words;
} words[] = {
    {"VERSION", PACKAGE_VERSION},
    {"SYSCONFDIR", SYSCONFDIR},
    {"PKGDATADIR", PKGDATADIR},
    {"DOCDIR", DOCDIR},
    {"STATEDIR", CONFIG_STATE_DIRECTORY},
};

static bool
add_table(struct strbuf *buf, const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		if (strlen(tables[i].name) == len &&
		    memcmp(tables[i].name, name, len) == 0) {
			tables[i].add(buf);
			return true;
		}
	}
	return false;
}

static bool
add_words(struct strbuf *buf, const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strlen(words[i].name) == len &&
		    memcmp(words[i].name, name, len) == 0) {
			roff_add(buf, words[i].words);
			return true;
		}
	}
	return false;
}

/* "@NAME@" at the text? Gives the length of NAME, else 0. */
static size_t
name_at(const char *text, const char *end)
{
	size_t len;

	if (*text != '@')
		return 0;
	len = strspn(text + 1,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz-");
	return text + 1 + len < end && text[1 + len] == '@' ? len : 0;
}

static bool
add_line(
    struct strbuf *buf, const char *line, const char *end, struct error *err)
{
	size_t len = name_at(line, end);

	if (len > 0 && line + len + 2 == end && add_table(buf, line + 1, len))
		return true;
	for (const char *p = line; p < end; p++) {
		len = name_at(p, end);
		if (len == 0) {
			strbuf_add_char(buf, *p);
			continue;
		}
		if (!add_words(buf, p + 1, len))
			return error_set(err, ERROR_INVALID,
			    "@%.*s@: there is no such table", (int)len, p + 1);
		p += len + 1;
	}
	strbuf_add_char(buf, '\n');
	return true;
}

bool
manual_fill(struct strbuf *buf, const char *frame, struct error *err)
{
	while (*frame != '\0') {
		size_t len = strcspn(frame, "\n");

		if (!add_line(buf, frame, frame + len, err))
			return false;
		frame += len + (frame[len] == '\n');
	}
	return strbuf_is_truncated(buf)
	    ? error_set(err, ERROR_LIMIT, "the manual is too long")
	    : true;
}
