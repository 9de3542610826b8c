/* CAs, sites and servers; see world.h. */
#include "year/world.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define CA_COUNT 6
#define PRIVATE_CAS 2 /* the last of them */
#define DOOMED_CA 0   /* of nobody but the doomed */
#define DOOMED_LIFETIME_S (90 * WORLD_DAY)
#define DOOMED_LEFT_S (30 * WORLD_DAY)
#define KEY_COUNT 8 /* leaves share a few keys: minting one is slow */
#define BACKDATED_S WORLD_HOUR
#define POINTER "crlDistributionPoints=URI:http://crl.test/1.crl"
#define NAMED_PER_MILLE 60
#define ADDRESSES_TEXT_MAX 200

/* Who uses what: of a hundred sites. */
static const struct {
	unsigned percent;
	int64_t lifetime_s;
	unsigned left_percent; /* when it is renewed, as a rule */
} kinds[] = {
    {10, 160 * WORLD_HOUR, 50},
    {30, 47 * WORLD_DAY, 33},
    {40, 90 * WORLD_DAY, 33},
    {20, 398 * WORLD_DAY, 10},
};

/* until 0: for years. */
static void
make_intermediates(struct world *world, size_t number, int64_t until)
{
	struct world_ca *ca = &world->cas.items[number];
	char subject[64];

	ca->generation++;
	for (size_t i = 0; i < 2; i++) {
		snprintf(subject, sizeof subject, "CN=CA%zu G%u I%zu,O=CA%zu",
		    number, ca->generation, i + 1, number);
		ca->intermediates[i] =
		    MINT(.subject = subject, .issuer = ca->root, .is_ca = true,
			.has_path_len = true, .not_after = until);
	}
	if (until != 0)
		ca->intermediates[1] = ca->intermediates[0];
}

void
world_rotate(struct world *world, size_t ca)
{
	if (ca != DOOMED_CA)
		make_intermediates(world, ca, 0);
}

void
world_avert(struct world *world)
{
	make_intermediates(world, DOOMED_CA, 0);
}

static void
make_cas(struct world *world, int64_t doom)
{
	struct cert_set *anchors[2] = {cert_set_new(), cert_set_new()};

	for (size_t i = 0; i < CA_COUNT; i++) {
		struct world_ca *ca = ARRAY_ADD(&world->cas);
		CLEANUP(free)
		char *subject = mem_printf("CN=CA%zu Root,O=CA%zu", i, i);

		ca->is_private = i >= CA_COUNT - PRIVATE_CAS;
		ca->root = MINT(.subject = subject, .is_ca = true);
		cert_set_add(anchors[ca->is_private], ca->root->cert);
		make_intermediates(world, i, i == DOOMED_CA ? doom - 1 : 0);
	}
	world->system = trust_store_new("system", anchors[0]);
	world->corp = trust_store_new("corp", anchors[1]);
}

static struct world_chain *
chain_of(struct cert *leaf, const struct mint *intermediate)
{
	struct world_chain *chain = MEM_NEW(struct world_chain);

	chain->refs = 1;
	chain->certs[chain->count++] = cert_ref(leaf);
	if (intermediate != NULL)
		chain->certs[chain->count++] = cert_ref(intermediate->cert);
	return chain;
}

struct world_chain *
world_chain_ref(struct world_chain *chain)
{
	chain->refs++;
	return chain;
}

void
world_chain_unref(struct world_chain *chain)
{
	if (chain == NULL || --chain->refs > 0)
		return;
	for (size_t i = 0; i < chain->count; i++)
		cert_unref(chain->certs[i]);
	free(chain);
}

struct world_chain *
world_bare(const struct world_site *site)
{
	return chain_of(site->leaf->cert, NULL);
}

struct world_chain *
world_wrong(const struct world *world, const struct world_site *site)
{
	const struct world_ca *ca = &world->cas.items[site->ca];
	const struct mint *other = ca->intermediates[0];

	if (site->issuer == other)
		other = ca->intermediates[1];
	return chain_of(site->leaf->cert, other);
}

