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
wait_ms(const struct http_result *result, unsigned attempts, uint32_t chance)
{
	int64_t asked_s = result->retry_after_s;

	if (asked_s <= 0)
		return delivery_backoff_ms(attempts, chance);
	if (asked_s > DELIVERY_RETRY_AFTER_MAX_S)
		asked_s = DELIVERY_RETRY_AFTER_MAX_S;
	return asked_s * 1000 + delivery_backoff_ms(1, chance);
}

struct delivery_plan
delivery_plan(const struct http_result *result, struct delivery_tries before,
    uint32_t chance)
{
	/* An answer too long to read has a status all the same. */
	bool has_status = result->outcome == HTTP_ANSWERED ||
	    result->outcome == HTTP_TOO_LARGE;
	struct delivery_plan plan = {.action = DELIVERY_RETRY};

	if (has_status && is_success(result->status))
		plan.action = DELIVERY_DONE;
	else if (!has_status || !is_refusal(result->status))
		plan.is_sink_trouble = true;
	else
		plan.is_refusal = true;
	if (plan.is_refusal &&
	    (result->status == 410 ||
		(result->status == 400 && before.is_400_final) ||
		before.refusals + 1 >= DELIVERY_REFUSED_TRIES))
		plan.action = DELIVERY_BURY;
	/* Of refusals, so that their tries last as long as is promised. */
	plan.wait_ms = wait_ms(result,
	    1 + (plan.is_refusal ? before.refusals : before.attempts), chance);
	return plan;
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
