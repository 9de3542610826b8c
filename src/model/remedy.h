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
	bool is_own;	/* for who runs the server; not at a provider's */
	bool is_more;	/* written out where there is room only */
	const char *text; /* lines to paste; with the placeholders below */
};

struct remedy {
	const struct remedy_recipe *recipes;
	size_t recipe_count;
	const char
	    *command; /* shows the fault by hand; placeholders as above */
	const char *file_command; /* the same of a file; "": command */
};

/* What fills the placeholders; any may be NULL. */
struct remedy_values {
	const char *host;     /* {host}; a name or an address */
	const char *port;     /* {port} */
	const char *address;  /* with port, as to connect to: "192.0.2.1:443",
			       * "[2001:db8::1]:443"; NULL: host and port */
	const char *starttls; /* what `openssl s_client -starttls` calls it;
			       * NULL: TLS from the first byte */
	const char *protocol; /* ... and what `check --starttls` does */
	const char *xmpp;     /* the name asked for, where it is XMPP */
	const char *path;     /* of a Unix socket to connect to, instead */
	const char *options;  /* further ones of s_client; NULL: none */
	const char *missing;  /* {missing}: label of what should be there */
	const char *certificate; /* {certificate}: label of the one at fault */
	const char *file;	 /* {file}: what was read, not probed */
};

const struct remedy *remedy_get(enum remedy_kind kind);
/* Does it end in a certificate that is put in where it is served? Then it is
 * the provider of a front that says where. */
bool remedy_is_put_in(enum remedy_kind kind);
/* "lighttpd, Caddy, ...": the products whose recipes are is_more; nothing when
 * there are none. */
void remedy_add_more(struct strbuf *buf, const struct remedy *remedy);
/* The command that fits: for a file when values name one. */
const char *remedy_command(
    const struct remedy *remedy, const struct remedy_values *values);
/*
 * Replaces the placeholders, quoting nothing: values are safe text. Unknown
 * values show as their upper-case name. Besides the values themselves there are
 * {connect} (address, else host:port, and -starttls and further options with
 * it; behind "-connect " a path makes that "-unix "), {upgrade} (that
 * " -starttls ..." alone, for other addresses), {source} (the file, else
 * host:port, at that address), {sni} ("-servername HOST", or
 * "-noservername" for an address) and {verify_name} ("-verify_hostname HOST" or
 * "-verify_ip ADDRESS"). Other braces stay as they are.
 */
void remedy_fill(
    struct strbuf *buf, const char *text, const struct remedy_values *values);
