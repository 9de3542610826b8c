/* Writing an exposition; see metric_page.h. */
#include "render/metric_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/histogram.h"
#include "base/safe_print.h"

#define NUMBER_MAX 40
#define EXTRA_NAME_MAX 80
#define WHOLE_MOST 9e15 /* beyond it a double is not exact */

/* ---- names --------------------------------------------------------------- */

/* Of the family: OpenMetrics names it without what its samples end in. */
static size_t
family_len(const struct metric_page *page)
{
	const struct metric_row *row = metric_row(page->id);
	size_t len = strlen(row->name);

	if (page->format == METRIC_FORMAT_TEXT)
		return len;
	switch (row->type) {
	case METRIC_COUNTER: return len - strlen("_total");
	case METRIC_INFO: return len - strlen("_info");
	case METRIC_GAUGE:
	case METRIC_HISTOGRAM: break;
	}
	return len;
}

static const char *
type_text(const struct metric_page *page)
{
	enum metric_type type = metric_row(page->id)->type;

	if (type == METRIC_INFO && page->format == METRIC_FORMAT_TEXT)
		type = METRIC_GAUGE; /* it knows no infos */
	return metric_type_text(type);
}

void
metric_begin(struct metric_page *page, enum metric_id id)
{
	const struct metric_row *row = metric_row(id);
	const char *unit = metric_unit(row);
	int len;

	page->id = id;
	len = (int)family_len(page);
	strbuf_addf(page->out, "# HELP %.*s %s\n# TYPE %.*s %s\n", len,
	    row->name, row->help, len, row->name, type_text(page));
	if (page->format == METRIC_FORMAT_OPEN && unit[0] != '\0')
		strbuf_addf(
		    page->out, "# UNIT %.*s %s\n", len, row->name, unit);
}

/* ---- labels -------------------------------------------------------------- */

static bool
is_plain(const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c < 0x20 || c > 0x7e || c == '\\' || c == '"')
			return false;
	}
	return true;
}

/* Both formats escape these three. */
static void
add_escaped(struct strbuf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '\\': strbuf_add(out, "\\\\"); break;
		case '"': strbuf_add(out, "\\\""); break;
		case '\n': strbuf_add(out, "\\n"); break;
		default: strbuf_add_char(out, *text);
		}
	}
}

static void
add_value(struct strbuf *out, const char *value)
{
	size_t len = strlen(value);
	struct strbuf shown = STRBUF_INIT((size_t)METRIC_VALUE_MAX * 12);

	if (len <= METRIC_VALUE_MAX && is_plain(value, len)) {
		strbuf_add_bytes(out, value, len);
		return;
	}
	safe_print(&shown, value, len, METRIC_VALUE_MAX);
	add_escaped(out, strbuf_text(&shown));
	strbuf_clear(&shown);
}

static void
add_label(struct strbuf *out, bool *is_first, const char *name, size_t name_len,
    const char *value)
{
	strbuf_add_char(out, *is_first ? '{' : ',');
	*is_first = false;
	strbuf_add_bytes(out, name, name_len);
	strbuf_add(out, "=\"");
	add_value(out, value);
	strbuf_add_char(out, '"');
}

static bool
is_instance(const char *name, size_t len)
{
	return len == strlen("instance") && memcmp(name, "instance", len) == 0;
}

/* Returns whether there were none. */
static bool
add_labels(struct metric_page *page, const char *const *values)
{
	const char *names = metric_row(page->id)->labels;
	bool is_first = true;

	for (size_t i = 0; *names != '\0'; i++) {
		size_t len = strcspn(names, ",");

		if (!page->is_of_one || !is_instance(names, len))
			add_label(page->out, &is_first, names, len, values[i]);
		names += len + (names[len] == ',');
	}
	return is_first;
}

static void
close_labels(struct metric_page *page, bool is_first)
{
	strbuf_add(page->out, is_first ? " " : "} ");
}

/* ---- samples ------------------------------------------------------------- */

