/*
 * What has changed since a complete revocation list: where that is to be had
 * (RFC 5280 5.2.6), and what there is to say of it. The complete list stands
 * without it: a delta list that nobody gives is worth a word beside the
 * status, never a finding. What it changes is crl_status.c's.
 */
#pragma once

#include "base/texts.h"
#include "judge/crl_status.h"
#include "judge/judgement.h"

/* By which a certificate stands; adds none where nobody names any. */
void delta_urls(const struct cert *cert, const struct crl_status *status,
    struct texts *urls);
/* A sentence; NULL: there is nothing to say. Free it. Once the wants of the
 * certificate stand in the report: it says whether somebody will ask. */
char *delta_words(const struct judgement *judgement, const struct cert *cert,
    const struct crl_status *status);
