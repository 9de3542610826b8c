/*
 * The configuration as a JSON Schema (draft-07, which the YAML servers of
 * editors know best), out of the rows that decode it. It refuses much of what
 * the daemon refuses, and nothing that it takes: ranges of durations, paths and
 * what hangs on other keys are said in words only.
 */
#pragma once

#include "base/strbuf.h"

#define SCHEMA_MAX (2u << 20)

void schema_print(struct strbuf *buf);
/* How many types of fields do not say how they are written; the name of one of
 * them goes to ret_name. For tests. */
size_t schema_count_shapeless(const char **ret_name);
