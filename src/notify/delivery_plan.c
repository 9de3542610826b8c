/* What becomes of a delivery; see delivery_plan.h. */
#include "notify/delivery_plan.h"

#include <stdio.h>

#include "base/names.h"

static bool
is_success(int status)
{
	return status >= 200 && status <= 299;
}

/* Others than these would not help any message. */
static bool
is_refusal(int status)
{
	return status >= 300 && status <= 499 && status != 408 &&
	    status != 425 && status != 429;
}

int64_t
delivery_backoff_ms(unsigned attempts, uint32_t chance)
{
	int64_t most = DELIVERY_FIRST_MS;

	for (unsigned i = 1; i < attempts && most < DELIVERY_MOST_MS; i++)
		most *= 2;
	if (most > DELIVERY_MOST_MS)
		most = DELIVERY_MOST_MS;
	return DELIVERY_LEAST_MS +
	    (int64_t)((uint64_t)(most - DELIVERY_LEAST_MS) * chance /
		UINT32_MAX);
}

/* What the receiver asks for, and a little more, so that not all come back at
 * the same moment. */
static int64_t
wait_ms(int64_t asked_s, unsigned attempts, uint32_t chance)
{
	if (asked_s <= 0)
		return delivery_backoff_ms(attempts, chance);
	if (asked_s > DELIVERY_RETRY_AFTER_MAX_S)
		asked_s = DELIVERY_RETRY_AFTER_MAX_S;
	return asked_s * 1000 + delivery_backoff_ms(1, chance);
}

struct delivery_plan
delivery_plan_after(const struct delivery_outcome *outcome,
    struct delivery_tries before, uint32_t chance)
{
	struct delivery_plan plan = {.action = DELIVERY_RETRY};

	switch (outcome->verdict) {
	case DELIVERY_TAKEN: plan.action = DELIVERY_DONE; break;
	case DELIVERY_TROUBLE: plan.is_sink_trouble = true; break;
	case DELIVERY_REFUSED:
	case DELIVERY_REFUSED_FOR_GOOD: plan.is_refusal = true; break;
	}
	if (outcome->verdict == DELIVERY_REFUSED_FOR_GOOD ||
	    (plan.is_refusal && before.refusals + 1 >= DELIVERY_REFUSED_TRIES))
		plan.action = DELIVERY_BURY;
	/* Of refusals, so that their tries last as long as is promised. */
	plan.wait_ms = wait_ms(outcome->retry_after_s,
	    1 + (plan.is_refusal ? before.refusals : before.attempts), chance);
	return plan;
}

struct delivery_outcome
delivery_outcome_of(const struct http_result *result, bool is_400_final)
{
	/* An answer too long to read has a status all the same. */
	bool has_status = result->outcome == HTTP_ANSWERED ||
	    result->outcome == HTTP_TOO_LARGE;
	struct delivery_outcome outcome = {
	    .verdict = DELIVERY_TROUBLE,
	    .retry_after_s = result->retry_after_s,
	};

	if (has_status && is_success(result->status))
		outcome.verdict = DELIVERY_TAKEN;
	else if (has_status &&
	    (result->status == 410 || (result->status == 400 && is_400_final)))
		outcome.verdict = DELIVERY_REFUSED_FOR_GOOD;
	else if (has_status && is_refusal(result->status))
		outcome.verdict = DELIVERY_REFUSED;
	delivery_words(result, outcome.words, sizeof outcome.words);
	return outcome;
}

struct delivery_plan
delivery_plan(const struct http_result *result, struct delivery_tries before,
    uint32_t chance)
{
	const struct delivery_outcome outcome =
	    delivery_outcome_of(result, false);

	return delivery_plan_after(&outcome, before, chance);
}

void
delivery_words(const struct http_result *result, char *text, size_t cap)
{
	if (result->outcome == HTTP_ANSWERED ||
	    (result->outcome == HTTP_TOO_LARGE && result->status != 0))
		snprintf(text, cap, "HTTP status %d", result->status);
	else
		snprintf(text, cap, "%s",
		    result->detail[0] != '\0' ? result->detail
					      : names_text(&http_outcome_names,
						    (int)result->outcome));
}
