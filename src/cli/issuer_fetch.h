/*
 * Missing issuers fetched for one command, on a loop of its own: what the wants
 * of a report lead to. By the rules of fetch/aia.h, and kept nowhere.
 */
#pragma once

#include "cli/options.h"
#include "fetch/aia.h"
#include "model/report.h"

#define ISSUER_FETCH_MAX_ROUNDS 5 /* an issuer of an issuer of ... */

struct issuer_fetch;

/* The ranges of --aia-allow. */
bool issuer_fetch_allow(struct guard *guard, const struct option_list *allowed,
    struct error *err) MUST_CHECK;

/* allowed: address ranges that may be connected to beside public ones. */
struct issuer_fetch *issuer_fetch_new(
    const struct option_list *allowed, struct error *err);
void issuer_fetch_free(struct issuer_fetch *fetch);
/* Asks the URLs that were not asked yet, and returns when all have answered or
 * their time is over. true: some were asked, so that judging again may tell
 * more. */
bool issuer_fetch_ask(struct issuer_fetch *fetch, const struct report *report);
/* Lent until more is asked. */
const struct cert_set *issuer_fetch_certs(const struct issuer_fetch *fetch);
const struct issuer_answer *issuer_fetch_answers(
    const struct issuer_fetch *fetch, size_t *ret_count);
