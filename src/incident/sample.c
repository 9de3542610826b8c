/* The newest looks of the fleet; see sample.h. */
#include "incident/sample.h"

#include <string.h>

static void
drop(struct sample *sample, size_t i)
{
	memmove(&sample->looks[i], &sample->looks[i + 1],
	    (sample->len - i - 1) * sizeof sample->looks[0]);
	sample->len--;
}

void
sample_note(struct sample *sample, const struct sample_look *look)
{
	for (size_t i = 0; i < sample->len; i++) {
		if (sample->looks[i].target == look->target) {
			drop(sample, i);
			break;
		}
	}
	if (sample->len == SAMPLE_MAX)
		drop(sample, 0);
	sample->looks[sample->len++] = *look;
}

/* Which of its marks has a newer bad look, too? */
static void
find_marks(const struct sample *sample, size_t from, bool *has_endpoint,
    bool *has_address, bool *has_network)
{
	const struct sample_look *look = &sample->looks[from];

	*has_endpoint = *has_address = *has_network = false;
	for (size_t i = from + 1; i < sample->len; i++) {
		const struct sample_look *newer = &sample->looks[i];

		if (!newer->is_bad)
			continue;
		*has_endpoint |= newer->endpoint == look->endpoint;
		*has_address |= newer->address == look->address;
		*has_network |= newer->network == look->network;
	}
}

void
sample_count_in(
    const struct sample *sample, size_t from, struct sample_count *count)
{
	const struct sample_look *look = &sample->looks[from];
	bool has_endpoint, has_address, has_network;

	count->looks++;
	count->since = look->at;
	if (!look->is_bad)
		return;
	find_marks(sample, from, &has_endpoint, &has_address, &has_network);
	count->bad++;
	count->cut_off += look->is_cut_off;
	count->endpoints += !has_endpoint;
	count->addresses += !has_address;
	count->networks += !has_network;
}

struct sample_count
sample_since(const struct sample *sample, int64_t since)
{
	struct sample_count count = {0};

	for (size_t i = sample->len; i-- > 0 && sample->looks[i].at >= since;)
		sample_count_in(sample, i, &count);
	return count;
}

void
sample_clear(struct sample *sample)
{
	memset(sample, 0, sizeof *sample);
}
