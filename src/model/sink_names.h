/*
 * A set of sinks, as their names with a space between: what an event is for,
 * and who was told of an incident. One text, since it is kept and shown as
 * such; names have no space (config). NULL is no set at all: nobody decided,
 * which means all.
 */
#pragma once

#include <stdbool.h>

/* The journal, and the lines on standard error that stand in for it; the
 * syslog receiver. Other sinks may not be named so. */
#define SINK_NAME_JOURNAL "journal"
#define SINK_NAME_SYSLOG "syslog"

/* false in NULL. */
bool sink_names_have(const char *names, const char *name);
/* Once; *names may be NULL, and is made anew. */
void sink_names_add(char **names, const char *name);
void sink_names_add_all(char **names, const char *others);
/* Those of `names` that are not in `others`, to be freed; NULL: none. */
char *sink_names_without(const char *names, const char *others);
/* The next name of the set from *at on, which moves behind it: cut to what
 * `name` holds. false: the end. */
#define SINK_NAME_MAX 64
bool sink_names_next(const char **at, char name[SINK_NAME_MAX + 1]);
