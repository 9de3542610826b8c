/*
 * Reports and events as JSON (DESIGN section 9). One form for check, lint,
 * webhooks and HTTP. Values are jansson's; free with json_decref.
 *
 * The judge's JSON:
 *   version            of this form: RENDER_JSON_VERSION
 *   valid, severity
 *   findings           root cause first: code, severity, certificate (index
 *                      in presented, or null), fingerprint_sha256, title,
 *                      detail, missing (label), remedy
 *     remedy           {cure, server: [{where, text}], client: [{where,
 *                      text}], command}: texts with all names filled in, one
 *                      for each product, so that a reader can take its own
 *   presented          in the order sent: index, label, fingerprint_sha256,
 *                      malformed, subject, issuer, serial, not_before,
 *                      not_after, key, key_sha256, signature, is_ca,
 *                      names {dns: [...], ip: [...], ...}
 *   paths              best first: valid, complete, presented_only,
 *                      anchor_stores, error, not_after, certificates [{label,
 *                      fingerprint_sha256, origin (presented, anchor, known),
 *                      index, subject, not_before, not_after}]
 *   has_more_paths     budgets ended the search
 *   clients            by name: accepts, matters (watched, required, null),
 *                      reason, checked, breaks_at, breaks_reason
 *   first_stop         at, clients, reason: of those that matter and stop
 *                      before all others do the first; null: none
 *   breaks_at          null: it is not valid now, or never breaks
 *   suggested_chain    [{label, fingerprint_sha256, pem}]; null: what is sent
 *                      is right, or cannot be known
 *   suggested_chain_complete
 *   judged_at, holds_until
 *
 * Indexes count from 0, sentences from 1. All times are RFC 3339 in UTC,
 * fingerprints lower-case hexadecimal.
 */
#pragma once

#include <jansson.h>

#include "model/event.h"
#include "model/observation.h"
#include "model/report.h"
#include "model/target.h"
#include "render/render_about.h"

#define RENDER_JSON_VERSION 1

/* about may be NULL: fills the remedies' placeholders. */
json_t *render_json_report(
    const struct report *report, const struct render_about *about);
/* The judge's JSON and beside it: target, endpoint {host, port, labels; of a
 * file: file, its path, without port},
 * address, variant, failure (null, or {kind, detail}), tls_version, cipher,
 * client_certificate, probed_at, dial_ms, handshake_ms, total_ms. Without a
 * report (no chain was seen) the failure is the only finding. */
json_t *render_json_observation(const struct target *target,
    const struct observation *observation, const struct report *report);
/* {host, port, starttls, labels}; null for NULL. */
json_t *render_json_endpoint(const struct endpoint *endpoint);
/* A name that gave no address: the same form, the failure the only finding. */
json_t *render_json_unresolved(const struct endpoint *endpoint,
    enum failure failure, const char *detail, int64_t now);
/* version, id, sequence, time, event, severity, finding, text, detail,
 * remedy (of the finding), endpoint, addresses, variants, incident, before,
 * after, report. */
json_t *render_json_event(const struct event *event);
/* The same as one line of text; free it. */
char *render_json_event_line(const struct event *event);
