/*
 * Where `chainwatch fix` takes certificates from: a file in whatever form, or
 * what the addresses of a host show.
 */
#pragma once

#include "cli/host_operand.h"
#include "cli/looks.h"
#include "cli/trust.h"
#include "pki/cert_body.h"
#include "pki/cert_set.h"
#include "pki/pem.h"

struct fix_source {
	bool is_host;
	char *shown;		    /* as messages name it */
	ARRAY(struct cert *) certs; /* lent; as they came */
	struct cert_body bundle;    /* of a file in PKCS#7 */
	struct pem_file file;	    /* of a file */
	struct endpoint *endpoint;  /* of a host */
	struct looks looks;	    /* of a host */
	struct cert_set *elsewhere; /* what its other addresses show */
};

/* Is this operand a file's name rather than a host's? */
bool fix_source_is_file(const char *operand);
bool fix_source_read_file(const char *path, struct fix_source *ret_source,
    struct error *err) MUST_CHECK;
/* at: as of when to judge; negative: now. false also when nothing could be
 * seen, and when addresses show certificates of different keys. */
bool fix_source_read_host(const char *operand,
    const struct host_options *options, const struct trust *trust, int64_t at,
    struct fix_source *ret_source, struct error *err) MUST_CHECK;
void fix_source_clear(struct fix_source *source);
