/* "defaults": what every endpoint has unless it says otherwise. */
#include "config/config_defaults.h"

#include "base/duration.h"
#include "config/config.h"
#include "config/config_approach.h"
#include "config/config_allowed.h"
#include "config/config_clients.h"
#include "config/config_dns.h"
#include "config/config_expect.h"
#include "config/config_trust.h"
#include "config/config_variants.h"

#define LEAST_THRESHOLD_S 3600
#define MOST_THRESHOLD_S (3650LL * 86400)

static bool
parse_percent(const char *text, size_t digits, unsigned *ret_percent)
{
	unsigned percent = 0;

	if (digits == 0 || digits > 2)
		return false;
	for (size_t i = 0; i < digits; i++)
		percent = percent * 10 + (unsigned)(text[i] - '0');
	*ret_percent = percent;
	return percent > 0;
}

static bool
parse_threshold(
    const struct field *field, const char *text, void *slot, struct error *err)
{
	struct config_threshold threshold = {0};
	size_t digits = strspn(text, "0123456789");

	if (strcmp(text + digits, "%") == 0) {
		if (!parse_percent(text, digits, &threshold.percent))
			return error_set(err, ERROR_INVALID,
			    "is %s; it must be from 1%% to 99%%",
			    fault_value(text).text);
	} else if (!field_duration.parse(
		       field, text, &threshold.seconds, err)) {
		return false;
	}
	*(struct config_threshold *)slot = threshold;
	return true;
}

static const struct field_type threshold_type = {
    .name = "duration from 1h to 3650d, or percent from 1% to 99%",
    .words = "a duration such as 21d, or a share of the lifetime such as 25%",
    .parse = parse_threshold,
};

static const struct field threshold_rows[] = {
    {
	.key = "warning",
	.type = &threshold_type,
	.offset = offsetof(struct config_defaults, warning),
	.least = LEAST_THRESHOLD_S,
	.most = MOST_THRESHOLD_S,
	.inherits = "21d or 25% of the lifetime, whichever is less",
	.sentence =
	    "How long before its end a certificate is a warning. A share "
	    "of the lifetime fits short-lived certificates too.",
    },
    {
	.key = "critical",
	.type = &threshold_type,
	.offset = offsetof(struct config_defaults, critical),
	.least = LEAST_THRESHOLD_S,
	.most = MOST_THRESHOLD_S,
	.inherits = "7d or 10% of the lifetime, whichever is less",
	.sentence = "How long before its end a certificate is critical.",
    },
};

static const struct field_table threshold_table =
    FIELD_TABLE("'thresholds'", threshold_rows);

static void
decode_thresholds(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct config_defaults *defaults = slot;
	const struct config_threshold *w = &defaults->warning;
	const struct config_threshold *c = &defaults->critical;
	size_t before = reader->faults->added;

	field_section.decode(reader, field, node, slot);
	if (reader->faults->added > before)
		return;
	if ((w->seconds > 0 && c->seconds >= w->seconds) ||
	    (w->percent > 0 && c->percent >= w->percent))
		field_fault(reader, yaml_map_find(node, "critical"),
		    "'critical' must be shorter than 'warning', which is %s",
		    yaml_map_find(node, "warning")->text);
}

static const struct field_type thresholds_type = {
    .name = "section",
    .words = "a map of keys",
    .decode = decode_thresholds,
    .is_section = true,
    .can_be_empty = true,
};

