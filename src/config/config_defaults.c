/* "defaults": what every endpoint has unless it says otherwise. */
#include "config/config_defaults.h"

#include "base/duration.h"
#include "config/config.h"
#include "config/config_approach.h"
#include "config/config_allowed.h"
#include "config/config_clients.h"
#include "config/config_dns.h"
#include "config/config_expect.h"
#include "config/config_revocation.h"
#include "config/config_thresholds.h"
#include "config/config_transparency.h"
#include "config/config_trust.h"
#include "config/config_variants.h"

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
	.key = "transparency",
	.type = &config_transparency_word,
	.choices = config_transparency_words,
	.offset = offsetof(struct config_defaults, is_transparency_off),
	.fallback = "check",
	.sentence = CONFIG_TRANSPARENCY_SENTENCE,
    },
    {
	.key = "dane",
	.type = &field_choice,
	.choices = config_dane_words,
	.offset = offsetof(struct config_defaults, dane),
	.inherits = "verify for 'mx', off for all else",
	.sentence = CONFIG_DANE_SENTENCE,
    },
    {
	.key = "revocation",
	.type = &config_revocation_mode_type,
	.offset = offsetof(struct config_defaults, revocation),
	.fallback = "soft",
	.sentence = CONFIG_REVOCATION_SENTENCE,
    },
    CONFIG_APPROACH_ROWS(offsetof(struct config_defaults, approach), NULL),
    CONFIG_VARIANT_ROWS(offsetof(struct config_defaults, variants),
	offsetof(struct config_defaults, variant_interval_s), true, NULL, NULL),
    {
	.key = "thresholds",
	.type = &config_thresholds_type,
	.inner = &config_thresholds_table,
	.offset = offsetof(struct config_defaults, thresholds),
	.sentence = CONFIG_THRESHOLDS_SENTENCE,
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
    .shapes = FIELD_AS_MAP,
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
