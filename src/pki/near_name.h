/*
 * Entries of a certificate that nearly cover a name: what whoever ordered the
 * certificate probably thought would do, and why it does not.
 */
#pragma once

#include "pki/hostname.h"

/* Follows "the name x"; NULL: it has nothing to do with what is asked for, or
 * covers it. Constant text. */
const char *near_name_find(
    const struct hostname *asked, const struct cert_name *entry);
