/*
 * What to paste where: recipes by kind of server and client, with the
 * endpoint's own names filled in. The texts are rows of remedies.def.
 */
#pragma once

#include "base/strbuf.h"
#include "model/endpoint.h"
#include "model/finding.h"

enum remedy_kind {
#define REMEDY(id, ...) REMEDY_##id,
#include "model/remedies.def"
#undef REMEDY
	REMEDY_COUNT,
};

/* One place to act at: a product or a client platform. */
struct remedy_recipe {
	const char
	    *where;	/* "nginx", "Apache httpd", "HAProxy", "Debian", ... */
	bool is_client; /* the cure lies with the client */
	const char *text; /* with {host} {port} {connect} {missing} ... */
};

struct remedy {
	const struct remedy_recipe *recipes;
	size_t recipe_count;
	const char
	    *command; /* shows the fault by hand; placeholders as above */
};

/* What fills the placeholders; any may be NULL. */
struct remedy_values {
	const char *host, *port, *address, *missing, *certificate, *file;
};

const struct remedy *remedy_get(enum remedy_kind kind);
/* Replaces the placeholders, quoting nothing: values are safe text. Unknown
 * values show as their upper-case name. */
void remedy_fill(
    struct strbuf *buf, const char *text, const struct remedy_values *values);
