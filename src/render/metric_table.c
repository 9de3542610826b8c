/* The rows of metrics.def; see metric_table.h. */
#include "render/metric_table.h"

#include <string.h>

#define TEXT_WIDTH 72

static const struct metric_row rows[METRIC_ID_COUNT] = {
#define METRIC(id, name, type, labels, of, help) \
	[METRIC_##id] = {name, METRIC_##type, labels, METRIC_OF_##of, help},
#include "render/metrics.def"
#undef METRIC
};

static const char *const type_names[] = {
    [METRIC_GAUGE] = "gauge",
    [METRIC_COUNTER] = "counter",
    [METRIC_INFO] = "info",
    [METRIC_HISTOGRAM] = "histogram",
};

static const char *const titles[] = {
    [METRIC_OF_DAEMON] = "Of the fleet and the daemon",
    [METRIC_OF_ENDPOINT] = "Of each endpoint (web.metrics_endpoints)",
    [METRIC_OF_PROBE] = "In /probe alone, beside those of its endpoint",
};

const struct metric_row *
metric_row(enum metric_id id)
{
	return &rows[id];
}

const char *
metric_type_text(enum metric_type type)
{
	return type_names[type];
}

static bool
has_unit(const char *name, size_t len, const char *unit)
{
	size_t unit_len = strlen(unit);

	return len > unit_len + 1 && name[len - unit_len - 1] == '_' &&
	    memcmp(name + len - unit_len, unit, unit_len) == 0;
}

const char *
metric_unit(const struct metric_row *row)
{
	static const char *const units[] = {"seconds", "bytes"};
	size_t len = strlen(row->name);

	if (row->type == METRIC_COUNTER)
		len -= strlen("_total");
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (has_unit(row->name, len, units[i]))
			return units[i];
	}
	return "";
}

static void
add_wrapped(struct strbuf *text, const char *words)
{
	size_t column = 0;

	while (*words != '\0') {
		size_t len = strcspn(words, " ");

		if (column == 0 || column + 1 + len > TEXT_WIDTH) {
			strbuf_add(text, column == 0 ? "    " : "\n    ");
			column = 0;
		} else {
			strbuf_add_char(text, ' ');
			column++;
		}
		strbuf_add_bytes(text, words, len);
		column += len;
		words += len + (words[len] == ' ');
	}
	strbuf_add_char(text, '\n');
}

static void
add_title(struct strbuf *text, const char *title)
{
	strbuf_addf(text, "%s%s\n", text->len > 0 ? "\n\n" : "", title);
	for (size_t i = 0; i < strlen(title); i++)
		strbuf_add_char(text, '-');
	strbuf_add_char(text, '\n');
}

static void
add_row(struct strbuf *text, const struct metric_row *row)
{
	strbuf_addf(text, "\n%s", row->name);
	if (row->labels[0] != '\0')
		strbuf_addf(text, "{%s}", row->labels);
	strbuf_addf(text, "  %s\n", metric_type_text(row->type));
	add_wrapped(text, row->help);
}

void
metric_reference(struct strbuf *ret_text)
{
	static const enum metric_of parts[] = {
	    METRIC_OF_ENDPOINT, METRIC_OF_PROBE, METRIC_OF_DAEMON};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		add_title(ret_text, titles[parts[i]]);
		for (size_t k = 0; k < METRIC_ID_COUNT; k++) {
			if (rows[k].of == parts[i])
				add_row(ret_text, &rows[k]);
		}
	}
}
