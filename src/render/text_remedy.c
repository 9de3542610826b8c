/* Remedies as text; see text_remedy.h. */
#include "render/text_remedy.h"

#include "render/text_layout.h"

#define REMEDY_TEXT_MAX 16384
#define STEP 2 /* columns of one level of indentation */

void
text_remedy_cure(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style, size_t indent)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(REMEDY_TEXT_MAX);
	const char *cure = finding_info(finding->code)->cure;
	struct render_values values;

	render_values_set(&values, finding, report, about);
	remedy_fill(&text, cure, &values.values);
	text_wrap(buf, style, indent, indent, TEXT_PLAIN, strbuf_text(&text));
}

/* A heading and, indented below, the lines to paste. */
static void
add_block(struct strbuf *buf, const char *heading, const char *template,
    const struct remedy_values *values, const struct render_style *style,
    size_t indent)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(REMEDY_TEXT_MAX);

	if (*template == '\0')
		return;
	remedy_fill(&text, template, values);
	strbuf_add_char(buf, '\n');
	text_pad(buf, indent);
	text_add(buf, style, TEXT_BOLD, heading);
	strbuf_add_char(buf, '\n');
	text_paste(buf, style, indent + STEP, strbuf_text(&text));
}

/* Where the other products stand. */
static void
add_more(struct strbuf *buf, const struct remedy *remedy,
    enum finding_code code, const struct render_style *style, size_t indent)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(REMEDY_TEXT_MAX);

	remedy_add_more(&text, remedy);
	if (text.len == 0)
		return;
	strbuf_addf(&text, ": chainwatch explain %s", finding_code_text(code));
	strbuf_add_char(buf, '\n');
	text_pad(buf, indent);
	text_wrap(buf, style, indent, indent, TEXT_PLAIN, strbuf_text(&text));
}

void
text_remedy_recipes(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style, size_t indent)
{
	enum remedy_kind kind =
	    (enum remedy_kind)finding_info(finding->code)->remedy;
	const struct remedy *remedy = remedy_get(kind);
	enum provider_id providers[RENDER_PROVIDERS_MAX];
	struct render_values values;
	bool is_all;
	size_t count = render_providers(about, kind, providers, &is_all);

	render_values_set(&values, finding, report, about);
	for (size_t i = 0; i < count; i++)
		add_block(buf, provider_get(providers[i])->name,
		    provider_get(providers[i])->text, &values.values, style,
		    indent);
	for (size_t i = 0; i < remedy->recipe_count; i++) {
		if (is_all && remedy->recipes[i].is_own)
			continue;
		if (!remedy->recipes[i].is_more || style->is_verbose)
			add_block(buf, remedy->recipes[i].where,
			    remedy->recipes[i].text, &values.values, style,
			    indent);
	}
	if (!style->is_verbose)
		add_more(buf, remedy, finding->code, style, indent);
	add_block(buf, "To see it yourself",
	    remedy_command(remedy, &values.values), &values.values, style,
	    indent);
}

void
text_remedy_suggested(struct strbuf *buf, const struct report *report,
    const struct render_style *style, size_t indent)
{
	if (report == NULL || report->suggested == NULL)
		return;
	strbuf_add_char(buf, '\n');
	text_pad(buf, indent);
	text_add(buf, style, TEXT_BOLD,
	    report->is_suggested_complete
		? "Serve these, in this order"
		: "Serve these, in this order, and what is missing after them");
	strbuf_add_char(buf, '\n');
	for (size_t i = 0; i < report->suggested->len; i++) {
		const struct cert *cert = report->suggested->certs[i];
		bool is_sent = chain_find(report->presented, cert->sha256) >= 0;

		text_pad(buf, indent + STEP);
		strbuf_addf(buf, "%zu. %s%s\n", i + 1, cert->label,
		    is_sent ? "" : "   (not sent now)");
	}
}

static bool
is_kind_shown_before(const struct report *report, size_t i)
{
	int kind = finding_info(report->findings.items[i].code)->remedy;

	for (size_t k = 0; k < i; k++) {
		if (finding_info(report->findings.items[k].code)->remedy ==
		    kind)
			return true;
	}
	return false;
}

static bool
is_code_shown_before(const struct report *report, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (report->findings.items[k].code ==
		    report->findings.items[i].code)
			return true;
	}
	return false;
}

void
text_remedy_all(struct strbuf *buf, const struct report *report,
    const struct render_about *about, const struct render_style *style)
{
	if (report->findings.len == 0)
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "What to do");
	strbuf_add_char(buf, '\n');
	for (size_t i = 0; i < report->findings.len; i++) {
		if (is_code_shown_before(report, i))
			continue;
		text_pad(buf, STEP);
		text_remedy_cure(buf, &report->findings.items[i], report, about,
		    style, STEP);
	}
	text_remedy_suggested(buf, report, style, STEP);
	for (size_t i = 0; i < report->findings.len; i++) {
		if (!is_kind_shown_before(report, i))
			text_remedy_recipes(buf, &report->findings.items[i],
			    report, about, style, STEP);
	}
}

void
render_text_remedy(struct strbuf *buf, const struct finding *finding,
    const struct report *report, const struct render_about *about,
    const struct render_style *style)
{
	text_remedy_cure(buf, finding, report, about, style, 0);
	text_remedy_suggested(buf, report, style, 0);
	text_remedy_recipes(buf, finding, report, about, style, 0);
}
