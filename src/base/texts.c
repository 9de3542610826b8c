/* A list of strings; see texts.h. */
#include "base/texts.h"

void
texts_add(struct texts *texts, const char *text)
{
	texts_add_take(texts, mem_strdup(text));
}

void
texts_add_take(struct texts *texts, char *take_text)
{
	/* Most lists hold one: four slots for 100,000 of them are megabytes. */
	if (texts->cap == 0) {
		texts->items = mem_new(1, sizeof *texts->items);
		texts->cap = 1;
	}
	*ARRAY_ADD(texts) = take_text;
}

void
texts_add_all(struct texts *texts, const struct texts *others)
{
	for (size_t i = 0; i < others->len; i++)
		texts_add(texts, others->items[i]);
}

void
texts_clear(struct texts *texts)
{
	for (size_t i = 0; i < texts->len; i++)
		free(texts->items[i]);
	ARRAY_CLEAR(texts);
}

bool
texts_has(const struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->len; i++) {
		if (strcmp(texts->items[i], text) == 0)
			return true;
	}
	return false;
}

bool
texts_equal(const struct texts *a, const struct texts *b)
{
	if (a->len != b->len)
		return false;
	for (size_t i = 0; i < a->len; i++) {
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	}
	return true;
}
