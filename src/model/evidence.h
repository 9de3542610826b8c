/*
 * struct evidence: all that the judge may look at for one verdict. Borrowed
 * for the call: the caller owns every part.
 */
#pragma once

#include "pki/chain.h"
#include "pki/hostname.h"
#include "pki/trust_store.h"

struct evidence {
	const struct chain *presented; /* as sent; may be empty, never NULL */
	const struct hostname *name;   /* NULL: no name is checked */
	const struct trust_store *const *stores; /* their union decides */
	size_t store_count;
	const struct cert_set
	    *known_issuers; /* seen elsewhere or given; NULL */
	int tls_version;    /* 0: not known (files) */
};