void
world_issue(
    struct world *world, size_t number, int64_t now, enum world_quality quality)
{
	struct world_site *site = &world->sites.items[number];
	const struct world_ca *ca = &world->cas.items[site->ca];
	const struct mint *intermediate =
	    ca->intermediates[random_next(&world->random) % 2];
	char subject[64], names[128], key[16];
	const char *domain = quality == WORLD_RIGHT ? "test" : "elsewhere.test";

	snprintf(subject, sizeof subject, "CN=s%zu.%s", number, domain);
	snprintf(names, sizeof names, "DNS:s%zu.%s,DNS:*.s%zu.%s", number,
	    domain, number, domain);
	snprintf(key, sizeof key, "leaf %zu", number % KEY_COUNT);
	mint_free(site->leaf);
	site->not_before = now - BACKDATED_S;
	site->not_after = site->not_before + site->lifetime_s - 1;
	site->leaf = MINT(.subject = subject, .names = names, .key = key,
	    .issuer = intermediate, .not_before = site->not_before,
	    .not_after = site->not_after,
	    .extensions = {ca->is_private ? NULL : POINTER});
	site->issuer = intermediate;
	world_chain_unref(site->chain);
	site->chain = chain_of(site->leaf->cert, intermediate);
	site->renewals++;
}

void
world_show(struct world *world, size_t address, struct world_chain *chain)
{
	struct world_address *at = &world->addresses.items[address];

	world_chain_ref(chain);
	world_chain_unref(at->shown);
	at->shown = chain;
}

void
world_show_everywhere(
    struct world *world, size_t number, struct world_chain *chain)
{
	const struct world_site *site = &world->sites.items[number];

	for (size_t i = 0; i < site->endpoint_count; i++) {
		const struct world_endpoint *endpoint =
		    &world->endpoints.items[site->first_endpoint + i];

		for (size_t k = 0; k < endpoint->address_count; k++)
			world_show(world, endpoint->first_address + k, chain);
	}
}

/* 10.x.y.z: the number of the address. */
static struct ip_address
address_of(size_t number)
{
	return (struct ip_address){
	    .family = 4,
	    .bytes = {10, (uint8_t)(number >> 16), (uint8_t)(number >> 8),
		(uint8_t)number},
	};
}

char *
world_addresses(const struct world_endpoint *endpoint)
{
	struct strbuf text = STRBUF_INIT(ADDRESSES_TEXT_MAX);

	for (size_t i = 0; i < endpoint->address_count; i++) {
		struct ip_address address =
		    address_of(endpoint->first_address + i);

		strbuf_addf(&text, "%s10.%u.%u.%u", i == 0 ? "" : " ",
		    address.bytes[1], address.bytes[2], address.bytes[3]);
	}
	return strbuf_take(&text);
}

struct world_address *
world_at(struct world *world, const struct ip_address *address)
{
	size_t number = (size_t)address->bytes[1] << 16 |
	    (size_t)address->bytes[2] << 8 | address->bytes[3];

	return number < world->addresses.len ? &world->addresses.items[number]
					     : NULL;
}

/* One for most, some more for many, up to eight. */
static size_t
address_count(struct world *world)
{
	int64_t chance = random_between(&world->random, 0, 99);

	if (chance < 55)
		return 1;
	return chance < 80 ? 2 : (size_t)random_between(&world->random, 3, 8);
}

static void
add_endpoint(struct world *world, size_t site)
{
	struct world_endpoint *added = ARRAY_ADD(&world->endpoints);
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;
	char host[64];

	snprintf(host, sizeof host, "e%zu.s%zu.test", world->endpoints.len - 1,
	    site);
	if (!hostname_parse(host, &endpoint->host, &err))
		abort();
	endpoint->settings->interval_s = WORLD_HOUR;
	endpoint->settings->timeout_ms = 10000;
	added->site = site;
	added->first_address = world->addresses.len;
	added->address_count = address_count(world);
	added->is_named = random_chance(&world->random, NAMED_PER_MILLE);
	for (size_t i = 0; i < added->address_count; i++) {
		if (!added->is_named)
			ARRAY_ADD(&endpoint->fronts)->address =
			    address_of(world->addresses.len);
		ARRAY_ADD(&world->addresses);
	}
	texts_add(&endpoint->settings->trust,
	    world->cas.items[world->sites.items[site].ca].is_private
		? "corp"
		: "system");
	endpoint_finish(endpoint);
	added->endpoint = endpoint;
}

