/* The journal's message catalogue; see render_catalog.h. */
#include "render/render_catalog.h"

#include "model/event.h"
#include "model/finding.h"
#include "model/remedy.h"
#include "render/text_layout.h"

#define CATALOG_WIDTH 76
#define CATALOG_TEXT_MAX 16384
#define RECIPE_INDENT 2 /* a line that begins with # would be a comment */

static const struct render_style plain = {.width = CATALOG_WIDTH};

/* What holds of every event with a finding. */
#define TELLS_FINDING \
	"@CHAINWATCH_EXPLANATION@\n" \
	"\n" \
	"What to do about @CHAINWATCH_FINDING@ at @CHAINWATCH_ENDPOINT@:\n" \
	"\n" \
	"@CHAINWATCH_REMEDY@\n" \
	"\n" \
	"'chainwatch check @CHAINWATCH_ENDPOINT@' looks again, and\n" \
	"'chainwatch explain @CHAINWATCH_FINDING@' has all there is to say.\n"

/* Rows by kind: the subject line, and below it the text. */
static const struct {
	const char *subject, *text;
} kinds[EVENT_KIND_COUNT] = {
    [EVENT_INCIDENT_OPENED] =
	{
	    "@CHAINWATCH_ENDPOINT@: @CHAINWATCH_TITLE@",
	    TELLS_FINDING,
	},
    [EVENT_INCIDENT_CHANGED] =
	{
	    "@CHAINWATCH_ENDPOINT@: still @CHAINWATCH_FINDING@, but changed",
	    "An incident that was told before is not what it was: @MESSAGE@\n"
	    "\n" TELLS_FINDING,
	},
    [EVENT_INCIDENT_RESOLVED] =
	{
	    "@CHAINWATCH_ENDPOINT@: @CHAINWATCH_FINDING@ is over",
	    "The incident opened at @CHAINWATCH_INCIDENT_OPENED_AT@ has ended; "
	    "nothing need be done.\n",
	},
    [EVENT_INCIDENT_REMINDER] =
	{
	    "@CHAINWATCH_ENDPOINT@: @CHAINWATCH_FINDING@ since "
	    "@CHAINWATCH_INCIDENT_OPENED_AT@",
	    "This was told before and nobody has put it right.\n"
	    "\n" TELLS_FINDING,
	},
    [EVENT_CHAIN_CHANGED] =
	{
	    "@CHAINWATCH_ENDPOINT@ serves another chain",
	    "Its certificate is now @CHAINWATCH_AFTER@; it was "
	    "@CHAINWATCH_BEFORE@. Nothing got worse by that.\n",
	},
    [EVENT_CHAIN_REGRESSED] =
	{
	    "@CHAINWATCH_ENDPOINT@ changed its chain for the worse: "
	    "@CHAINWATCH_TITLE@",
	    "What was served before was better. Chain before:\n"
	    "\n"
	    "@CHAINWATCH_BEFORE_CHAIN@\n"
	    "\n"
	    "and now:\n"
	    "\n"
	    "@CHAINWATCH_AFTER_CHAIN@\n"
	    "\n" TELLS_FINDING,
	},
    [EVENT_ROLLOUT_STARTED] =
	{
	    "@CHAINWATCH_ENDPOINT@: a rollout began",
	    "Some of its addresses serve a new certificate, the others still "
	    "the old one. That is how renewals go; it is told again if it does "
	    "not end in time.\n",
	},
    [EVENT_ROLLOUT_FINISHED] =
	{
	    "@CHAINWATCH_ENDPOINT@: a rollout ended",
	    "All of its addresses serve the same certificate again.\n",
	},
    [EVENT_ROLLOUT_STALLED] =
	{
	    "@CHAINWATCH_ENDPOINT@: a rollout does not end",
	    "Some of its addresses still serve the old certificate although "
	    "others have had the new one for long: @MESSAGE@\n"
	    "\n"
	    "Look for a server that was left out of the renewal or not "
	    "reloaded after it.\n",
	},
    [EVENT_TRUST_STORE_CHANGED] =
	{
	    "A trust store changed",
	    "Anchors were added or removed: @MESSAGE@\n"
	    "\n"
	    "Every chain that is judged by this store is judged again. If "
	    "nobody meant to change it, look at what wrote to its files.\n",
	},
    [EVENT_CONFIG_RELOADED] =
	{
	    "A new configuration is in use",
	    "@MESSAGE@\n",
	},
    [EVENT_CONFIG_REJECTED] =
	{
	    "A new configuration was refused; the old one goes on",
	    "@MESSAGE@\n"
	    "\n"
	    "'chainwatchd --check-config' shows every fault with its place. "
	    "Correct them and reload the service again. Until then changes to "
	    "the configuration are not in force, and a restart would fail.\n",
	},
    [EVENT_MONITOR_STARTED] =
	{
	    "The monitor of certificate chains started",
	    "@MESSAGE@\n",
	},
    [EVENT_MONITOR_STOPPED] =
	{
	    "The monitor of certificate chains stopped",
	    "@MESSAGE@\n"
	    "\n"
	    "Until it is started again nobody watches.\n",
	},
    [EVENT_FIRST_PASS] =
	{
	    "What the first pass over all endpoints found",
	    "@MESSAGE@\n"
	    "\n"
	    "What was broken already is told in this one summary; what breaks "
	    "from now on is told one by one.\n",
	},
    [EVENT_SILENCE_SET] =
	{
	    "A silence begins",
	    "@MESSAGE@\n"
	    "\n"
	    "What it covers is kept and not told until it ends; what is still "
	    "open then is told. `chainwatch silence --list` shows them all.\n",
	},
    [EVENT_SILENCE_ENDED] =
	{
	    "A silence is over",
	    "@MESSAGE@\n"
	    "\n"
	    "What it covered and is still open is told now.\n",
	},
    [EVENT_ACK_SET] =
	{
	    "@CHAINWATCH_ENDPOINT@: somebody sees to @CHAINWATCH_FINDING@",
	    "@MESSAGE@\n"
	    "\n"
	    "Neither reminders nor growth are told of it any more; that it got "
	    "worse, and its end, are.\n",
	},
    [EVENT_ACK_ENDED] =
	{
	    "@CHAINWATCH_ENDPOINT@: nobody sees to @CHAINWATCH_FINDING@",
	    "@MESSAGE@\n"
	    "\n"
	    "Reminders come again.\n",
	},
    [EVENT_MONITOR_FAULT] =
	{
	    "A fault of the monitor itself: @CHAINWATCH_TITLE@",
	    "@MESSAGE@\n"
	    "\n"
	    "@CHAINWATCH_EXPLANATION@\n"
	    "\n"
	    "@CHAINWATCH_REMEDY@\n"
	    "\n"
	    "'chainwatch explain @CHAINWATCH_FINDING@' has all there is to "
	    "say.\n",
	},
    [EVENT_HEARTBEAT] =
	{
	    "The monitor of certificate chains is alive",
	    "@MESSAGE@\n"
	    "\n"
	    "Sent at a set pace to webhooks, so that whoever waits for it "
	    "notices when it stays away.\n",
	},
};

