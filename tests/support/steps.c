/* A small fleet in the open; see steps.h. */
#include "support/steps.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void
steps_init(struct steps *steps)
{
	memset(steps, 0, sizeof *steps);
	steps->options = fleet_options_default;
	steps->step.now = 1800000000;
	steps_next(steps, 0);
}

void
steps_clear(struct steps *steps)
{
	batch_clear(&steps->batch);
	table_clear(&steps->endpoints);
	ARRAY_EACH (watched, &steps->watched)
		watched_free(*watched);
	ARRAY_CLEAR(&steps->watched);
	ARRAY_EACH (verdict, &steps->verdicts)
		verdict_unref(*verdict);
	ARRAY_CLEAR(&steps->verdicts);
	book_clear(&steps->book);
}

struct place
steps_place(unsigned n)
{
	return (struct place){
	    .address = {
		.family = 4, .bytes = {192, 0, 2, (uint8_t)n}, .port = 443}};
}

struct watched *
steps_watch(struct steps *steps, const char *name, unsigned count)
{
	struct endpoint *endpoint = endpoint_new();
	struct watched *watched;

	snprintf(endpoint->host.text, sizeof endpoint->host.text, "%s.example",
	    name);
	endpoint->settings->interval_s = 3600;
	endpoint_finish(endpoint);
	watched = watched_new(endpoint);
	endpoint_unref(endpoint);
	watched->targets = mem_new(count, sizeof *watched->targets);
	watched->target_count = count;
	for (unsigned i = 0; i < count; i++)
		watched->targets[i].place = steps_place(i + 1);
	*ARRAY_ADD(&steps->watched) = watched;
	table_add(&steps->endpoints, &watched->item);
	return watched;
}

struct step *
steps_next(struct steps *steps, int64_t later_s)
{
	batch_clear(&steps->batch);
	book_sweep(&steps->book);
	steps->step = (struct step){
	    .options = &steps->options,
	    .book = &steps->book,
	    .endpoints = &steps->endpoints,
	    .batch = &steps->batch,
	    .now = steps->step.now + later_s,
	    .number = steps->step.number + 1,
	};
	return &steps->step;
}

struct verdict *
steps_chain(struct steps *steps, const char *leaf, const char *issuer,
    enum finding_code code)
{
	struct made_chain made = {.certs = {leaf, issuer}};
	struct verdict *verdict;

	if (code != FINDING_COUNT) {
		made.findings[0] = (struct made_finding){
		    .code = code,
		    .cert =
			finding_info(code)->subject == FINDING_ABOUT_CERTIFICATE
			? leaf
			: NULL,
		};
		made.finding_count = 1;
	}
	made.leaf_not_before = steps->step.now + (int64_t)steps->verdicts.len;
	verdict = verdict_made(&made);
	*ARRAY_ADD(&steps->verdicts) = verdict;
	return verdict;
}

struct look
steps_look(struct verdict *verdict, enum failure failure)
{
	return (struct look){.verdict = verdict, .failure = failure};
}

size_t
steps_event_count(const struct steps *steps)
{
	return steps->batch.events.len;
}

const struct event *
steps_event(const struct steps *steps, size_t i)
{
	return steps->batch.events.items[i];
}

void
steps_maintain(
    struct hush_rules *rules, const struct watched *only, int64_t now)
{
	struct window *window = MEM_NEW(struct window);

	window->name = mem_strdup("move");
	if (only != NULL)
		window->scope.pattern = mem_strdup(only->endpoint->id);
	window->from = now;
	window->to = now + 86400;
	*ARRAY_ADD(&rules->windows) = window;
}

void
steps_maintain_no_more(struct hush_rules *rules)
{
	ARRAY_EACH (window, &rules->windows)
		window_free(*window);
	ARRAY_CLEAR(&rules->windows);
}
