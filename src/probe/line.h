/*
 * A line in which probes wait for their turn, first come, first served; one
 * may leave from anywhere. A member stands in one line at a time; who stands in
 * two has two members.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct line_member {
	struct line_member *previous, *next;
	struct line *line; /* NULL: in none */
	void *owner;	   /* who stands there; the line does not look */
};

struct line {
	struct line_member *first, *last;
};

static inline void
line_join(struct line *line, struct line_member *member)
{
	member->line = line;
	member->next = NULL;
	member->previous = line->last;
	if (line->last != NULL)
		line->last->next = member;
	else
		line->first = member;
	line->last = member;
}

static inline void
line_leave(struct line_member *member)
{
	struct line *line = member->line;

	if (line == NULL)
		return;
	if (member->previous != NULL)
		member->previous->next = member->next;
	else
		line->first = member->next;
	if (member->next != NULL)
		member->next->previous = member->previous;
	else
		line->last = member->previous;
	member->line = NULL;
}
