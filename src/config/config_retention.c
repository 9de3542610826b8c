/* "retention": how much of the past is kept; see config_retention.h. */
#include "config/config_retention.h"

#include "config/config.h"

#define DAY_S INT64_C(86400)
#define AGE_LEAST_S DAY_S
#define AGE_MOST_S (3660 * DAY_S)
/* Fewer would not outlast one mass event. */
#define NUMBER_LEAST 1000
#define NUMBER_MOST 100000000

static const struct field event_rows[] = {
    {
	.key = "age",
	.type = &field_duration,
	.offset = offsetof(struct config_retention, event_age_s),
	.least = AGE_LEAST_S,
	.most = AGE_MOST_S,
	.fallback = "400d",
	.sentence = "How long an event is kept; longer while a receiver has "
		    "not taken it.",
    },
    {
	.key = "number",
	.type = &field_count,
	.offset = offsetof(struct config_retention, event_max),
	.least = NUMBER_LEAST,
	.most = NUMBER_MOST,
	.fallback = "1000000",
	.sentence = "How many events are kept, whoever waits for them.",
    },
};

static const struct field history_rows[] = {
    {
	.key = "age",
	.type = &field_duration,
	.offset = offsetof(struct config_retention, history_age_s),
	.least = AGE_LEAST_S,
	.most = AGE_MOST_S,
	.fallback = "400d",
	.sentence = "How long after its end it is kept what an address showed, "
		    "and an incident; what is shown now always is.",
    },
    {
	.key = "number",
	.type = &field_count,
	.offset = offsetof(struct config_retention, history_max),
	.least = NUMBER_LEAST,
	.most = NUMBER_MOST,
	.fallback = "1000000",
	.sentence = "How many chains that were shown and are not any more are "
		    "kept, from when to when, of all addresses together.",
    },
};

static const struct field_table event_table =
    FIELD_TABLE("'events' of 'retention'", event_rows);
static const struct field_table history_table =
    FIELD_TABLE("'history' of 'retention'", history_rows);

static const struct field rows[] = {
    {
	.key = "events",
	.type = &field_section,
	.inner = &event_table,
	.sentence = "What happened, as it was told.",
    },
    {
	.key = "history",
	.type = &field_section,
	.inner = &history_table,
	.sentence = "Which address showed which chain from when to when, and "
		    "the certificates and incidents that belong to it.",
    },
};

const struct field_table config_retention_table =
    FIELD_TABLE("'retention'", rows);
