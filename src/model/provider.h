/*
 * Who runs a front: products that terminate TLS for others, recognised by the
 * names that DNS gives, and where in each a chain is put in. The rows are in
 * providers.def.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/names.h"

enum provider_id {
	PROVIDER_NONE, /* not known, or nobody's product */
#define PROVIDER(id, ...) PROVIDER_##id,
#include "model/providers.def"
#undef PROVIDER
	PROVIDER_COUNT,
};

struct provider {
	const char *name; /* "Amazon CloudFront" */
	/* Names that DNS gives its fronts, NULL-terminated; '*' stands for
	 * one label or more. */
	const char *const *patterns;
	const char *example; /* a name of that kind */
	const char *text;    /* what goes where; a recipe (remedy.h) */
};

/* "aws-cloudfront": as it is written in configurations and in JSON. */
extern const struct names provider_names;

/* NULL for PROVIDER_NONE and what is none. */
const struct provider *provider_get(enum provider_id id);
/* Whose name that is, whatever its case and with or without a dot at the end;
 * PROVIDER_NONE: nobody's we know. */
enum provider_id provider_of_name(const char *name);
/* Of the names that lead to an address, from what was asked for to the end of
 * the CNAMEs: the first that is known counts, as it is what the operator
 * pointed at; whatever that product is itself built on comes later. */
enum provider_id provider_of_names(const char *const *names, size_t count);
