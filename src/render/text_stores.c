/* Trust stores and their verdicts, a line each; see text_stores.h. */
#include "render/text_stores.h"

#include "render/text_layout.h"

#define STEP 2
#define NAME_COLUMNS_MAX 24 /* longer ones stand out of line */
#define LINE_MAX_BYTES 4096

static size_t
widest_name(const struct report *report)
{
	size_t widest = 0;

	ARRAY_EACH (store, &report->stores) {
		size_t columns = text_columns(store->name);

		if (columns > widest && columns <= NAME_COLUMNS_MAX)
			widest = columns;
	}
	return widest;
}

static void
add_words(struct strbuf *buf, const struct report_store *store,
    const struct report *report)
{
	if (!store->is_valid) {
		strbuf_addf(buf, "refuses: %s", store->reason);
		return;
	}
	strbuf_add(buf, "accepts");
	if (store->breaks_at == TIMESTAMP_NEVER)
		return;
	strbuf_add(buf, " until ");
	text_add_date(buf, store->breaks_at, report->judged_at);
}

static void
add_store(struct strbuf *buf, const struct report_store *store, size_t widest,
    const struct report *report, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(LINE_MAX_BYTES);
	size_t columns = text_columns(store->name), indent = STEP + widest + 2;

	text_pad(buf, STEP);
	text_add(buf, style, TEXT_BOLD, store->name);
	if (columns > widest) {
		strbuf_add_char(buf, '\n');
		columns = 0;
		text_pad(buf, STEP);
	}
	text_pad(buf, widest - columns + 2);
	add_words(&words, store, report);
	text_wrap(buf, style, indent, indent,
	    store->is_valid ? TEXT_PLAIN : TEXT_YELLOW, strbuf_text(&words));
}

void
text_stores(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	size_t widest = widest_name(report);

	if (report->stores.len < 2)
		return;
	strbuf_add_char(buf, '\n');
	text_add(buf, style, TEXT_BOLD, "Trust stores");
	strbuf_add_char(buf, '\n');
	ARRAY_EACH (store, &report->stores)
		add_store(buf, store, widest, report, style);
}
