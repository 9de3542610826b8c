/*
 * struct endpoint: what the operator lists. A plain value, made by config (or
 * by `chainwatch check`), shared by reference: the daemon's state points to it.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/ip_address.h"
#include "base/texts.h"
#include "model/client_choice.h"
#include "model/expectation.h"
#include "model/starttls.h"
#include "pki/hostname.h"

#define ENDPOINT_PORT_DEFAULT 443

/* One way to reach an endpoint: an address, or a name that is resolved afresh.
 * SNI and the name check stay the endpoint's. */
struct endpoint_front {
	char *name;		   /* NULL: address is set */
	struct ip_address address; /* port 0: the endpoint's */
	uint16_t port;		   /* with name; 0: the endpoint's */
};

struct endpoint_label {
	char *key, *value;
};

struct endpoint {
	char *id; /* "host:port", unique in a configuration; [v6]:port */
	struct hostname host;
	uint16_t port;
	uint8_t starttls;    /* enum starttls: what is spoken before TLS */
	struct hostname sni; /* text "" : no SNI is sent (addresses) */
	ARRAY(struct endpoint_front) fronts; /* empty: what DNS says of host */
	ARRAY(struct endpoint_label) labels;
	struct texts trust;	      /* names of trust stores; a union */
	struct texts compared;	      /* ... judged by one by one; or none */
	struct expectation *expected; /* a reference; NULL: nothing */
	struct client_choice clients; /* those that matter */
	int64_t interval_s;
	int64_t timeout_ms; /* for a whole probe */
	unsigned refs;
};

struct endpoint *endpoint_new(void); /* one reference, all empty */
struct endpoint *endpoint_ref(struct endpoint *endpoint);
void endpoint_unref(struct endpoint *endpoint);
CLEANUP_DEFINE(struct endpoint, endpoint_unref)
/* Makes id and sni from host and port. */
void endpoint_finish(struct endpoint *endpoint);
/* Same in every respect: nothing changes when one replaces the other. */
bool endpoint_equal(const struct endpoint *a, const struct endpoint *b);
