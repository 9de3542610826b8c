/*
 * What a report says of clients, taken together: who answers alike, in what
 * words they are named, who stops first. Clients are bits of a uint64_t, by
 * their index in report->clients. Used by the judge and by what shows reports.
 */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"

/* Those of at least that weight. */
uint64_t report_clients_of(
    const struct report *report, enum report_client_weight least);
/* Of `among` those that answer as client i does: refuse for the same reason, or
 * accept until the same second and stop for the same reason. */
uint64_t report_clients_alike(
    const struct report *report, size_t i, uint64_t among);
uint64_t report_clients_refusing(const struct report *report, uint64_t among);
/* Of `among` one that accepts now and stops first; -1: none ever stops. */
int report_clients_first_to_stop(const struct report *report, uint64_t among);
/* "Java, Go and wolfSSL" */
void report_clients_name(
    struct strbuf *buf, const struct report *report, uint64_t which);
/* Does what ends it for client i lie in that client: stops it before the chain
 * ends for all, and before the server's certificate does? A second less is its
 * way of reading a date. */
bool report_clients_stops_early(const struct report *report, size_t i);
/* The reason as part of a sentence: "because it takes at most ...", or where it
 * names its own subject, "because \"X\" has expired". */
void report_clients_because(
    struct strbuf *buf, const char *reason, bool is_of_several);
size_t report_clients_count(uint64_t which);
