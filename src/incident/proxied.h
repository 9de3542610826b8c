/*
 * Endpoints that are reached through a proxy: is it theirs that a look failed,
 * or the proxy's? The proxy's is what says that it does not do its part: it
 * cannot be reached, is silent, does not take the credentials. What it says of
 * one server is that server's, unless it lets none through: where none of three
 * endpoints or more that were looked at lately was reached, it is the proxy's.
 *
 * Its incident is one, about the proxy, with all endpoints that meet it.
 */
#pragma once

#include "base/strbuf.h"
#include "incident/step.h"

#define PROXIED_LEAST 3	  /* endpoints that it lets not through */
#define PROXIED_ENOUGH 64 /* ... so many are beyond doubt */
#define PROXIED_LATELY_S \
	600 /* or the endpoint's interval, if that is longer \
	     */

/* The way to that place leads through a proxy. */
bool proxied_is(const struct watched *watched, const struct place *place);
/* A look failed so: is it the proxy's fault? Then the finding, and what its
 * incident is about (CERT_SHA256_LEN bytes). */
bool proxied_blames(const struct step *step, const struct watched *watched,
    const struct place *place, enum failure failure,
    enum finding_code *ret_code, uint8_t *ret_digest);
/* Is the incident one about a proxy? */
bool proxied_is_about(const struct incident *incident);
/* "HTTP proxy 192.0.2.9 port 3128". */
void proxied_add_name(struct strbuf *buf, const struct watched *watched);
/* "; 40 endpoints are reached through it": whom it concerns. */
void proxied_add_reach(
    const struct step *step, struct strbuf *buf, const struct watched *watched);