static void
add_number(struct strbuf *out, double value)
{
	char text[NUMBER_MAX];

	if (value > -WHOLE_MOST && value < WHOLE_MOST &&
	    value == (double)(int64_t)value)
		snprintf(text, sizeof text, "%" PRId64, (int64_t)value);
	else
		snprintf(text, sizeof text, "%.12g", value);
	strbuf_add(out, text);
	strbuf_add_char(out, '\n');
}

static void
start_sample(struct metric_page *page, const char *const *values)
{
	strbuf_add(page->out, metric_row(page->id)->name);
	close_labels(page, add_labels(page, values));
}

void
metric_add(struct metric_page *page, const char *const *values, double value)
{
	start_sample(page, values);
	add_number(page->out, value);
}

void
metric_add_int(
    struct metric_page *page, const char *const *values, int64_t value)
{
	char text[NUMBER_MAX];

	start_sample(page, values);
	snprintf(text, sizeof text, "%" PRId64 "\n", value);
	strbuf_add(page->out, text);
}

/* ---- infos --------------------------------------------------------------- */

static void
extra_name(const char *name, char ret_name[EXTRA_NAME_MAX])
{
	snprintf(ret_name, EXTRA_NAME_MAX, "label_%s", name);
	for (char *c = ret_name; *c != '\0'; c++) {
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
			   "Z0123456789",
			*c) == NULL)
			*c = '_';
	}
}

static bool
has_name(const struct metric_extra *extras, size_t count, const char *name)
{
	char other[EXTRA_NAME_MAX];

	for (size_t i = 0; i < count; i++) {
		extra_name(extras[i].name, other);
		if (strcmp(other, name) == 0)
			return true;
	}
	return false;
}

void
metric_add_info(struct metric_page *page, const char *const *values,
    const struct metric_extra *extras, size_t extra_count)
{
	bool is_first;

	if (extra_count > METRIC_EXTRAS_MAX)
		extra_count = METRIC_EXTRAS_MAX;
	strbuf_add(page->out, metric_row(page->id)->name);
	is_first = add_labels(page, values);
	for (size_t i = 0; i < extra_count; i++) {
		char name[EXTRA_NAME_MAX];

		extra_name(extras[i].name, name);
		if (!has_name(extras, i, name))
			add_label(page->out, &is_first, name, strlen(name),
			    extras[i].value);
	}
	close_labels(page, is_first);
	strbuf_add(page->out, "1\n");
}

/* ---- histograms ---------------------------------------------------------- */

/* As OpenMetrics wants bounds, in both: else each would be another series to
 * the one and the other format. */
static void
bound_text(size_t i, char ret_text[NUMBER_MAX])
{
	if (i == HISTOGRAM_BUCKETS) {
		snprintf(ret_text, NUMBER_MAX, "+Inf");
		return;
	}
	snprintf(
	    ret_text, NUMBER_MAX, "%g", (double)histogram_bounds_us[i] / 1e6);
	if (strchr(ret_text, '.') == NULL)
		snprintf(ret_text + strlen(ret_text), 3, ".0");
}

static void
start_part(
    struct metric_page *page, const char *const *values, const char *part)
{
	strbuf_addf(page->out, "%s_%s", metric_row(page->id)->name, part);
	close_labels(page, add_labels(page, values));
}

void
metric_add_histogram(struct metric_page *page, const char *const *values,
    const struct histogram *histogram)
{
	uint64_t below = 0;

	for (size_t i = 0; i <= HISTOGRAM_BUCKETS; i++) {
		char bound[NUMBER_MAX];
		bool is_first;

		below += histogram->counts[i];
		bound_text(i, bound);
		strbuf_addf(page->out, "%s_bucket", metric_row(page->id)->name);
		is_first = add_labels(page, values);
		add_label(page->out, &is_first, "le", 2, bound);
		strbuf_addf(page->out, "} %" PRIu64 "\n", below);
	}
	start_part(page, values, "sum");
	add_number(page->out, (double)histogram->sum_us / 1e6);
	start_part(page, values, "count");
	strbuf_addf(page->out, "%" PRIu64 "\n", histogram->total);
}

void
metric_end(struct metric_page *page)
{
	if (page->format == METRIC_FORMAT_OPEN)
		strbuf_add(page->out, "# EOF\n");
}
