/*
 * struct endpoint: what the operator lists. A plain value, made by config (or
 * by `chainwatch check`), shared by reference: the daemon's state points to it.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/ip_address.h"
#include "model/dane.h"
#include "model/endpoint_front.h"
#include "model/endpoint_settings.h"
#include "model/variant.h"
#include "model/starttls.h"
#include "pki/hostname.h"

#define ENDPOINT_PORT_DEFAULT 443
#define ENDPOINT_SAMPLE_DEFAULT 24
#define ENDPOINT_LOOKS_PER_MINUTE 120 /* at addresses of names */

struct endpoint_file;

struct endpoint {
	/* "host:port", unique in a configuration; [v6]:port. Of a file: its
	 * path */
	char *id;
	/* Its own, or shared once it is packed: then they change no more. */
	struct endpoint_settings *settings;
	/* model/endpoint_file.h, a reference; NULL: a server. A file's host is
	 * the first name to be covered, or "", its port 0 */
	struct endpoint_file *file;
	char *source; /* "mx example.org", where DNS names it; NULL: nobody
		       * but the operator does. Owned */
	char *sni;    /* owned; NULL: what endpoint_sni says */
	/* Empty: what DNS says of host. Of one that is packed they are part of
	 * this block of memory (cap 0), and neither come nor go. */
	ARRAY(struct endpoint_front) fronts;
	uint16_t port;
	uint8_t starttls;   /* enum starttls: what is spoken before TLS */
	uint8_t revocation; /* enum revocation_mode */
	int dane;	    /* enum dane_wish */
	/* TLSA records are those of the front's name (RFC 7673 3.1), not of the
	 * host */
	bool has_dane_at_front;
	bool is_transparency_off; /* timestamps of logs are not looked at */
	/* Looked at in these variants, too, at an interval of their own. */
	uint8_t variants; /* VARIANT_BIT of each */
	unsigned sample;  /* addresses of names looked at an interval; 0: the
			   * default */
	unsigned refs;
	/* The last: of one that is packed this block of memory goes on where
	 * its text ends, so it is copied by hostname_copy. */
	struct hostname host;
};

/* One that is not packed, in one piece: fields of both can be told by their
 * offset in it. */
struct endpoint_draft {
	struct endpoint endpoint;
	struct endpoint_settings settings;
};

/* One reference, all empty; a struct endpoint_draft. */
struct endpoint *endpoint_new(void);
/* Another with the settings of this one, without id and fronts. */
struct endpoint *endpoint_like(const struct endpoint *endpoint);
struct endpoint *endpoint_ref(struct endpoint *endpoint);
void endpoint_unref(struct endpoint *endpoint);
CLEANUP_DEFINE(struct endpoint, endpoint_unref)
/* Makes the id from host and port, gives fronts that are "what DNS says" the
 * host's name, and lets lists take no more room than they need. */
void endpoint_finish(struct endpoint *endpoint);
/* The same one, in as little memory as a finished one needs: there may be
 * 100,000. Nobody else refers to it yet. Its host, id, list of fronts and
 * settings change no more; the latter are shared with others of the pool. */
struct endpoint *endpoint_pack(
    struct endpoint *take_endpoint, struct settings_pool *pool);
/* Settings that may be changed: of a packed one a copy, that nobody shares. */
struct endpoint_settings *endpoint_own_settings(struct endpoint *endpoint);
/* Same in every respect: nothing changes when one replaces the other. */
bool endpoint_equal(const struct endpoint *a, const struct endpoint *b);
/* What is sent as SNI: what was given, else the host's name; "": none is sent
 * (addresses, files). */
const char *endpoint_sni(const struct endpoint *endpoint);
/* The front of that key (endpoint_front_key), or NULL. */
const struct endpoint_front *endpoint_find_front(
    const struct endpoint *endpoint, const char *key);
/* The one that leads the same way as another endpoint's, or NULL; front may be
 * NULL. */
const struct endpoint_front *endpoint_same_front(
    const struct endpoint *endpoint, const struct endpoint_front *front);
/* What another endpoint's was, in this one's terms. */
struct endpoint_via endpoint_same_via(
    const struct endpoint *endpoint, const struct endpoint_via *via);
/* Did DNS say the address, or the operator? */
bool endpoint_via_is_named(
    const struct endpoint *endpoint, const struct endpoint_via *via);
/* Over how many intervals the looks at so many addresses of names are spread,
 * so that neither the sample nor the looks a minute are passed: 1 for most.
 * Above that each is looked at by turns. */
unsigned endpoint_turns(const struct endpoint *endpoint, size_t named);
