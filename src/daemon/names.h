/*
 * Who is asked for names, as the configuration says: the resolver of addresses,
 * and, where DANE is wanted, a second one that proves what it says.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

struct config;
struct daemon;
struct error;
struct loop;
struct resolver;

/* By the configuration and the system's files; what is odd about those is
 * logged. */
struct resolver *names_open_resolver(
    struct loop *loop, const struct config *config, struct error *err);
/* *ret_prover NULL: nobody wants proofs, or the configuration has them off,
 * which is logged where somebody does. False: it cannot be made. */
bool names_open_prover(struct loop *loop, const struct config *config,
    struct resolver **ret_prover, struct error *err) MUST_CHECK;
/* Makes the book of TLSA records and gives it to the inspector; the prover is
 * there. */
void names_open_dane(struct daemon *daemon);
