/*
 * net/resolve.h answered from a table: linked instead of the resolver.
 */
#pragma once

#include "net/lookup.h"
#include "net/resolve.h"

/* What the name gives from now on. addresses: "192.0.2.1 192.0.2.2", parted by
 * blanks; "": the name is there without any. A name that was never set does not
 * exist. */
void fake_resolve_set(struct resolver *resolver, const char *name,
    const char *addresses, int64_t ttl_s);
/* What it gives is without one of the families, which is not known. */
void fake_resolve_set_partial(
    struct resolver *resolver, const char *name, bool is_partial);
/* Where its CNAMEs lead: names parted by blanks. */
void fake_resolve_set_aliases(
    struct resolver *resolver, const char *name, const char *aliases);
/* It fails in this way. */
void fake_resolve_fail(
    struct resolver *resolver, const char *name, enum resolve_status status);
/* net/lookup.h: what a question of that type gives from now on. records, parted
 * by ", ", without their type: "10 mx.test" (MX), "0 1 993 x.test" (SRV),
 * "3 1 1 00ff" (TLSA); "": there are none. What was never set does not exist,
 * and is not signed, but for keys: those of any zone are proven. */
void fake_lookup_set(struct resolver *resolver, const char *name,
    enum dns_type type, const char *records, int64_t ttl_s,
    enum lookup_security security);
/* Where the CNAME leads. */
void fake_lookup_set_alias(struct resolver *resolver, const char *name,
    enum dns_type type, const char *alias);
void fake_lookup_fail(struct resolver *resolver, const char *name,
    enum dns_type type, enum resolve_status status,
    enum lookup_security security);
unsigned fake_lookup_count(const struct resolver *resolver);
unsigned fake_resolve_count(const struct resolver *resolver);
unsigned fake_resolve_forgets(const struct resolver *resolver);
