/* The tables of chainwatch-findings(7). */
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "manual/roff.h"
#include "manual/tables.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/remedy.h"

#define TEXT_MAX 16384

/* "serve-chain" for REMEDY_SERVE_CHAIN: where the recipes stand. */
static const char *const remedy_ids[REMEDY_COUNT] = {
#define REMEDY(id, ...) [REMEDY_##id] = #id,
#include "model/remedies.def"
#undef REMEDY
};

static char *
remedy_name(int kind)
{
	char *name = mem_strdup(remedy_ids[kind]);

	for (char *p = name; *p != '\0'; p++)
		*p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
	return name;
}

static bool
is_own(const struct finding_info *info)
{
	return info->by == FINDING_BY_MONITOR;
}

static const char *
subject_words(enum finding_subject subject)
{
	switch (subject) {
	case FINDING_ABOUT_ENDPOINT: return "an endpoint";
	case FINDING_ABOUT_CERTIFICATE:
		return "a certificate, whoever shows it";
	case FINDING_ABOUT_PROXY: break;
	}
	return "a proxy, whoever is behind it; or the one endpoint that it "
	       "turns down";
}

/* With what would be filled in written in capitals. */
static void
add_filled(struct strbuf *buf, const char *text,
    void (*add)(struct strbuf *buf, const char *text))
{
	static const struct remedy_values none = {0};
	CLEANUP(strbuf_clear) struct strbuf filled = STRBUF_INIT(TEXT_MAX);

	remedy_fill(&filled, text, &none);
	add(buf, strbuf_text(&filled));
}

static void
add_finding(struct strbuf *buf, const struct finding_info *info)
{
	CLEANUP(free) char *remedy = remedy_name(info->remedy);

	strbuf_add(buf, ".It Ic ");
	roff_add(buf, info->code);
	strbuf_addf(buf, " Pq %s", severity_text(info->severity));
	strbuf_add_char(buf, '\n');
	roff_sentence_of(buf, info->title);
	strbuf_add(buf, ".Pp\n");
	roff_sentences(buf, info->explanation);
	strbuf_add(buf, ".Pp\n.Em What to do :\n");
	add_filled(buf, info->cure, roff_sentences);
	strbuf_add(buf, ".Pp\n");
	if (!is_own(info))
		strbuf_addf(buf, "An incident of it is about\n%s.\n",
		    subject_words(info->subject));
	if (info->remedy != REMEDY_NONE) {
		strbuf_add(buf, "Recipes:\n.Ic ");
		roff_add(buf, remedy);
		strbuf_add(buf, " .\n");
	}
	strbuf_addf(buf, ".Dv MESSAGE_ID=%s\n", info->message_id);
}

static void
add_findings(struct strbuf *buf, bool are_own)
{
	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (int i = 0; i < FINDING_COUNT; i++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)i);

		if (is_own(info) == are_own)
			add_finding(buf, info);
	}
	strbuf_add(buf, ".El\n");
}

void
manual_findings(struct strbuf *buf)
{
	add_findings(buf, false);
}

void
manual_own_findings(struct strbuf *buf)
{
	add_findings(buf, true);
}

static void
add_remedy(struct strbuf *buf, const struct remedy *remedy)
{
	if (*remedy->command != '\0') {
		strbuf_add(buf, "To see it yourself:\n");
		add_filled(buf, remedy->command, roff_display);
	}
	if (*remedy->file_command != '\0') {
		strbuf_add(buf, ".Pp\nThe same of a file:\n");
		add_filled(buf, remedy->file_command, roff_display);
	}
	for (size_t i = 0; i < remedy->recipe_count; i++) {
		const struct remedy_recipe *recipe = &remedy->recipes[i];

		strbuf_add(buf, ".Pp\n.Em ");
		roff_add(buf, recipe->where);
		strbuf_add(buf, " :\n");
		add_filled(buf, recipe->text, roff_display);
	}
}

void
manual_remedies(struct strbuf *buf)
{
	for (int kind = 0; kind < REMEDY_COUNT; kind++) {
		const struct remedy *remedy =
		    remedy_get((enum remedy_kind)kind);
		CLEANUP(free) char *name = remedy_name(kind);

		if (kind == REMEDY_NONE)
			continue;
		strbuf_add(buf, ".Ss ");
		roff_add(buf, name);
		strbuf_add_char(buf, '\n');
		add_remedy(buf, remedy);
	}
}

void
manual_events(struct strbuf *buf)
{
	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (int i = 0; i < EVENT_KIND_COUNT; i++) {
		enum event_kind kind = (enum event_kind)i;

		strbuf_add(buf, ".It Ic ");
		roff_add(buf, event_kind_text(kind));
		strbuf_add_char(buf, '\n');
		roff_sentences(buf, event_kind_sentence(kind));
		strbuf_addf(
		    buf, ".Dv MESSAGE_ID=%s\n", event_kind_message_id(kind));
	}
	strbuf_add(buf, ".El\n");
}
