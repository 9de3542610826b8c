/* One thing that is probed; see target.h. */
#include "model/target.h"

#include <stdio.h>
#include <string.h>

void
target_set(struct target *target, struct endpoint *endpoint,
    const struct place *place, const struct endpoint_via *via)
{
	endpoint_ref(endpoint);
	endpoint_unref(target->endpoint);
	target->endpoint = endpoint;
	target->place = *place;
	target->via = via == NULL ? (struct endpoint_via){0} : *via;
}

void
target_clear(struct target *target)
{
	endpoint_unref(target->endpoint);
	memset(target, 0, sizeof *target);
}

bool
target_equal(const struct target *a, const struct target *b)
{
	return strcmp(a->endpoint->id, b->endpoint->id) == 0 &&
	    place_compare(&a->place, &b->place) == 0;
}

const char *
target_format(const struct target *target, char text[TARGET_TEXT_MAX])
{
	CLEANUP(strbuf_clear)
	struct strbuf buf = STRBUF_INIT(TARGET_TEXT_MAX - 1);
	char place[PLACE_TEXT_MAX];
	bool is_named = strcmp(place_format_where(&target->place, place),
			    target->endpoint->id) == 0;

	place_format(&target->place, place);
	if (!is_named)
		strbuf_addf(&buf, "%s at ", target->endpoint->id);
	endpoint_via_add(&buf, &target->via, place);
	snprintf(text, TARGET_TEXT_MAX, "%s", strbuf_text(&buf));
	return text;
}
