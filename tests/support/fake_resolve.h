/*
 * net/resolve.h answered from a table: linked instead of the resolver.
 */
#pragma once

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
unsigned fake_resolve_count(const struct resolver *resolver);
