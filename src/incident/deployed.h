/*
 * Is what stands in an endpoint's files ("serves") what its addresses show? A
 * certificate that was renewed on disk and is still not served when the grace
 * is over is not-deployed, at the addresses that are named: a server that was
 * not reloaded looks well until the old one ends.
 *
 * What counts is when the file was first seen to hold it, and looks at the
 * addresses after the grace. A file that is older than what is served says
 * nothing: it is not the one that was loaded. Nor does one that is broken,
 * while what is served is not: nobody should load it.
 */
#pragma once

#include "incident/step.h"

/* Served ones that end so soon make it critical. */
#define DEPLOYED_URGENT_S (3 * 86400)
/* How long after the grace the first address that is late waits for looks at
 * the others, so that all are named. */
#define DEPLOYED_GATHER_S 60

/* After a look that showed a chain: at an address of an endpoint, or at a
 * file. */
void deployed_look(
    struct step *step, struct watched *watched, struct target_state *state);
