/* The metrics of chainwatchd(8). */
#include "manual/roff.h"
#include "manual/tables.h"
#include "render/metric_table.h"

/* A line may be broken between labels. */
static void
add_labels(struct strbuf *buf, const char *labels)
{
	for (; *labels != '\0'; labels++) {
		strbuf_add_char(buf, *labels);
		if (*labels == ',')
			strbuf_add(buf, "\\:");
	}
}

void
manual_metrics(struct strbuf *buf)
{
	strbuf_add(buf, ".Bl -tag -width Ds\n");
	for (int i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);

		strbuf_add(buf, ".It Ic ");
		roff_add(buf, row->name);
		if (*row->labels != '\0') {
			strbuf_add(buf, "{");
			add_labels(buf, row->labels);
			strbuf_add_char(buf, '}');
		}
		strbuf_addf(buf, " Pq %s\n", metric_type_text(row->type));
		roff_sentences(buf, row->help);
	}
	strbuf_add(buf, ".El\n");
}
