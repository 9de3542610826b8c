/* When it is asked for again; see revocation_life.h. */
#include "fetch/revocation_life.h"

#include <stdbool.h>

#include "base/timestamp.h"

#define HOUR_S 3600
#define DAY_S 86400
#define UNSAID_S (12 * (int64_t)HOUR_S) /* where nobody says how long */
#define MOST_S (7 * (int64_t)DAY_S)	/* whatever is said */
#define ENDED_MOST_S (6 * (int64_t)HOUR_S)

/* Up to a tenth earlier. */
static int64_t
spread(int64_t wait_s, uint64_t number)
{
	int64_t tenth = wait_s / 10;

	return tenth <= 0 ? wait_s
			  : wait_s - (int64_t)(number % (uint64_t)tenth);
}

/* The next is due any moment; where nobody renews it, less and less so. */
static int64_t
wait_for_next(int64_t ended_s, int64_t least_s)
{
	int64_t wait_s = ended_s / 4;

	if (wait_s < least_s)
		return least_s;
	return wait_s < ENDED_MOST_S ? wait_s : ENDED_MOST_S;
}

int64_t
revocation_life_next(
    const struct revocation_life *life, int64_t now, int64_t least_s)
{
	bool has_end =
	    life->next_update != 0 && life->next_update != TIMESTAMP_NEVER;
	int64_t wait_s = UNSAID_S, left_s = life->next_update - now;

	if (has_end && left_s <= 0)
		return now + wait_for_next(-left_s, least_s / 10);
	if (has_end) {
		wait_s = life->this_update < life->next_update
		    ? life->this_update +
			(life->next_update - life->this_update) / 4 * 3 - now
		    : 0;
		if (wait_s < left_s / 2)
			wait_s = left_s / 2; /* it came late in its life */
	}
	if (life->max_age_s >= 0 && life->max_age_s < wait_s)
		wait_s = life->max_age_s;
	if (wait_s > MOST_S)
		wait_s = MOST_S;
	wait_s = spread(wait_s, life->spread);
	if (has_end && least_s > left_s)
		least_s = left_s;
	return now + (wait_s > least_s ? wait_s : least_s);
}

int64_t
revocation_life_retry(
    unsigned failures, int64_t now, int64_t first_s, int64_t most_s)
{
	int64_t wait_s = first_s;

	for (unsigned i = 1; i < failures && wait_s < most_s; i++)
		wait_s *= 2;
	return now + (wait_s < most_s ? wait_s : most_s);
}