static const struct field rows[] = {
    {
	.key = "interval",
	.type = &field_duration,
	.offset = offsetof(struct config_defaults, interval_s),
	.least = CONFIG_LEAST_INTERVAL_S,
	.most = CONFIG_MOST_INTERVAL_S,
	.fallback = "1h",
	.sentence = "How often each address is probed.",
    },
    {
	.key = "timeout",
	.type = &field_duration_ms,
	.offset = offsetof(struct config_defaults, timeout_ms),
	.least = CONFIG_LEAST_TIMEOUT_S,
	.most = CONFIG_MOST_TIMEOUT_S,
	.fallback = "10s",
	.sentence = "How long one probe may take, from dialling to the end.",
    },
    {
	.key = "trust",
	.type = &field_list,
	.item = &config_trust_name,
	.offset = offsetof(struct config_defaults, trust),
	.least = 1,
	.most = CONFIG_MOST_TRUST,
	.inherits = "[system]",
	.sentence = "The trust stores that count, all together: 'system', and "
		    "those defined under 'trust_stores'.",
    },
    {
	.key = "clients",
	.type = &config_clients_type,
	.inner = &config_clients_table,
	.offset = offsetof(struct config_defaults, clients),
	.inherits = "mainstream",
	.sentence = CONFIG_CLIENTS_SENTENCE,
    },
    {
	.key = "compare_stores",
	.type = &config_compared_stores,
	.item = &config_trust_name,
	.offset = offsetof(struct config_defaults, compared),
	.least = 0,
	.most = CONFIG_MOST_TRUST,
	.sentence = CONFIG_COMPARED_SENTENCE,
    },
    {
	.key = "allowed",
	.type = &config_allowed_type,
	.inner = &config_allowed_table,
	.offset = offsetof(struct config_defaults, allowed),
	.sentence = CONFIG_ALLOWED_SENTENCE,
    },
    {
	.key = "rollout",
	.type = &field_section,
	.inner = &config_rollout_table,
	.offset = offsetof(struct config_defaults, rollout),
	.sentence = CONFIG_ROLLOUT_SENTENCE,
    },
    {
	.key = "expect",
	.type = &config_expect_type,
	.inner = &config_expect_table,
	.offset = offsetof(struct config_defaults, expected),
	.sentence = CONFIG_EXPECT_SENTENCE,
    },
    {
	.key = "dane",
	.type = &field_choice,
	.choices = config_dane_words,
	.offset = offsetof(struct config_defaults, dane),
	.inherits = "verify for 'mx', off for all else",
	.sentence = CONFIG_DANE_SENTENCE,
    },
    CONFIG_APPROACH_ROWS(struct config_defaults, NULL),
    CONFIG_VARIANT_ROWS(struct config_defaults, true, NULL, NULL),
    {
	.key = "thresholds",
	.type = &thresholds_type,
	.inner = &threshold_table,
	.sentence = "When a certificate that nears its end is reported.",
    },
};

const struct field_table config_defaults_table =
    FIELD_TABLE("'defaults'", rows);

static void
decode_defaults(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct config_defaults *defaults = slot;
	size_t before = reader->faults->added;

	field_section.decode(reader, field, node, slot);
	config_approach_check(reader, node, defaults->approach);
	if (reader->faults->added == before)
		config_check_timeout(
		    reader, node, defaults->interval_s, defaults->timeout_ms);
}

const struct field_type config_defaults_type = {
    .name = "section",
    .words = "a map of keys",
    .decode = decode_defaults,
    .is_section = true,
    .can_be_empty = true,
};

void
config_check_timeout(struct field_reader *reader, const struct yaml_node *map,
    int64_t interval_s, int64_t timeout_ms)
{
	const struct yaml_node *node = yaml_map_find(map, "timeout");
	char interval[DURATION_TEXT_MAX], timeout[DURATION_TEXT_MAX];

	if (timeout_ms <= interval_s * 1000)
		return;
	if (node == NULL)
		node = yaml_map_find(map, "interval");
	if (node == NULL)
		return; /* both come from "defaults", and were said there */
	field_fault(reader, node,
	    "the timeout (%s) is longer than the interval (%s); it must fit "
	    "into it",
	    duration_format(timeout_ms / 1000, timeout),
	    duration_format(interval_s, interval));
}

/* The judge takes the smaller of a time and a share: what was not given must
 * not be the smaller one. */
static void
apply(const struct config_threshold *threshold, int64_t *seconds,
    unsigned *percent)
{
	if (threshold->percent > 0) {
		*percent = threshold->percent;
		*seconds = MOST_THRESHOLD_S * 10;
	} else if (threshold->seconds > 0) {
		*percent = 100;
		*seconds = threshold->seconds;
	}
}

void
config_defaults_apply(struct config *config)
{
	apply(&config->defaults.warning, &config->judge.warning_s,
	    &config->judge.warning_percent);
	apply(&config->defaults.critical, &config->judge.critical_s,
	    &config->judge.critical_percent);
}
