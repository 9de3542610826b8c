/*
 * Certificates, chains and paths as JSON: the parts of a report that say what
 * was sent and which ways lead to an anchor.
 */
#pragma once

#include <jansson.h>

#include "model/report.h"
#include "model/verdict.h"

#define JSON_CERT_MAX_NAMES 1000 /* then names_omitted says how many */

/* What the server sent, in its order; all there is to know of each. */
json_t *json_cert_presented(const struct chain *presented);
/* Leaf to anchor; each certificate with where it came from. */
json_t *json_cert_path(
    const struct report_path *path, const struct chain *presented);
/* [{label, fingerprint_sha256, pem}], to be served in this order. */
json_t *json_cert_suggested(const struct chain *suggested);
/* A chain as an event remembers it: [{label, fingerprint_sha256, ...}]. */
json_t *json_cert_verdict(const struct verdict *verdict);
