/* Durations in buckets; see histogram.h. */
#include "base/histogram.h"

/* From a judgement that the memo spares to a server that takes half a minute.
 */
const int64_t histogram_bounds_us[HISTOGRAM_BUCKETS] = {100, 250, 500, 1000,
    2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000,
    5000000, 10000000, 30000000};

void
histogram_note_us(struct histogram *histogram, int64_t us)
{
	size_t i = 0;

	if (us < 0)
		return;
	while (i < HISTOGRAM_BUCKETS && us > histogram_bounds_us[i])
		i++;
	histogram->counts[i]++;
	histogram->total++;
	histogram->sum_us += us;
}

void
histogram_note_ms(struct histogram *histogram, int64_t ms)
{
	histogram_note_us(histogram, ms < 0 ? -1 : ms * 1000);
}