/* A value that journald fills in stands for each placeholder. */
static const struct remedy_values fields = {
    .host = "@CHAINWATCH_HOST@",
    .port = "@CHAINWATCH_PORT@",
};

static void
add_head(struct strbuf *buf, const char *message_id, const char *subject)
{
	strbuf_addf(buf,
	    "-- %s\n"
	    "Subject: %s\n"
	    "Defined-By: chainwatch\n"
	    "\n",
	    message_id, subject);
}

/* Paragraphs are wrapped; what journald fills in stands as it comes. */
static void
add_paragraphs(struct strbuf *buf, const char *text)
{
	CLEANUP(strbuf_clear)
	struct strbuf line = STRBUF_INIT(CATALOG_TEXT_MAX);

	for (; *text != '\0'; text++) {
		if (*text != '\n') {
			strbuf_add_char(&line, *text);
			continue;
		}
		if (line.len == 0)
			strbuf_add_char(buf, '\n');
		else
			text_wrap(
			    buf, &plain, 0, 0, TEXT_PLAIN, strbuf_text(&line));
		strbuf_clear(&line);
	}
}

static void
add_kind(struct strbuf *buf, enum event_kind kind)
{
	add_head(buf, event_kind_message_id(kind), kinds[kind].subject);
	add_paragraphs(buf, kinds[kind].text);
	strbuf_add_char(buf, '\n');
}

static void
add_block(struct strbuf *buf, const char *heading, const char *template)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(CATALOG_TEXT_MAX);

	if (*template == '\0')
		return;
	remedy_fill(&text, template, &fields);
	strbuf_addf(buf, "\n%s:\n", heading);
	text_paste(buf, &plain, RECIPE_INDENT, strbuf_text(&text));
}

static void
add_more(struct strbuf *buf, const struct remedy *remedy, const char *code)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(CATALOG_TEXT_MAX);

	remedy_add_more(&text, remedy);
	if (text.len == 0)
		return;
	strbuf_addf(&text, ": chainwatch explain %s", code);
	strbuf_add_char(buf, '\n');
	text_wrap(buf, &plain, 0, 0, TEXT_PLAIN, strbuf_text(&text));
}

static void
add_finding(struct strbuf *buf, const struct finding_info *info)
{
	const struct remedy *remedy =
	    remedy_get((enum remedy_kind)info->remedy);
	CLEANUP(strbuf_clear)
	struct strbuf cure = STRBUF_INIT(CATALOG_TEXT_MAX);

	add_head(buf, info->message_id, info->title);
	strbuf_addf(
	    buf, "%s (%s)\n\n", info->code, severity_text(info->severity));
	text_wrap(buf, &plain, 0, 0, TEXT_PLAIN, info->explanation);
	strbuf_add_char(buf, '\n');
	remedy_fill(&cure, info->cure, &fields);
	text_wrap(buf, &plain, 0, 0, TEXT_PLAIN, strbuf_text(&cure));
	for (size_t i = 0; i < remedy->recipe_count; i++) {
		if (!remedy->recipes[i].is_more)
			add_block(buf, remedy->recipes[i].where,
			    remedy->recipes[i].text);
	}
	add_more(buf, remedy, info->code);
	add_block(buf, "To see it yourself", remedy_command(remedy, &fields));
	strbuf_add_char(buf, '\n');
}

void
render_catalog(struct strbuf *buf)
{
	strbuf_add(buf,
	    "# chainwatch's message catalogue: made from its findings and "
	    "kinds of events.\n\n");
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
		add_kind(buf, (enum event_kind)kind);
	for (int code = 0; code < FINDING_COUNT; code++)
		add_finding(buf, finding_info((enum finding_code)code));
}