static void
choose_kind(struct world *world, struct world_site *site)
{
	unsigned chance = (unsigned)random_between(&world->random, 0, 99);
	size_t i = 0;

	while (chance >= kinds[i].percent)
		chance -= kinds[i++].percent;
	site->lifetime_s = kinds[i].lifetime_s;
	site->renews_before_s =
	    kinds[i].lifetime_s / 100 * kinds[i].left_percent;
}

static struct world_site *
add_site(struct world *world, size_t ca, size_t endpoints)
{
	size_t number = world->sites.len;
	struct world_site *site = ARRAY_ADD(&world->sites);

	site->ca = ca;
	site->group = number;
	site->first_endpoint = world->endpoints.len;
	site->endpoint_count = endpoints;
	for (size_t i = 0; i < endpoints; i++)
		add_endpoint(world, number);
	return site;
}

static void
begin_with(struct world *world, int64_t issued_at)
{
	size_t number = world->sites.len - 1;

	world_issue(world, number, issued_at, WORLD_RIGHT);
	world_show_everywhere(world, number, world->sites.items[number].chain);
}

static void
add_ordinary(struct world *world, size_t endpoints, int64_t now)
{
	size_t ca = (size_t)random_between(
	    &world->random, 1, (int64_t)world->cas.len - 1);
	struct world_site *site = add_site(world, ca, endpoints);

	choose_kind(world, site);
	begin_with(world,
	    now -
		random_between(&world->random, 0,
		    site->lifetime_s - site->renews_before_s -
			12 * WORLD_HOUR));
}

static void
add_doomed(struct world *world, int64_t now, int64_t doom)
{
	struct world_site *site = add_site(world, DOOMED_CA, 1);
	int64_t issued_at = doom - WORLD_DOOMED_S;

	site->group = world->first_doomed;
	site->lifetime_s = DOOMED_LIFETIME_S;
	site->renews_before_s = DOOMED_LEFT_S;
	while (issued_at > now)
		issued_at -= DOOMED_LIFETIME_S - DOOMED_LEFT_S;
	begin_with(world, issued_at);
}

void
world_make(struct world *world, uint64_t seed, size_t endpoints, int64_t now,
    int64_t doom)
{
	size_t ordinary = endpoints - endpoints / 10;

	memset(world, 0, sizeof *world);
	world->random.state = seed;
	make_cas(world, doom);
	while (world->endpoints.len < ordinary) {
		size_t left = ordinary - world->endpoints.len;
		size_t count = random_chance(&world->random, 80)
		    ? (size_t)random_between(&world->random, 2, 12)
		    : 1;

		add_ordinary(world, count < left ? count : left, now);
	}
	world->first_doomed = world->sites.len;
	while (world->endpoints.len < endpoints)
		add_doomed(world, now, doom);
}

void
world_clear(struct world *world)
{
	ARRAY_EACH (address, &world->addresses)
		world_chain_unref(address->shown);
	ARRAY_EACH (site, &world->sites) {
		world_chain_unref(site->chain);
		mint_free(site->leaf);
	}
	ARRAY_EACH (endpoint, &world->endpoints)
		endpoint_unref(endpoint->endpoint);
	trust_store_unref(world->system);
	trust_store_unref(world->corp);
	ARRAY_CLEAR(&world->addresses);
	ARRAY_CLEAR(&world->sites);
	ARRAY_CLEAR(&world->endpoints);
	ARRAY_CLEAR(&world->cas);
}
