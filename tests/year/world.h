/*
 * The world that is watched: CAs with their intermediates, sites (a
 * certificate, used by one endpoint or by several), endpoints at one to eight
 * addresses, and what each address shows at the moment. Certificates are real
 * ones; the program under test sees bytes and nothing of this.
 */
#pragma once

#include "model/endpoint.h"
#include "model/failure.h"
#include "pki/trust_store.h"
#include "support/mint.h"
#include "year/random.h"

#define WORLD_HOUR INT64_C(3600)
#define WORLD_DAY INT64_C(86400)
#define WORLD_MAX_SENT 3
#define WORLD_HABIT 5
#define WORLD_DOOMED_S (45 * WORLD_DAY)

/* What a server sends; counted. */
struct world_chain {
	struct cert *certs[WORLD_MAX_SENT];
	size_t count;
	unsigned refs;
};

struct world_ca {
	bool is_private; /* under a root of the store "corp" */
	const struct mint *root;
	/* it issues from any of them, as chance has it */
	const struct mint *intermediates[2];
	unsigned generation;
};

struct world_address {
	struct world_chain *shown; /* NULL: not yet */
	enum failure failure;	   /* FAILURE_NONE: it answers */
	unsigned failing_looks;	   /* so many fail, then none */
};

struct world_endpoint {
	struct endpoint *endpoint; /* a reference */
	size_t site;
	size_t first_address, address_count;
	bool is_named; /* DNS has its addresses, not the configuration */
};

/* Who renews one certificate, and all who serve it. */
struct world_site {
	size_t first_endpoint, endpoint_count;
	size_t group; /* the first site of those that fall together */
	size_t ca;
	int64_t lifetime_s;
	int64_t renews_before_s;       /* the end, as a rule */
	int64_t not_before, not_after; /* of the certificate in use */
	struct world_chain *chain;     /* as it ought to be served */
	const struct mint *leaf, *issuer;
	unsigned renewals;
	/* What can be learned of its renewals: of the last ones that showed,
	 * the newest first, was it by rule? */
	bool by_rule[WORLD_HABIT];
	unsigned shown_renewals;
	int64_t busy_until; /* a story is told of it */
};

struct world {
	struct random random;
	ARRAY(struct world_ca) cas;
	ARRAY(struct world_site) sites;
	ARRAY(struct world_endpoint) endpoints;
	ARRAY(struct world_address) addresses;
	struct trust_store *system, *corp;
	size_t first_doomed; /* site; the last ones are */
};

/* So many endpoints, with certificates of mixed age at that time. A tenth of
 * them, the last ones, are the doomed: each with a certificate of its own, of a
 * CA whose intermediates end at doom, and of an age to be renewed
 * WORLD_DOOMED_S before that. */
void world_make(struct world *world, uint64_t seed, size_t endpoints,
    int64_t now, int64_t doom);
/* The CA of the doomed issues from intermediates that last. */
void world_avert(struct world *world);
void world_clear(struct world *world);

/* How a certificate came out. */
enum world_quality {
	WORLD_RIGHT,
	WORLD_OTHER_NAME, /* issued for another host */
};

/* A new certificate for that site; the chain it ought to be served with. Where
 * it is put is the caller's. */
void world_issue(
    struct world *world, size_t site, int64_t now, enum world_quality quality);
/* The site's certificate with nothing, or with the CA's other intermediate: a
 * reference. */
struct world_chain *world_bare(const struct world_site *site);
struct world_chain *world_wrong(
    const struct world *world, const struct world_site *site);
struct world_chain *world_chain_ref(struct world_chain *chain);
void world_chain_unref(struct world_chain *chain);

/* The address shows that from now on. */
void world_show(struct world *world, size_t address, struct world_chain *chain);
/* All addresses of the site do. */
void world_show_everywhere(
    struct world *world, size_t site, struct world_chain *chain);
/* The CA issues from new intermediates. */
void world_rotate(struct world *world, size_t ca);
/* Its addresses, parted by blanks; free it. */
char *world_addresses(const struct world_endpoint *endpoint);
/* What stands at that address; NULL: nobody. */
struct world_address *world_at(
    struct world *world, const struct ip_address *address);
