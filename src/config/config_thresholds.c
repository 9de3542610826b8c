/* Times and shares of a lifetime; see config_thresholds.h. */
#include "config/config_thresholds.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "model/thresholds.h"

#define LEAST_THRESHOLD_S 3600
#define MOST_THRESHOLD_S (3650LL * 86400)

static bool
parse_percent(const char *text, size_t digits, uint32_t *ret_percent)
{
	uint32_t percent = 0;

	if (digits == 0 || digits > 2)
		return false;
	for (size_t i = 0; i < digits; i++)
		percent = percent * 10 + (uint32_t)(text[i] - '0');
	*ret_percent = percent;
	return percent > 0;
}

static bool
parse_threshold(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	struct threshold threshold = {0};
	size_t digits = strspn(text, "0123456789");
	int64_t seconds;

	if (strcmp(text + digits, "%") == 0) {
		if (!parse_percent(text, digits, &threshold.percent))
			return error_set(err, ERROR_INVALID,
			    "is %s; it must be from 1%% to 99%%",
			    fault_value(text).text);
	} else if (field_duration.parse(field, text, &seconds, err)) {
		threshold.seconds = (uint32_t)seconds;
	} else {
		return false;
	}
	*(struct threshold *)slot = threshold;
	return true;
}

static const struct field_type threshold_type = {
    .name = "duration from 1h to 3650d, or percent from 1% to 99%",
    .words = "a duration such as 21d, or a share of the lifetime such as 25%",
    .parse = parse_threshold,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^(([0-9]+[smhdw])+|[0-9]+%)$",
};

static const struct field rows[] = {
    {
	.key = "warning",
	.type = &threshold_type,
	.offset = offsetof(struct thresholds, warning),
	.least = LEAST_THRESHOLD_S,
	.most = MOST_THRESHOLD_S,
	.inherits = "21d or 25% of the lifetime, whichever is less",
	.sentence =
	    "How long before its end a certificate is a warning. A share "
	    "of the lifetime fits short-lived certificates too; a time of "
	    "more than a third of it is not taken.",
    },
    {
	.key = "critical",
	.type = &threshold_type,
	.offset = offsetof(struct thresholds, critical),
	.least = LEAST_THRESHOLD_S,
	.most = MOST_THRESHOLD_S,
	.inherits = "7d or 10% of the lifetime, whichever is less",
	.sentence = "How long before its end a certificate is critical. A "
		    "time of more than a fifth of the lifetime is not taken.",
    },
};

const struct field_table config_thresholds_table =
    FIELD_TABLE("'thresholds'", rows);

/* As it would be written. */
static void
write_threshold(
    const struct threshold *threshold, char ret_text[DURATION_TEXT_MAX])
{
	if (threshold->percent > 0)
		snprintf(ret_text, DURATION_TEXT_MAX, "%" PRIu32 "%%",
		    threshold->percent);
	else
		duration_format(threshold->seconds, ret_text);
}

static void
decode(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const struct thresholds *thresholds = slot;
	const struct threshold *w = &thresholds->warning;
	const struct threshold *c = &thresholds->critical;
	const struct yaml_node *at;
	size_t before = reader->faults->added;
	char text[DURATION_TEXT_MAX];

	field_section.decode(reader, field, node, slot);
	if (reader->faults->added > before)
		return;
	if (!(w->seconds > 0 && c->seconds >= w->seconds) &&
	    !(w->percent > 0 && c->percent >= w->percent))
		return;
	at = yaml_map_find(node, "critical");
	write_threshold(w, text);
	field_fault(reader, at == NULL ? yaml_map_find(node, "warning") : at,
	    "'critical' must be shorter than 'warning', which is %s", text);
}

const struct field_type config_thresholds_type = {
    .name = "section",
    .words = "a map of keys",
    .decode = decode,
    .is_section = true,
    .can_be_empty = true,
    .shapes = FIELD_AS_MAP,
};
